-- title: Lead to opportunity | リード→商談率
-- formula: opportunities from leads / leads | リード由来の商談 ÷ リード
-- unit: ratio
-- better: higher
-- needs: opportunity
-- base: lead
-- rows: lead, deal | lead
-- en: Period: opportunities that have a lead in the period / leads in the period (different people, can pass 100 %). Cohort: of the leads of the period, the share that got there by the as-of date.
-- ja: 期間: 期間内のリードのある商談 ÷ 期間内のリード(対象者が異なるため100%を超えることがある)。コホート: 期間内のリードのうち、基準日までに到達した割合。
select * from stage_rates
where
    basis = $basis and base = $base and target = 'opportunity'
    and $as_of between known_from and known_to

-- title: Lead to hand-over | リード→引き渡し率
-- formula: hand-overs / leads | 引き渡し ÷ リード
-- unit: ratio
-- better: higher
-- needs: handed_over
-- base: lead
-- rows: lead
-- en: Period: hand-overs in the period / leads in the period (different people, can pass 100 %). Cohort: of the leads of the period, the share that got there by the as-of date.
-- ja: 期間: 期間内の引き渡し ÷ 期間内のリード(対象者が異なるため100%を超えることがある)。コホート: 期間内のリードのうち、基準日までに到達した割合。
select * from stage_rates
where
    basis = $basis and base = $base and target = 'handed_over'
    and $as_of between known_from and known_to

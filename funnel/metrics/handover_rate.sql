-- title: Hand-over rate | 引き渡し率
-- formula: hand-overs / MQLs | 引き渡し ÷ MQL
-- unit: ratio
-- better: higher
-- needs: handed_over
-- base: mql
-- rows: lead
-- en: Period: hand-overs in the period / MQLs in the period (different people, can pass 100 %). Cohort: of the MQLs of the period, the share that got there by the as-of date. Where the base is not measured, the nearest earlier stage is.
-- ja: 期間: 期間内の引き渡し ÷ 期間内のMQL(対象者が異なるため100%を超えることがある)。コホート: 期間内のMQLのうち、基準日までに到達した割合。分母の段階が計測されていなければ、手前の計測済みの段階で割る。
select * from stage_rates
where
    basis = $basis and base = $base and target = 'handed_over'
    and $as_of between known_from and known_to

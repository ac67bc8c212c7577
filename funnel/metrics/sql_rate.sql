-- title: SQL rate | SQL率
-- formula: SQLs / hand-overs | SQL ÷ 引き渡し
-- unit: ratio
-- better: higher
-- needs: sql
-- base: handed_over
-- rows: lead
-- en: Period: SQLs in the period / hand-overs in the period (different people, can pass 100 %). Cohort: of the hand-overs of the period, the share that got there by the as-of date. Where the base is not measured, the nearest earlier stage is.
-- ja: 期間: 期間内のSQL ÷ 期間内の引き渡し(対象者が異なるため100%を超えることがある)。コホート: 期間内の引き渡しのうち、基準日までに到達した割合。分母の段階が計測されていなければ、手前の計測済みの段階で割る。
select * from stage_rates
where
    basis = $basis and base = $base and target = 'sql'
    and $as_of between known_from and known_to

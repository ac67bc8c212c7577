-- title: Hand-overs | 引き渡し
-- formula: people handed over to sales | 営業へ引き渡した人数
-- unit: count
-- better: higher
-- needs: handed_over
-- rows: lead
-- en: People, at their first hand-over. Period: entered in the period. Cohort: of the leads created in the period, those that got there by the as-of date.
-- ja: 最初の引き渡しだけを人数で数える。期間: 期間内に到達した人数。コホート: 期間内に登録されたリードのうち、基準日までに到達した人数。
select * from stage_counts
where
    basis = $basis and stage = 'handed_over'
    and $as_of between known_from and known_to

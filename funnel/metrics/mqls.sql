-- title: MQLs | MQL
-- formula: people who became MQL | MQLになった人数
-- unit: count
-- better: higher
-- needs: mql
-- rows: lead
-- en: People, at their first entry. Period: entered in the period. Cohort: of the leads created in the period, those that got there by the as-of date.
-- ja: 最初の到達だけを人数で数える。期間: 期間内に到達した人数。コホート: 期間内に登録されたリードのうち、基準日までに到達した人数。
select * from stage_counts
where
    basis = $basis and stage = 'mql'
    and $as_of between known_from and known_to

-- title: Wins | 受注
-- formula: deals won | 受注した商談の数
-- unit: count
-- better: higher
-- needs: won | lead, won
-- rows: deal | lead
-- en: Period: deals won in the period, sales' own among them. Cohort: leads created in the period whose deal (as its primary lead) was won by the as-of date.
-- ja: 期間: 期間内に受注した商談(営業起点を含む)。コホート: 期間内に登録されたリードのうち、主リードとして受注した人数。
select * from stage_counts
where
    basis = $basis and stage = 'won'
    and $as_of between known_from and known_to

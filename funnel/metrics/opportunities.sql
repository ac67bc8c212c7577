-- title: Opportunities | 商談
-- formula: deals opened | 開始した商談の数
-- unit: count
-- better: higher
-- needs: opportunity | lead, opportunity
-- rows: deal | lead
-- en: Period: deals opened in the period, sales' own among them. Cohort: leads created in the period whose deal (as its primary lead) was opened by the as-of date.
-- ja: 期間: 期間内に開始した商談(営業起点を含む)。コホート: 期間内に登録されたリードのうち、主リードとして商談になった人数。
select * from stage_counts
where
    basis = $basis and stage = 'opportunity'
    and $as_of between known_from and known_to

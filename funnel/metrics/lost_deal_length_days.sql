-- title: Length of lost deals | 失注までの期間
-- formula: days from opened to lost | 商談開始から失注までの日数
-- unit: days
-- better: lower
-- needs: opportunity, lost
-- rows: deal
-- en: Calendar days from opened to closed of the deals lost in the period (cohort: opened in the period).
-- ja: 期間内に失注した商談(コホート: 期間内に開始した商談)の、開始から失注までの暦日数。
select * from deal_lengths
where basis = $basis and outcome = 'lost'

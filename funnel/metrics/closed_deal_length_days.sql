-- title: Length of closed deals | 決着までの期間
-- formula: days from opened to won or lost | 商談開始から決着までの日数
-- unit: days
-- better: lower
-- needs: opportunity, won, lost
-- rows: deal
-- en: Calendar days from opened to closed of the deals won or lost in the period (cohort: opened in the period).
-- ja: 期間内に決着した商談(コホート: 期間内に開始した商談)の、開始から決着までの暦日数。
select * from deal_lengths
where basis = $basis

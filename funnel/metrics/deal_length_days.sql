-- title: Deal length | 商談期間
-- formula: days from opened to won | 商談開始から受注までの日数
-- unit: days
-- better: lower
-- needs: opportunity, won
-- rows: deal
-- en: Calendar days from opened to closed of the deals won in the period (cohort: opened in the period). Open deals are not in it: young ones are missing.
-- ja: 期間内に受注した商談(コホート: 期間内に開始した商談)の、開始から受注までの暦日数。進行中の商談は含まない。
select * from deal_lengths
where basis = $basis and outcome = 'won'

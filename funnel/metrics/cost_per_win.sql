-- title: Cost per win | 受注単価
-- formula: cost / deals won in the period that have a lead (sales' own cost marketing nothing) | 費用 ÷ 期間内に受注した、リードのある商談(営業起点は除く)
-- unit: money
-- better: lower
-- needs: won, cost | lead, won, cost
-- base: won
-- rows: spend, deal | spend, lead
-- en: Period: cost of the period / deals won in the period that have a lead (sales' own cost marketing nothing). Cohort: cost of the period / people created in it who got there by the as-of date. Not measured where nothing is known to have been spent; costs of an unknown source stand in a row of their own.
-- ja: 期間: 期間内の費用 ÷ 期間内に受注した、リードのある商談(営業起点は除く)。コホート: 期間内の費用 ÷ 期間内に登録され、基準日までに到達した人数。費用が1件もなければ未計測。流入元の分からない費用は独立した行になる。
select * from cost_rates
where basis = $basis and stage = 'won' and $as_of between known_from and known_to

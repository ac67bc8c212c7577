-- title: Cost per MQL | MQL単価
-- formula: cost / people who became MQL in the period | 費用 ÷ 期間内に MQL になった人
-- unit: money
-- better: lower
-- needs: mql, cost | lead, mql, cost
-- base: mql
-- rows: spend, lead
-- en: Period: cost of the period / people who became MQL in the period. Cohort: cost of the period / people created in it who got there by the as-of date. Not measured where nothing is known to have been spent; costs of an unknown source stand in a row of their own.
-- ja: 期間: 期間内の費用 ÷ 期間内に MQL になった人。コホート: 期間内の費用 ÷ 期間内に登録され、基準日までに到達した人数。費用が1件もなければ未計測。流入元の分からない費用は独立した行になる。
select * from cost_rates
where basis = $basis and stage = 'mql' and $as_of between known_from and known_to

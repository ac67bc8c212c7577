-- title: Cost per lead | リード単価
-- formula: cost / leads created in the period | 費用 ÷ 期間内に登録されたリード
-- unit: money
-- better: lower
-- needs: lead, cost
-- base: lead
-- rows: spend, lead
-- en: Period: cost of the period / leads created in the period. Cohort: the same. Not measured where nothing is known to have been spent; costs of an unknown source stand in a row of their own.
-- ja: 期間: 期間内の費用 ÷ 期間内に登録されたリード。コホート: 同じ。費用が1件もなければ未計測。流入元の分からない費用は独立した行になる。
select * from cost_rates
where basis = $basis and stage = 'lead' and $as_of between known_from and known_to

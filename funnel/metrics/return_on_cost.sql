-- title: Return on cost | 費用対受注額
-- formula: won value from leads / cost | リードからの受注額 ÷ 費用
-- unit: ratio
-- better: higher
-- needs: won, amount, cost | lead, won, amount, cost
-- base: cost
-- rows: deal, spend
-- en: Cohort: won value, by the as-of date, from the leads created in the period / cost of the period: the cost of spring against its wins of autumn. Period: value won in the period / cost of the period, whoever it was for: where deals take months it divides this spring's cost by last year's leads, and misleads. Sales' own deals are left out.
-- ja: コホート: 期間内に登録されたリードからの、基準日までの受注額 ÷ 期間内の費用(春の費用と、その秋の受注を比べる)。期間: 期間内の受注額 ÷ 期間内の費用。受注まで何か月もかかる場合は、いまの費用を昔のリードの受注と比べることになり、誤解を招く。営業起点の商談は除く。
select
    wins.subject,
    wins.subject_id,
    wins.day,
    wins.source,
    wins.owner,
    cast(null as varchar) as campaign,
    wins.amount as numerator,
    wins.won_on as numerator_on,
    0 as denominator,
    cast(null as date) as denominator_on
from wins
inner join deals on wins.subject_id = deals.deal_id
where wins.basis = $basis and deals.lane is distinct from 'sales'
union all
select
    'spend' as subject,
    spend_id as subject_id,
    day,
    source,
    null as owner,
    campaign,
    0 as numerator,
    null as numerator_on,
    amount as denominator,
    day as denominator_on
from spend_days
where $as_of between known_from and known_to

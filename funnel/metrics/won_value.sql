-- title: Won value | 受注額
-- formula: sum of the amounts of deals won | 受注した商談の金額の合計
-- unit: money
-- better: higher
-- needs: won, amount | lead, won, amount
-- en: The amount at closing. Period: deals won in the period, all lanes. Cohort: deals won through leads created in the period.
-- ja: 受注時の金額。期間: 期間内に受注した全商談。コホート: 期間内に登録されたリードを主リードとする受注。
select
    'deal' as subject,
    deals.deal_id as subject_id,
    case $basis when 'period' then deals.closed_on else deals.lead_created_on end as day,
    deals.source,
    case $basis when 'period' then deals.owner else leads.owner end as owner,
    deals.amount as numerator,
    null as denominator
from deals
left join leads on deals.lead_id = leads.lead_id
where
    deals.outcome = 'won'
    and case $basis when 'period' then deals.closed_on else deals.lead_created_on end
    between $since and $until
    and deals.closed_on <= $as_of
    and ($basis = 'period' or date_diff('day', deals.lead_created_on, deals.closed_on) <= $within)

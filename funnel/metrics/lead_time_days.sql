-- title: Lead time | リードタイム
-- formula: days from lead created to won | リード登録から受注までの日数
-- unit: days
-- better: lower
-- needs: lead, won
-- en: Calendar days from the primary lead created to the deal won, one per deal won in the period (cohort: lead created in the period). Negative ones are kept and reported as data faults.
-- ja: 主リードの登録から受注までの暦日数。期間内の受注1件につき1つ(コホート: 期間内に登録されたリード)。負の値も残し、データの不備として報告する。
select
    'deal' as subject,
    deal_id as subject_id,
    case $basis when 'period' then closed_on else lead_created_on end as day,
    source,
    owner,
    date_diff('day', lead_created_on, closed_on) as numerator,
    1 as denominator
from deals
where
    outcome = 'won'
    and lead_created_on is not null
    and case $basis when 'period' then closed_on else lead_created_on end between $since and $until
    and closed_on <= $as_of
    and ($basis = 'period' or date_diff('day', lead_created_on, closed_on) <= $within)

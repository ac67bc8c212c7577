-- title: Deal length | 商談期間
-- formula: days from opened to won | 商談開始から受注までの日数
-- unit: days
-- better: lower
-- needs: opportunity, won
-- en: Calendar days from opened to closed of the deals won in the period (cohort: opened in the period). Open deals are not in it: young ones are missing.
-- ja: 期間内に受注した商談(コホート: 期間内に開始した商談)の、開始から受注までの暦日数。進行中の商談は含まない。
select
    'deal' as subject,
    deal_id as subject_id,
    case $basis when 'period' then closed_on else opened_on end as day,
    source,
    owner,
    date_diff('day', opened_on, closed_on) as numerator,
    1 as denominator
from deals
where
    outcome = 'won'
    and opened_on is not null
    and case $basis when 'period' then closed_on else opened_on end between $since and $until
    and closed_on <= $as_of
    and ($basis = 'period' or date_diff('day', opened_on, closed_on) <= $within)

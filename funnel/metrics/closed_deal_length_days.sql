-- title: Length of closed deals | 決着までの期間
-- formula: days from opened to won or lost | 商談開始から決着までの日数
-- unit: days
-- better: lower
-- needs: opportunity, won, lost
-- en: Calendar days from opened to closed of the deals won or lost in the period (cohort: opened in the period).
-- ja: 期間内に決着した商談(コホート: 期間内に開始した商談)の、開始から決着までの暦日数。
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
    outcome in ('won', 'lost')
    and opened_on is not null
    and case $basis when 'period' then closed_on else opened_on end between $since and $until
    and closed_on <= $as_of
    and ($basis = 'period' or date_diff('day', opened_on, closed_on) <= $within)

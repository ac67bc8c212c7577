-- title: Win rate | 受注率
-- formula: won / (won + lost), cohort: won / opened | 受注 ÷ (受注 + 失注)、コホート: 受注 ÷ 開始
-- unit: ratio
-- better: higher
-- needs: won, lost | won, lost, opportunity
-- base: closed | opportunity
-- en: Period: of the deals closed in the period, all lanes, the share won. Cohort: of the deals opened in the period, the share won by the as-of date, open ones in the denominator. Not measured where the exports never record a lost deal.
-- ja: 期間: 期間内に受注・失注が確定した全商談のうち受注した割合。コホート: 期間内に開始した商談のうち基準日までに受注した割合(進行中も分母に含む)。失注が一件も記録されていなければ未計測。
with closed as (
    select
        'period' as basis,
        deal_id,
        closed_on as day,
        closed_on,
        outcome,
        source,
        owner
    from deals
    where closed_on is not null
),

opened as (
    select
        'cohort' as basis,
        deals.deal_id,
        stage_entries.entered_on as day,
        deals.closed_on,
        deals.outcome,
        deals.source,
        deals.owner
    from deals
    inner join stage_entries on deals.deal_id = stage_entries.subject_id
    where stage_entries.subject = 'deal' and stage_entries.stage = 'opportunity'
),

judged as (
    select * from closed
    union all
    select * from opened
)

select
    'deal' as subject,
    deal_id as subject_id,
    day,
    source,
    owner,
    case
        when
            outcome = 'won' and closed_on <= $as_of and date_diff('day', day, closed_on) <= $within
            then 1
        else 0
    end as numerator,
    1 as denominator
from judged
where
    basis = $basis
    and day between $since and $until
    and day <= $as_of

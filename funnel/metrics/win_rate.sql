-- title: Win rate | 受注率
-- formula: won / (won + lost), cohort: won / opened | 受注 ÷ (受注 + 失注)、コホート: 受注 ÷ 開始
-- unit: ratio
-- better: higher
-- needs: won, lost | won, lost, opportunity
-- base: closed | opportunity
-- rows: deal
-- en: Period: of the deals closed in the period, all lanes, the share won. Cohort: of the deals opened in the period, the share won by the as-of date, open ones in the denominator. Not measured where the exports never record a lost deal.
-- ja: 期間: 期間内に受注・失注が確定した全商談のうち受注した割合。コホート: 期間内に開始した商談のうち基準日までに受注した割合(進行中も分母に含む)。失注が一件も記録されていなければ未計測。
with closed as (
    select
        'period' as basis,
        deal_id,
        closed_on as day
    from deals
    where closed_on is not null
),

opened as (
    select
        'cohort' as basis,
        subject_id as deal_id,
        entered_on as day
    from stage_entries
    where subject = 'deal' and stage = 'opportunity'
),

judged as (
    select * from closed
    union all
    select * from opened
)

select
    'deal' as subject,
    deals.deal_id as subject_id,
    judged.day,
    deals.source,
    deals.owner,
    1 as numerator,
    case when deals.outcome = 'won' then deals.closed_on end as numerator_on,
    1 as denominator,
    judged.day as denominator_on
from judged
inner join deals on judged.deal_id = deals.deal_id
where judged.basis = $basis

-- one row per pass and activity of sales in it, or first contact that the lead's record names
-- `kind` by the words of the agreement in force at the hand-over: a 'contact', an 'attempt' (the
-- lead was not reached: `is_failed` where that is said, else nobody knows yet), 'incoming' (the lead
-- did it) or 'automatic'. It belongs to the pass handed over last before it; what comes before all
-- hand-overs has no row. What only a deal names is about its primary lead. Without a time it
-- happened from `first_at` to `last_at`. Where the dates leave open whether it came after the
-- hand-over, or before the next one, it is a row of each pass it may belong to, and not `is_sure`.
create table contacts as
with done as (
    select
        coalesce(activities.lead_no, leads.lead_no) as lead_no,
        activities.outcome,
        activities.occurred_on,
        case
            when activities.occurred_at != date_trunc('day', activities.occurred_at)
                then activities.occurred_at
        end as occurred_at,
        case
            when activities.occurred_at != date_trunc('day', activities.occurred_at)
                then activities.occurred_at
            else cast(activities.occurred_on as timestamp)
        end as first_at,
        case
            when activities.occurred_at != date_trunc('day', activities.occurred_at)
                then activities.occurred_at
            else cast(activities.occurred_on + 1 as timestamp) - interval 1 microsecond
        end as last_at,
        activities.file_no,
        activities.row_no,
        coalesce(activities.kind, '') as kind,
        concat_ws(' / ', activities.kind, activities.title, activities.outcome) as said,
        case
            when lower(coalesce(activities.kind, 'task')) in ('task', 'todo', 'activity')
                then coalesce(activities.title, '')
            else activities.kind
        end as way
    from sales_activities as activities
    left join deals on activities.lead_no is null and activities.deal_id = deals.deal_id
    left join leads on deals.lead_id = leads.lead_id
    where activities.occurred_on is not null and not coalesce(activities.is_deleted, false)
),

judged as (
    select
        handed.lead_no,
        handed.pass,
        done.outcome,
        done.occurred_on,
        done.occurred_at,
        greatest(done.first_at, handed.first_at) as first_at,
        done.last_at,
        done.first_at >= handed.last_at and coalesce(done.last_at < handed.next_first_at, true)
            as is_sure,
        done.file_no,
        done.row_no,
        case
            when says_automatic(handed.number, done.said) then 'automatic'
            when
                says_incoming(handed.number, done.kind)
                and (
                    says_failed(handed.number, done.said)
                    or not says_reached(handed.number, coalesce(done.outcome, ''))
                )
                then 'incoming'
            when says_failed(handed.number, done.said) then 'failed'
            when
                says_one_sided(handed.number, done.way)
                and not says_reached(handed.number, coalesce(done.outcome, ''))
                then 'attempt'
            else 'contact'
        end as judgement
    from done
    inner join handed_passes as handed on done.lead_no = handed.lead_no
    where
        done.last_at >= handed.first_at
        and coalesce(done.first_at < handed.next_last_at, true)
),

recorded as (
    select
        lead_no,
        first_contact_on as occurred_on,
        first_contact_at as occurred_at,
        coalesce(first_contact_at, cast(first_contact_on as timestamp)) as first_at,
        coalesce(
            first_contact_at, cast(first_contact_on + 1 as timestamp) - interval 1 microsecond
        ) as last_at
    from handed_passes
    where first_contact_on is not null
)

select
    lead_no,
    pass,
    case when judgement = 'failed' then 'attempt' else judgement end as kind,
    judgement = 'failed' as is_failed,
    outcome is not null as has_outcome,
    'activity' as told_by,
    occurred_on,
    occurred_at,
    first_at,
    last_at,
    is_sure,
    file_no,
    row_no
from judged
union all
select
    handed.lead_no,
    handed.pass,
    'contact' as kind,
    false as is_failed,
    false as has_outcome,
    'record' as told_by,
    recorded.occurred_on,
    recorded.occurred_at,
    greatest(recorded.first_at, handed.first_at) as first_at,
    recorded.last_at,
    recorded.first_at >= handed.last_at
    and coalesce(recorded.last_at < handed.next_first_at, true) as is_sure,
    null as file_no,
    null as row_no
from recorded
inner join handed_passes as handed
    on
        recorded.lead_no = handed.lead_no
        and recorded.last_at >= handed.first_at
        and coalesce(recorded.first_at < handed.next_last_at, true);

-- one row per pass and activity of sales in it, or first contact that the lead's record names
-- `kind` by the words of the agreement in force at the hand-over: a 'contact', an 'attempt' (the
-- lead was not reached: `is_failed` where that is said, else nobody knows yet), 'incoming' (the lead
-- did it) or 'automatic'. It belongs to the pass handed over last before it; what comes before all
-- hand-overs has no row. What only a deal names is about its primary lead. Midnight sharp is how
-- exports write a day: without a time it happened from `first_at` to `last_at`.
create table contacts as
with bounds as (
    select
        leads.lead_no,
        passes.lead_id,
        passes.pass,
        agreements.number,
        coalesce(passes.not_before_on, passes.handed_on) as from_on,
        case when passes.not_before_on is null then passes.handed_at end as from_at,
        lead(coalesce(passes.not_before_on, passes.handed_on)) over in_order as next_on,
        lead(case when passes.not_before_on is null then passes.handed_at end) over in_order
            as next_at
    from passes
    inner join leads on passes.lead_id = leads.lead_id
    inner join agreements
        on passes.handed_on >= agreements.since and passes.handed_on <= agreements.until
    window in_order as (partition by passes.lead_id order by passes.pass)
),

done as (
    select
        coalesce(activities.lead_no, leads.lead_no) as lead_no,
        activities.outcome,
        activities.owner,
        activities.occurred_on,
        case
            when activities.occurred_at != date_trunc('day', activities.occurred_at)
                then activities.occurred_at
        end as occurred_at,
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

placed as (
    select
        bounds.lead_id,
        bounds.pass,
        bounds.number,
        done.*
    from done
    inner join bounds on done.lead_no = bounds.lead_no
    where
        case
            when done.occurred_at is not null and bounds.from_at is not null
                then done.occurred_at >= bounds.from_at
            else done.occurred_on >= bounds.from_on
        end
        and case
            when bounds.next_on is null then true
            when done.occurred_at is not null and bounds.next_at is not null
                then done.occurred_at < bounds.next_at
            else done.occurred_on < bounds.next_on
        end
),

judged as (
    select
        *,
        case
            when says_automatic(number, said) then 'automatic'
            when
                says_incoming(number, kind)
                and (says_failed(number, said) or not says_reached(number, coalesce(outcome, '')))
                then 'incoming'
            when says_failed(number, said) then 'failed'
            when says_one_sided(number, way) and not says_reached(number, coalesce(outcome, ''))
                then 'attempt'
            else 'contact'
        end as judgement
    from placed
)

select
    lead_id,
    pass,
    case when judgement = 'failed' then 'attempt' else judgement end as kind,
    judgement = 'failed' as is_failed,
    outcome is not null as has_outcome,
    'activity' as told_by,
    owner,
    occurred_on,
    occurred_at,
    coalesce(occurred_at, cast(occurred_on as timestamp)) as first_at,
    coalesce(occurred_at, cast(occurred_on + 1 as timestamp) - interval 1 microsecond) as last_at,
    file_no,
    row_no
from judged
union all
select
    lead_id,
    pass,
    'contact' as kind,
    false as is_failed,
    false as has_outcome,
    'record' as told_by,
    owner,
    first_contact_on as occurred_on,
    case when first_contact_at != date_trunc('day', first_contact_at) then first_contact_at end
        as occurred_at,
    case
        when first_contact_at != date_trunc('day', first_contact_at) then first_contact_at
        else cast(first_contact_on as timestamp)
    end as first_at,
    case
        when first_contact_at != date_trunc('day', first_contact_at) then first_contact_at
        else cast(first_contact_on + 1 as timestamp) - interval 1 microsecond
    end as last_at,
    null as file_no,
    null as row_no
from passes
where first_contact_on is not null;

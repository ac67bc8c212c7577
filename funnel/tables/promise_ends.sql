-- one row per promise and pass in which what was promised was done: first, and by what
-- A hand-over that nobody recorded, or that an import dated, ends nothing: `what` says so.
create temp table promise_ends as
with ending as (
    select
        unnest([
            'first_contact', 'follow_ups', 'follow_ups', 'follow_ups', 'follow_ups',
            'result_recorded', 'result_recorded', 'result_recorded', 'result_recorded',
            'decided', 'decided', 'decided',
            'back_to_nurturing', 'back_to_nurturing', 'back_to_nurturing'
        ]) as promise,
        unnest([
            'contact', 'followed', 'qualified', 'refused', 'given_up',
            'outcome', 'accepted', 'qualified', 'refused',
            'accepted', 'qualified', 'refused',
            'contact', 'qualified', 'refused'
        ]) as what
),

needing_reasons as (
    select number
    from agreed_promises
    where promise = 'decided' and needs_reason
)

select
    ending.promise,
    events.lead_id,
    events.pass,
    min(events.first_at) as first_at,
    min(events.last_at) as last_at,
    arg_min(events.what, events.last_at) as what
from pass_events as events
inner join ending on events.what = ending.what
inner join passes on events.lead_id = passes.lead_id and events.pass = passes.pass
inner join agreements
    on passes.handed_on >= agreements.since and passes.handed_on <= agreements.until
where
    case
        when ending.promise = 'follow_ups' and events.what = 'refused' then not events.is_early
        when ending.promise = 'follow_ups' and events.what = 'given_up'
            then coalesce(agreements.first = 'back_to_nurturing', false)
        when ending.promise = 'decided' and events.what = 'refused'
            then
                events.has_reason
                or agreements.number not in (select needing_reasons.number from needing_reasons)
        else true
    end
group by ending.promise, events.lead_id, events.pass
union all
select
    'handover' as promise,
    subject_id as lead_id,
    pass,
    coalesce(
        cast(not_before_on as timestamp),
        case when entered_at != date_trunc('day', entered_at) then entered_at end,
        cast(entered_on as timestamp)
    ) as first_at,
    case
        when not_before_on is null and entered_at != date_trunc('day', entered_at)
            then entered_at
        else cast(entered_on + 1 as timestamp) - interval 1 microsecond
    end as last_at,
    case when evidence = 'inferred' then 'inferred' when is_bulk then 'bulk' end as what
from stage_entries
where subject = 'lead' and stage = 'handed_over';

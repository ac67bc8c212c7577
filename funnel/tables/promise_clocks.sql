-- one row per promise, lead, pass and time its clock was started: between when, and when it is due
-- A start or an end is told by its first and last moment, equal where the exports tell it.
-- `start_no` is 0 where the clock starts, then 1 for each change of owner that may start it anew.
-- Days are whole calendar days, due until the last moment of the day; hours are counted in seconds.
-- `due_*` is null where the start lies outside the agreement's calendar.
create temp table promise_clocks as
with since_handover as (
    select unnest(['first_contact', 'follow_ups', 'result_recorded', 'decided']) as promise
),

sources as (
    select distinct
        number,
        promise,
        source
    from agreed_promises
    where source is not null
),

handed as (
    select
        passes.lead_id,
        passes.pass,
        passes.source,
        passes.handed_on,
        agreements.number,
        agreements.owner_change = 'starts_anew' as does_start_anew,
        passes.evidence,
        passes.is_bulk,
        coalesce(
            cast(passes.not_before_on as timestamp),
            case
                when passes.handed_at != date_trunc('day', passes.handed_at) then passes.handed_at
            end,
            cast(passes.handed_on as timestamp)
        ) as first_at,
        case
            when
                passes.not_before_on is null
                and passes.handed_at != date_trunc('day', passes.handed_at)
                then passes.handed_at
            else cast(passes.handed_on + 1 as timestamp) - interval 1 microsecond
        end as last_at,
        passes.not_before_on is not null as is_between
    from passes
    inner join agreements
        on passes.handed_on >= agreements.since and passes.handed_on <= agreements.until
),

bulk_or_inferred as (
    select
        *,
        case when evidence = 'inferred' then 'inferred' when is_bulk then 'bulk' end as reason
    from handed
),

became_mql as (
    select
        subject_id as lead_id,
        pass,
        source,
        entered_on,
        is_bulk,
        case when entered_at != date_trunc('day', entered_at) then entered_at end as entered_at,
        not_before_on
    from stage_entries
    where subject = 'lead' and stage = 'mql' and evidence != 'inferred'
),

starts as (
    select
        promises.promise,
        handed.lead_id,
        handed.pass,
        handed.source,
        handed.number,
        0 as start_no,
        handed.reason,
        handed.first_at,
        handed.last_at,
        handed.is_between
    from bulk_or_inferred as handed
    cross join since_handover as promises
    union all
    select
        promises.promise,
        handed.lead_id,
        handed.pass,
        handed.source,
        handed.number,
        changes.change_no as start_no,
        handed.reason,
        greatest(changes.first_at, handed.first_at) as first_at,
        changes.last_at,
        changes.is_between
    from bulk_or_inferred as handed
    inner join owner_changes as changes
        on
            handed.lead_id = changes.lead_id
            and handed.does_start_anew
            and handed.last_at < changes.last_at
    cross join since_handover as promises
    union all
    select
        'back_to_nurturing' as promise,
        handed.lead_id,
        handed.pass,
        handed.source,
        handed.number,
        0 as start_no,
        case
            when handed.evidence = 'inferred' then 'inferred'
            when contact.first_at < given_up.last_at then 'no_time'
        end as reason,
        given_up.first_at,
        given_up.last_at,
        false as is_between
    from handed
    inner join pass_events as given_up
        on
            handed.lead_id = given_up.lead_id
            and handed.pass = given_up.pass
            and given_up.what = 'given_up'
    left join pass_events as contact
        on
            handed.lead_id = contact.lead_id
            and handed.pass = contact.pass
            and contact.what = 'contact'
    union all
    select
        'handover' as promise,
        became_mql.lead_id,
        became_mql.pass,
        became_mql.source,
        agreements.number,
        0 as start_no,
        case when became_mql.is_bulk then 'bulk' end as reason,
        coalesce(
            cast(became_mql.not_before_on as timestamp),
            became_mql.entered_at,
            cast(became_mql.entered_on as timestamp)
        ) as first_at,
        case
            when became_mql.not_before_on is null and became_mql.entered_at is not null
                then became_mql.entered_at
            else cast(became_mql.entered_on + 1 as timestamp) - interval 1 microsecond
        end as last_at,
        became_mql.not_before_on is not null as is_between
    from became_mql
    inner join agreements
        on became_mql.entered_on >= agreements.since and became_mql.entered_on <= agreements.until
),

promised as (
    select
        starts.*,
        terms.party,
        terms.unit,
        terms.within,
        terms.at_least,
        terms.needs_reason
    from starts
    left join sources
        on
            starts.number = sources.number
            and starts.promise = sources.promise
            and starts.source = sources.source
    inner join agreed_promises as terms
        on
            starts.number = terms.number
            and starts.promise = terms.promise
            and sources.source is not distinct from terms.source
),

asked as (
    select
        number,
        unit,
        within,
        first_at as at
    from promised
    union
    select
        number,
        unit,
        within,
        last_at as at
    from promised
),

placed as (
    select
        asked.*,
        days.days_before + cast(days.is_working as integer) + cast(asked.within as integer) - 1
            as last_day_before,
        60 * coalesce(hours.minutes_before, days.minutes_before)
        + coalesce(
            greatest(0, least(60 * hours.minutes, date_diff('second', hours.starts_at, asked.at))),
            0
        )
        + cast(round(3600 * asked.within) as bigint) as target
    from asked
    inner join agreed_days as days
        on asked.number = days.number and cast(asked.at as date) = days.day
    left join agreed_hours as hours
        on
            asked.number = hours.number
            and cast(asked.at as date) = hours.day
            and asked.at >= hours.since
            and asked.at < hours.until
),

dated as (
    select
        placed.number,
        placed.unit,
        placed.within,
        placed.at,
        placed.target,
        due_day.day
    from placed
    inner join agreements on placed.number = agreements.number
    left join agreed_days as due_day
        on
            placed.number = due_day.number
            and due_day.is_working
            and case placed.unit
                when 'working_days' then placed.last_day_before
                when 'working_hours'
                    then cast(
                        floor((placed.target - 1) / (60.0 * agreements.minutes_a_day)) as integer
                    )
            end
            = due_day.days_before
),

due as (
    select
        dated.number,
        dated.unit,
        dated.within,
        dated.at,
        case dated.unit
            when 'hours'
                then dated.at + cast(round(3600 * dated.within) as bigint) * interval 1 second
            when 'days'
                then
                    cast(cast(dated.at as date) + cast(dated.within as integer) + 1 as timestamp)
                    - interval 1 microsecond
            when 'working_days'
                then cast(dated.day + 1 as timestamp) - interval 1 microsecond
            else hours.starts_at + (dated.target - 60 * hours.minutes_before) * interval 1 second
        end as due_at
    from dated
    left join agreed_hours as hours
        on
            dated.number = hours.number
            and dated.day = hours.day
            and dated.unit = 'working_hours'
            and dated.target > 60 * hours.minutes_before
            and dated.target <= 60 * (hours.minutes_before + hours.minutes)
)

select
    promised.*,
    earliest.at is null or latest.at is null as is_outside,
    coalesce(earliest.due_at, timestamp '9999-12-31 00:00:00') as due_first_at,
    coalesce(latest.due_at, timestamp '9999-12-31 00:00:00') as due_last_at
from promised
left join due as earliest
    on
        promised.number = earliest.number
        and promised.unit = earliest.unit
        and promised.within = earliest.within
        and promised.first_at = earliest.at
left join due as latest
    on
        promised.number = latest.number
        and promised.unit = latest.unit
        and promised.within = latest.within
        and promised.last_at = latest.at;

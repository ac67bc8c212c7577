-- one row per promise, pass and time its clock was started: between when, and when it is due
-- A start or an end is told by its first and last moment, equal where the exports tell it.
-- `start_no` is 0 where the clock starts, then 1 for each change of owner that may start it anew, up
-- to the next hand-over; `is_in_pass` where it surely came before that.
-- Days are whole calendar days, due until the last moment of the day; hours are counted in seconds.
-- `worked` is the working seconds of the calendar until `first_at`, `working_day` the number of its
-- working day or the last one before; null outside the calendar.
create temp table promise_clocks as
with since_handover as (
    select unnest(['first_contact', 'follow_ups', 'result_recorded', 'decided']) as promise
),

became_mql as (
    select
        leads.lead_no,
        entries.pass,
        entries.entered_on,
        entries.not_before_on,
        entries.is_bulk,
        leads.source,
        case
            when
                entries.not_before_on is null
                and entries.entered_at != date_trunc('day', entries.entered_at)
                then entries.entered_at
        end as entered_at
    from stage_entries as entries
    inner join judged_leads as leads on entries.subject_id = leads.lead_id
    where
        entries.subject = 'lead' and entries.stage = 'mql' and entries.evidence != 'inferred'
),

starts as (
    select
        promises.promise,
        handed.lead_no,
        handed.pass,
        handed.source,
        handed.number,
        0 as start_no,
        true as is_in_pass,
        case when handed.is_inferred then 'inferred' when handed.is_bulk then 'bulk' end as reason,
        handed.first_at,
        handed.last_at,
        handed.not_before_on is not null as is_between,
        case when promises.promise = 'first_contact' then handed.inquiry_at end as inquiry_at,
        handed.ever_contacted_on is not null as was_contacted,
        coalesce(handed.is_refused and handed.decided_on is null, false) as is_undated_refusal
    from handed_passes as handed
    cross join since_handover as promises
    union all
    select
        promises.promise,
        handed.lead_no,
        handed.pass,
        handed.source,
        handed.number,
        changes.change_no as start_no,
        coalesce(changes.last_at < handed.next_first_at, true) as is_in_pass,
        case when handed.is_inferred then 'inferred' when handed.is_bulk then 'bulk' end as reason,
        greatest(changes.first_at, handed.first_at) as first_at,
        changes.last_at,
        changes.is_between,
        case when promises.promise = 'first_contact' then handed.inquiry_at end as inquiry_at,
        handed.ever_contacted_on is not null as was_contacted,
        coalesce(handed.is_refused and handed.decided_on is null, false) as is_undated_refusal
    from handed_passes as handed
    inner join owner_changes as changes
        on
            handed.does_start_anew
            and handed.lead_id = changes.lead_id
            and handed.last_at < changes.last_at
            and (handed.next_last_at is null or handed.next_last_at > changes.first_at)
    cross join since_handover as promises
    union all
    select
        'back_to_nurturing' as promise,
        handed.lead_no,
        handed.pass,
        handed.source,
        handed.number,
        0 as start_no,
        true as is_in_pass,
        case
            when handed.is_inferred then 'inferred'
            when events.is_given_up_unclear then 'no_time'
        end as reason,
        events.given_up_first_at as first_at,
        events.given_up_by_at as last_at,
        false as is_between,
        null as inquiry_at,
        false as was_contacted,
        coalesce(handed.is_refused and handed.decided_on is null, false) as is_undated_refusal
    from handed_passes as handed
    inner join pass_events as events
        on handed.lead_no = events.lead_no and handed.pass = events.pass
    where events.given_up_by_at is not null
    union all
    select
        'handover' as promise,
        became_mql.lead_no,
        became_mql.pass,
        became_mql.source,
        agreements.number,
        0 as start_no,
        true as is_in_pass,
        case when became_mql.is_bulk then 'bulk' end as reason,
        coalesce(
            cast(became_mql.not_before_on as timestamp),
            became_mql.entered_at,
            cast(became_mql.entered_on as timestamp)
        ) as first_at,
        coalesce(
            became_mql.entered_at,
            cast(became_mql.entered_on + 1 as timestamp) - interval 1 microsecond
        ) as last_at,
        became_mql.not_before_on is not null as is_between,
        null as inquiry_at,
        false as was_contacted,
        false as is_undated_refusal
    from became_mql
    inner join agreements
        on became_mql.entered_on >= agreements.since and became_mql.entered_on <= agreements.until
),

promised as (
    select
        starts.promise,
        starts.lead_no,
        starts.pass,
        starts.number,
        starts.start_no,
        starts.is_in_pass,
        starts.reason,
        starts.first_at,
        starts.last_at,
        starts.is_between,
        starts.inquiry_at,
        starts.was_contacted,
        starts.is_undated_refusal,
        made.at_least,
        coalesce(own.unit, made.unit) as unit,
        coalesce(own.within, made.within) as within
    from starts
    inner join agreed_promises as made
        on
            starts.number = made.number
            and starts.promise = made.promise
            and made.source is null
    left join agreed_promises as own
        on
            starts.number = own.number
            and starts.promise = own.promise
            and starts.source = own.source
),

sides as (
    select
        *,
        first_at as at,
        true as is_first
    from promised
    union all
    select
        *,
        last_at as at,
        false as is_first
    from promised
    where last_at > first_at
),

placed as (
    select
        sides.*,
        days.days_before + cast(days.is_working as integer) as working_day,
        cast(sides.within as integer) as wanted_days,
        60 * coalesce(hours.minutes_before, days.minutes_before)
        + coalesce(
            greatest(0, least(60 * hours.minutes, date_diff('second', hours.starts_at, sides.at))),
            0
        ) as worked,
        cast(round(3600 * sides.within) as bigint) as wanted
    from sides
    left join agreed_days as days
        on sides.number = days.number and cast(sides.at as date) = days.day
    left join agreed_hours as hours
        on
            sides.number = hours.number
            and cast(sides.at as date) = hours.day
            and sides.at >= hours.since
            and sides.at < hours.until
),

dated as (
    select
        placed.*,
        due_day.day as due_day
    from placed
    inner join agreements on placed.number = agreements.number
    left join agreed_days as due_day
        on
            placed.number = due_day.number
            and due_day.is_working
            and case placed.unit
                when 'working_days' then placed.working_day + placed.wanted_days - 1
                when 'working_hours'
                    then cast(
                        floor(
                            (placed.worked + placed.wanted - 1) / (60.0 * agreements.minutes_a_day)
                        ) as integer
                    )
            end
            = due_day.days_before
),

due as (
    select
        dated.promise,
        dated.lead_no,
        dated.pass,
        dated.number,
        dated.start_no,
        dated.is_in_pass,
        dated.reason,
        dated.is_between,
        dated.inquiry_at,
        dated.was_contacted,
        dated.is_undated_refusal,
        dated.working_day,
        dated.at_least,
        dated.unit,
        dated.within,
        dated.worked,
        dated.first_at,
        dated.last_at,
        dated.is_first,
        coalesce(
            case dated.unit
                when 'hours' then dated.at + dated.wanted * interval 1 second
                when 'days'
                    then cast(
                        cast(dated.at as date) + cast(dated.within as integer) + 1 as timestamp
                    ) - interval 1 microsecond
                when 'working_days'
                    then cast(dated.due_day + 1 as timestamp) - interval 1 microsecond
                else
                    hours.starts_at
                    + (dated.worked + dated.wanted - 60 * hours.minutes_before) * interval 1 second
            end,
            timestamp '9999-12-31 00:00:00'
        ) as due_at
    from dated
    left join agreed_hours as hours
        on
            dated.number = hours.number
            and dated.due_day = hours.day
            and dated.unit = 'working_hours'
            and dated.worked + dated.wanted > 60 * hours.minutes_before
            and dated.worked + dated.wanted <= 60 * (hours.minutes_before + hours.minutes)
)

select
    earliest.promise,
    earliest.lead_no,
    earliest.pass,
    earliest.number,
    earliest.start_no,
    earliest.is_in_pass,
    earliest.is_between,
    earliest.inquiry_at,
    earliest.was_contacted,
    earliest.is_undated_refusal,
    earliest.working_day,
    earliest.at_least,
    earliest.unit,
    earliest.within,
    case
        when earliest.reason is not null then earliest.reason
        when earliest.worked is null or (latest.lead_no is not null and latest.worked is null)
            then 'outside_calendar'
    end as reason,
    earliest.worked,
    earliest.first_at,
    earliest.last_at,
    earliest.due_at as due_first_at,
    coalesce(latest.due_at, earliest.due_at) as due_last_at
from due as earliest
left join due as latest
    on
        earliest.promise = latest.promise
        and earliest.lead_no = latest.lead_no
        and earliest.pass = latest.pass
        and earliest.start_no = latest.start_no
        and not latest.is_first
where earliest.is_first;

-- one row per promise with a clock and pass: columns as in `promises`
-- A change of owner that starts the clock anew counts while the promise is open: not after it was
-- due, nor after it was done.
create temp table clock_promises as
with counted as (
    select
        count(*) as activities,
        0 as first_contacts,
        0 as reasons,
        0 as decisions,
        0 as handovers
    from sales_activities
    union all
    select
        0 as activities,
        count(first_contact_on) as first_contacts,
        0 as reasons,
        0 as decisions,
        count(handed_over_on) as handovers
    from leads
    union all
    select
        0 as activities,
        0 as first_contacts,
        count(reason) as reasons,
        count(*) filter (
            where
            decision in ('sent_back', 'rejected')
            or accepted_on is not null
            or result_on is not null
        ) as decisions,
        0 as handovers
    from passes
),

measured as (
    select
        max(activities) > 0 as has_activities,
        max(first_contacts) > 0 as has_first_contacts,
        max(reasons) > 0 as has_reasons,
        max(decisions) > 0 as has_decisions,
        max(handovers) > 0 as has_handovers
    from counted
),

restarted as (
    select distinct lead_id
    from promise_clocks
    where start_no > 0
),

chained as (
    select
        clocks.*,
        coalesce(
            clocks.last_at <= lag(clocks.due_first_at) over in_order
            and coalesce(clocks.last_at <= promise_ends.first_at, true),
            clocks.start_no = 0
        ) as is_surely_anew,
        coalesce(
            clocks.first_at <= lag(clocks.due_last_at) over in_order
            and coalesce(clocks.first_at <= promise_ends.last_at, true),
            clocks.start_no = 0
        ) as is_maybe_anew
    from promise_clocks as clocks
    inner join restarted on clocks.lead_id = restarted.lead_id
    left join promise_ends
        on
            clocks.promise = promise_ends.promise
            and clocks.lead_id = promise_ends.lead_id
            and clocks.pass = promise_ends.pass
    window
        in_order as (
            partition by clocks.promise, clocks.lead_id, clocks.pass order by clocks.start_no
        )
),

unbroken as (
    select
        *,
        bool_and(is_surely_anew) over up_to_here as is_sure,
        bool_and(is_maybe_anew) over up_to_here as is_possible
    from chained
    window
        up_to_here as (
            partition by promise, lead_id, pass
            order by start_no
            rows between unbounded preceding and current row
        )
),

running as (
    select
        promise,
        party,
        number,
        lead_id,
        pass,
        unit,
        within,
        at_least,
        reason,
        is_between,
        is_outside,
        first_at,
        last_at,
        due_first_at,
        due_last_at
    from promise_clocks
    where lead_id not in (select restarted.lead_id from restarted)
    union all
    select
        promise,
        party,
        number,
        lead_id,
        pass,
        unit,
        within,
        at_least,
        reason,
        bool_or(is_between and is_possible) as is_between,
        bool_or(is_outside and is_possible) as is_outside,
        arg_max(first_at, start_no) filter (where is_sure) as first_at,
        arg_max(last_at, start_no) filter (where is_possible) as last_at,
        arg_max(due_first_at, start_no) filter (where is_sure) as due_first_at,
        arg_max(due_last_at, start_no) filter (where is_possible) as due_last_at
    from unbroken
    group by promise, party, number, lead_id, pass, unit, within, at_least, reason
),

ended as (
    select
        running.*,
        ends.first_at as done_first_at,
        ends.last_at as done_last_at,
        ends.what,
        coalesce(
            ends.last_at - ends.first_at >= interval 1 day, false
        ) as is_end_between,
        case
            when ends.last_at <= running.due_first_at then true
            when ends.first_at > running.due_last_at then false
        end as is_in_time
    from running
    left join promise_ends as ends
        on
            running.promise = ends.promise
            and running.lead_id = ends.lead_id
            and running.pass = ends.pass
),

created as (
    select
        leads.lead_id,
        leads.created_on,
        case
            when
                leads.created_at != date_trunc('day', leads.created_at)
                and not coalesce(entries.is_bulk, false)
                then leads.created_at
        end as created_at,
        leads.source,
        leads.owner,
        leads.first_contact_on
    from leads
    left join stage_entries as entries
        on
            leads.lead_id = entries.subject_id
            and entries.subject = 'lead'
            and entries.stage = 'lead'
),

refusals as (
    select
        lead_id,
        pass,
        first_at,
        pass < max(pass) over (partition by lead_id) as is_earlier
    from pass_events
    where what = 'refused'
),

judged as (
    select
        ended.*,
        created.source,
        created.owner,
        created.created_on,
        created.created_at,
        passes.decision in ('sent_back', 'rejected') as is_refused,
        case
            when ended.reason is not null then ended.reason
            when ended.is_outside then 'outside_calendar'
            when ended.promise = 'handover' and not measured.has_handovers then 'not_measured'
            when ended.promise = 'handover' and ended.what is not null then ended.what
            when
                ended.promise = 'first_contact'
                and not measured.has_activities
                and not measured.has_first_contacts
                then 'not_measured'
            when ended.promise = 'follow_ups' and not measured.has_activities then 'not_measured'
            when
                ended.promise = 'result_recorded'
                and not measured.has_decisions
                and not measured.has_activities
                then 'not_measured'
            when ended.promise = 'decided' and not measured.has_decisions then 'not_measured'
            when ended.is_in_time then null
            when
                ended.promise = 'first_contact'
                and not measured.has_activities
                and ended.done_last_at is null
                and created.first_contact_on is not null
                then 'not_kept'
            when
                ended.promise not in ('first_contact', 'handover')
                and passes.decision in ('sent_back', 'rejected')
                and passes.decided_on is null
                then 'no_date'
            when
                ended.promise = 'decided'
                and ended.done_last_at is null
                and refused.first_at <= ended.due_last_at
                then case
                    when not measured.has_reasons then 'reason_not_measured'
                    when refused.is_earlier then 'not_kept'
                end
        end as why_not,
        case
            when
                ended.promise = 'decided'
                and ended.done_last_at is null
                and refused.first_at is not null
                then 'reason'
        end as lacks
    from ended
    inner join created on ended.lead_id = created.lead_id
    cross join measured
    left join passes on ended.lead_id = passes.lead_id and ended.pass = passes.pass
    left join refusals as refused
        on ended.lead_id = refused.lead_id and ended.pass = refused.pass
),

exact as (
    select
        *,
        case when first_at = last_at then first_at end as start_at,
        case when done_first_at = done_last_at then done_last_at end as done_at,
        case when promise = 'first_contact' and pass = 1 then created_at end as inquiry_at
    from judged
),

asked as (
    select
        number,
        start_at as at
    from exact
    where start_at is not null and done_first_at is not null
    union
    select
        number,
        done_at as at
    from exact
    where done_at is not null
    union
    select
        number,
        inquiry_at as at
    from exact
    where inquiry_at is not null and done_at is not null
),

worked as (
    select
        asked.number,
        asked.at,
        60 * coalesce(hours.minutes_before, days.minutes_before)
        + coalesce(
            greatest(0, least(60 * hours.minutes, date_diff('second', hours.starts_at, asked.at))),
            0
        ) as seconds
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

timed as (
    select
        exact.*,
        case exact.unit
            when 'hours' then date_diff('second', exact.start_at, exact.done_at) / 3600.0
            when 'working_hours' then (done.seconds - start.seconds) / 3600.0
            when 'days'
                then date_diff('day', start_day.day, done_day.day)
            else
                done_day.days_before + cast(done_day.is_working as integer)
                - start_day.days_before - cast(start_day.is_working as integer)
        end as taken,
        case exact.unit
            when 'hours' then date_diff('second', exact.inquiry_at, exact.done_at) / 3600.0
            when 'working_hours' then (done.seconds - inquiry.seconds) / 3600.0
        end as from_inquiry
    from exact
    left join worked as start on exact.number = start.number and exact.start_at = start.at
    left join worked as done on exact.number = done.number and exact.done_at = done.at
    left join worked as inquiry on exact.number = inquiry.number and exact.inquiry_at = inquiry.at
    left join agreed_days as start_day
        on
            exact.number = start_day.number
            and cast(exact.first_at as date) = start_day.day
            and cast(exact.last_at as date) = start_day.day
    left join agreed_days as done_day
        on
            exact.number = done_day.number
            and cast(exact.done_first_at as date) = done_day.day
            and cast(exact.done_last_at as date) = done_day.day
)

select
    promise,
    party,
    number,
    lead_id,
    pass,
    source,
    owner,
    unit,
    within,
    at_least,
    cast(last_at as date) as starts_on,
    start_at as starts_at,
    cast(due_first_at as date) as due_on,
    cast(due_last_at as date) as due_last_on,
    case when due_first_at = due_last_at then due_first_at end as due_at,
    cast(done_last_at as date) as done_on,
    cast(done_first_at as date) as may_be_done_on,
    done_at,
    what as done_by,
    is_in_time,
    why_not as reason,
    case when is_between or is_end_between then 'between_uploads' else 'no_time' end as unclear,
    lacks,
    cast(taken as double) as taken,
    cast(from_inquiry as double) as from_inquiry
from timed;

-- one row per promise with a clock and pass: what `promises` says of it, whose lead_no it is
-- A change of owner that starts the clock anew counts while the promise is open: not after it was
-- due, nor after it was done.
create table clock_promises as
with counted as (
    select
        count(*) as activities,
        0 as first_contacts,
        0 as decisions,
        0 as reasons
    from sales_activities
    union all
    select
        0 as activities,
        count(first_contact_on) as first_contacts,
        0 as decisions,
        0 as reasons
    from leads
    union all
    select
        0 as activities,
        0 as first_contacts,
        count(*) filter (
            where
            decision in ('sent_back', 'rejected')
            or accepted_on is not null
            or result_on is not null
        ) as decisions,
        count(reason) as reasons
    from passes
),

measured as (
    select
        max(counted.activities) > 0 as has_activities,
        max(counted.first_contacts) > 0 as has_first_contacts,
        max(counted.decisions) > 0 as has_decisions,
        max(counted.reasons) > 0 as has_reasons,
        bool_or(stages.is_measured) as has_handovers
    from counted
    cross join stages
    where stages.stage = 'handed_over'
),

restarted as (
    select distinct lead_no
    from promise_clocks
    where start_no > 0
),

chained as (
    select
        clocks.*,
        coalesce(
            clocks.is_in_pass
            and clocks.last_at <= lag(clocks.due_first_at) over in_order
            and coalesce(clocks.last_at <= ends.first_at, true),
            clocks.start_no = 0
        ) as is_surely_anew,
        coalesce(
            clocks.first_at <= lag(clocks.due_last_at) over in_order
            and coalesce(clocks.first_at <= ends.last_at, true),
            clocks.start_no = 0
        ) as is_maybe_anew
    from promise_clocks as clocks
    inner join restarted on clocks.lead_no = restarted.lead_no
    left join promise_ends as ends
        on
            clocks.promise = ends.promise
            and clocks.lead_no = ends.lead_no
            and clocks.pass = ends.pass
    window
        in_order as (
            partition by clocks.promise, clocks.lead_no, clocks.pass order by clocks.start_no
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
            partition by promise, lead_no, pass
            order by start_no
            rows between unbounded preceding and current row
        )
),

running as (
    select
        promise,
        lead_no,
        pass,
        number,
        unit,
        within,
        at_least,
        reason,
        is_between,
        inquiry_at,
        was_contacted,
        is_undated_refusal,
        working_day,
        worked,
        first_at,
        last_at,
        due_first_at,
        due_last_at
    from promise_clocks
    where lead_no not in (select restarted.lead_no from restarted)
    union all
    select
        promise,
        lead_no,
        pass,
        number,
        unit,
        within,
        at_least,
        max(reason) filter (where is_possible) as reason,
        bool_or(is_between and is_possible) as is_between,
        max(inquiry_at) as inquiry_at,
        bool_or(was_contacted) as was_contacted,
        bool_or(is_undated_refusal) as is_undated_refusal,
        arg_max(working_day, start_no) filter (where is_sure) as working_day,
        arg_max(worked, start_no) filter (where is_sure) as worked,
        arg_max(first_at, start_no) filter (where is_sure) as first_at,
        arg_max(last_at, start_no) filter (where is_possible) as last_at,
        arg_max(due_first_at, start_no) filter (where is_sure) as due_first_at,
        arg_max(due_last_at, start_no) filter (where is_possible) as due_last_at
    from unbroken
    group by all
),

unexplained as (
    select
        'decided' as promise,
        events.lead_no,
        events.pass,
        events.refused_first_at,
        events.is_earlier_refusal
    from pass_events as events
    inner join handed_passes as handed
        on events.lead_no = handed.lead_no and events.pass = handed.pass
    where events.refused_last_at is not null and handed.needs_reason and not handed.has_reason
),

unsure as (
    select distinct
        lead_no,
        pass
    from contacts
    where not is_sure
),

ended as (
    select
        running.*,
        ends.first_at as done_first_at,
        ends.last_at as done_last_at,
        ends.what,
        case when running.first_at = running.last_at then running.first_at end as start_at,
        case when ends.first_at = ends.last_at then ends.last_at end as done_at,
        case
            when ends.last_at <= running.due_first_at then true
            when ends.first_at > running.due_last_at then false
        end as is_in_time
    from running
    left join promise_ends as ends
        on
            running.promise = ends.promise
            and running.lead_no = ends.lead_no
            and running.pass = ends.pass
),

timed as (
    select
        ended.*,
        case
            when cast(ended.first_at as date) = cast(ended.last_at as date)
                then
                    ends_day.days_before + cast(ends_day.is_working as integer) - ended.working_day
        end as working_days,
        60 * coalesce(ends_hours.minutes_before, ends_day.minutes_before)
        + coalesce(
            greatest(
                0,
                least(
                    60 * ends_hours.minutes,
                    date_diff('second', ends_hours.starts_at, ended.done_at)
                )
            ),
            0
        ) as worked_until,
        60 * coalesce(asked_hours.minutes_before, asked_day.minutes_before)
        + coalesce(
            greatest(
                0,
                least(
                    60 * asked_hours.minutes,
                    date_diff('second', asked_hours.starts_at, ended.inquiry_at)
                )
            ),
            0
        ) as worked_before
    from ended
    left join agreed_days as ends_day
        on
            ended.number = ends_day.number
            and cast(ended.done_first_at as date) = ends_day.day
            and cast(ended.done_last_at as date) = ends_day.day
    left join agreed_hours as ends_hours
        on
            ended.number = ends_hours.number
            and cast(ended.done_at as date) = ends_hours.day
            and ended.done_at >= ends_hours.since
            and ended.done_at < ends_hours.until
    left join agreed_days as asked_day
        on
            ended.number = asked_day.number
            and cast(ended.inquiry_at as date) = asked_day.day
    left join agreed_hours as asked_hours
        on
            ended.number = asked_hours.number
            and cast(ended.inquiry_at as date) = asked_hours.day
            and ended.inquiry_at >= asked_hours.since
            and ended.inquiry_at < asked_hours.until
)

select
    timed.promise,
    timed.number,
    timed.lead_no,
    timed.pass,
    timed.unit,
    timed.within,
    timed.at_least,
    cast(timed.last_at as date) as starts_on,
    timed.start_at as starts_at,
    cast(timed.due_first_at as date) as due_on,
    cast(timed.due_last_at as date) as due_last_on,
    case when timed.due_first_at = timed.due_last_at then timed.due_first_at end as due_at,
    cast(timed.done_last_at as date) as done_on,
    cast(timed.done_first_at as date) as may_be_done_on,
    timed.done_at,
    timed.what as done_by,
    timed.is_in_time,
    case
        when timed.reason is not null then timed.reason
        when timed.promise = 'handover'
            then case when not measured.has_handovers then 'not_measured' else timed.what end
        when
            not measured.has_activities
            and (
                timed.promise = 'follow_ups'
                or (timed.promise = 'first_contact' and not measured.has_first_contacts)
                or (timed.promise = 'result_recorded' and not measured.has_decisions)
            )
            then 'not_measured'
        when timed.promise = 'decided' and not measured.has_decisions then 'not_measured'
        when timed.is_in_time then null
        when
            timed.promise = 'first_contact'
            and not measured.has_activities
            and timed.done_first_at is null
            and timed.was_contacted
            then 'not_kept'
        when timed.promise != 'first_contact' and timed.is_undated_refusal then 'no_date'
        when
            timed.promise = 'decided'
            and timed.done_last_at is null
            and unexplained.refused_first_at <= timed.due_last_at
            then case
                when not measured.has_reasons then 'reason_not_measured'
                when unexplained.is_earlier_refusal then 'not_kept'
            end
    end as reason,
    case
        when timed.is_between then 'between_uploads'
        when unsure.lead_no is not null then 'no_time'
        when timed.done_last_at - timed.done_first_at >= interval 1 day then 'between_uploads'
        else 'no_time'
    end as unclear,
    case
        when
            timed.promise = 'decided'
            and timed.done_last_at is null
            and unexplained.refused_first_at is not null
            then 'reason'
    end as lacks,
    cast(
        case timed.unit
            when 'hours' then date_diff('second', timed.start_at, timed.done_at) / 3600.0
            when 'working_hours'
                then case
                    when timed.start_at is not null and timed.done_at is not null
                        then (timed.worked_until - timed.worked) / 3600.0
                end
            when 'days'
                then case
                    when timed.working_days is not null
                        then date_diff('day', timed.first_at, timed.done_first_at)
                end
            else timed.working_days
        end as double
    ) as taken,
    cast(
        case timed.unit
            when 'hours' then date_diff('second', timed.inquiry_at, timed.done_at) / 3600.0
            when 'working_hours'
                then case
                    when timed.inquiry_at is not null and timed.done_at is not null
                        then (timed.worked_until - timed.worked_before) / 3600.0
                end
        end as double
    ) as from_inquiry
from timed
cross join measured
left join unsure
    on
        timed.lead_no = unsure.lead_no
        and timed.pass = unsure.pass
        and timed.promise not in ('handover', 'decided')
left join unexplained
    on
        timed.promise = unexplained.promise
        and timed.lead_no = unexplained.lead_no
        and timed.pass = unexplained.pass;

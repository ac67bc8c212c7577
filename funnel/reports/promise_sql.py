"""What is asked of the table `promises`."""

from __future__ import annotations

JUDGED = """
with known_mqls as (
    select
        cast(date_trunc('month', entered_on) as date) as month,
        count(*) as mqls
    from known_entries
    where
        subject = 'lead'
        and stage = 'mql'
        and is_first
        and entered_on <= $as_of
        and $as_of between known_from and known_to
    group by date_trunc('month', entered_on)
),

asked as (
    select
        promises.*,
        promises.starts_on as day,
        -- an MQL may have been known on another day then than it is now
        case
            when promises.promise = 'mqls_a_month'
                then coalesce(known_mqls.mqls >= promises.at_least, false)
            else coalesce(promises.done_on <= $as_of, false)
        end as is_done,
        promises.due_last_on > $known_until as is_ahead_of_data,
        coalesce(promises.may_be_done_on <= $as_of and promises.is_in_time is null, false)
            as may_be_done
    from promises
    left join known_mqls
        on promises.promise = 'mqls_a_month' and promises.starts_on = known_mqls.month
    where promises.starts_on between $since and least($until, $as_of)
),

stated as (
    select
        *,
        case
            when reason is not null then 'cannot_judge'
            when is_done and (is_in_time or promise = 'mqls_a_month') then 'met'
            when is_done and not is_in_time then 'broken'
            when is_done then 'cannot_judge'
            when due_on > $as_of then 'open'
            when is_ahead_of_data or due_last_on > $as_of or may_be_done then 'cannot_judge'
            else 'broken'
        end as state
    from asked
),

judged as (
    select
        *,
        case
            when state != 'cannot_judge' then null
            when reason is not null then reason
            when not is_done and is_ahead_of_data then 'not_exported'
            else unclear
        end as why
    from stated
)
"""
"""What was known of each promise at the end of `as_of`, and why it cannot be judged: what is asked
of it goes on from here."""
COUNTED = """
select
    promise,
    party,
    {group} as name,
    state,
    why,
    count(*) as number
from judged
group by all
"""
TAKEN = """
select
    promise,
    {group} as name,
    unit,
    count(taken) as timed,
    cast(percentile_cont(0.5) within group (order by taken) as double) as median,
    cast(percentile_cont(0.9) within group (order by taken) as double) as p90,
    count(from_inquiry) as inquiries,
    cast(percentile_cont(0.5) within group (order by from_inquiry) as double) as inquiry_median,
    cast(percentile_cont(0.9) within group (order by from_inquiry) as double) as inquiry_p90
from judged
where is_done and reason is null and (taken is not null or from_inquiry is not null)
group by all
order by unit
"""
MADE = """
select distinct
    made.promise,
    made.party
from agreed_promises as made
inner join agreements on made.number = agreements.number
where agreements.since <= least($until, $as_of) and agreements.until >= $since
"""
LISTED = """
select
    judged.promise,
    judged.number,
    judged.lead_id,
    judged.pass,
    leads.person,
    leads.company,
    judged.source,
    judged.owner,
    judged.starts_on,
    judged.starts_at,
    judged.due_on,
    judged.due_at,
    case when judged.is_done then judged.done_on end as done_on,
    judged.lacks,
    date_diff(
        'day',
        judged.due_last_on,
        case when judged.is_done then judged.done_on else $as_of end
    ) as days_late,
    case when judged.is_done then judged.taken - judged.within end as late,
    judged.unit,
    judged.state,
    count(*) over () as total
from judged
left join leads on judged.lead_id = leads.lead_id
{condition}
order by
    judged.due_on{newest},
    judged.due_at{newest} nulls last,
    judged.promise,
    judged.lead_id,
    judged.pass
limit $most
"""
DUE = "where judged.state = 'open' and judged.lead_id is not null and judged.due_on <= $due_by"
BROKEN = "where judged.state = 'broken' and judged.lead_id is not null"
OVERDUE = """
left join passes on judged.lead_id = passes.lead_id and judged.pass = passes.pass
where
    judged.state = 'broken'
    and judged.lead_id is not null
    and not judged.is_done
    and not coalesce(
        passes.decision in ('sent_back', 'rejected')
        and coalesce(passes.decided_on, $as_of) <= $as_of,
        false
    )
    and judged.promise not in ('required_fields', 'behaviour_history')
"""
WAITING = """
select count(distinct judged.lead_id)
from judged
inner join passes on judged.lead_id = passes.lead_id and judged.pass = passes.pass
where
    judged.promise = 'first_contact'
    and judged.state = 'broken'
    and not judged.is_done
    and (passes.decision is null or passes.decided_on > $as_of)
"""
NEXT_DAY = """
select min(days.day)
from agreed_days as days
inner join agreements
    on
        days.number = agreements.number
        and days.day >= agreements.since
        and days.day <= agreements.until
where days.is_working and days.day > $as_of
"""
MONTHS = """,

judged_months as (
    select
        starts_on as month,
        number,
        at_least,
        state,
        why as reason
    from judged
    where promise = 'mqls_a_month'
)

select
    judged_months.month,
    judged_months.number,
    judged_months.at_least,
    judged_months.state,
    judged_months.reason,
    case when judged_months.state != 'cannot_judge' then coalesce(max(known_mqls.mqls), 0) end
        as mqls,
    count(*) filter (where days.is_working) as working_days,
    count(*) filter (where days.is_working and days.day <= $as_of) as working_days_gone
from judged_months
left join known_mqls on judged_months.month = known_mqls.month
inner join agreed_days as days
    on
        judged_months.number = days.number
        and judged_months.month = cast(date_trunc('month', days.day) as date)
group by
    judged_months.month, judged_months.number, judged_months.at_least, judged_months.state,
    judged_months.reason
order by judged_months.month
"""
TERMS = """
select
    terms.promise,
    terms.number,
    {start} as starts_on,
    terms.on_day,
    bool_or(days.is_working) as has_working_day,
    max(days.day) as ends_on
from agreed_days as days
inner join agreements on days.number = agreements.number
inner join agreed_promises as terms
    on agreements.number = terms.number and terms.promise = '{promise}'
cross join version
where
    {start} >= agreements.since
    and {start} <= agreements.until
    and {start} between $since and least($until, $as_of)
    and days.day >= {start}
group by terms.promise, terms.number, {start}, terms.on_day, version.first_day
having max(days.day) >= version.first_day
order by {start}
"""
WEEK = "cast(date_trunc('week', days.day) as date)"
MONTH = "cast(date_trunc('month', days.day) as date)"

-- one row per month that the data covers and promise of so many MQLs in it: as in `promises`
-- People are counted on the day they first became MQLs, as the metric does.
create table month_promises as
with months as (
    select
        agreements.number,
        terms.at_least,
        calendar.day as month,
        lead(calendar.day) over (order by calendar.day) as next_month,
        version.first_day
    from (
        select distinct cast(date_trunc('month', day) as date) as day
        from agreed_days
    ) as calendar
    cross join version
    inner join agreements
        on calendar.day >= agreements.since and calendar.day <= agreements.until
    left join agreed_promises as terms
        on agreements.number = terms.number and terms.promise = 'mqls_a_month'
),

mqls as (
    select
        entered_on,
        row_number() over (
            partition by date_trunc('month', entered_on) order by entered_on
        ) as place
    from stage_entries
    where subject = 'lead' and stage = 'mql' and is_first
)

select
    'mqls_a_month' as promise,
    months.number,
    months.at_least,
    months.month as starts_on,
    months.next_month - 1 as due_on,
    mqls.entered_on as done_on,
    case when mqls.entered_on is not null then true end as is_in_time,
    case
        when not stages.is_measured then 'not_measured'
        when mqls.entered_on is null and months.first_day > months.month then 'data_begins'
    end as reason
from months
cross join version
inner join stages on stages.stage = 'mql'
left join mqls
    on
        cast(date_trunc('month', mqls.entered_on) as date) = months.month
        and months.at_least = mqls.place
where
    months.at_least is not null
    and months.next_month > version.first_day
    and months.month <= version.last_day;

-- one row per stage and minute that so many leads of a tool entered at once that a machine dated it
-- 1,000 leads, or a fifth of a tool's where it has 200: moments of an import, not of the lead.
-- Midnight sharp is how some exports write a day, and no moment.
create temp table bulk_minutes as
with moments as (
    select
        'lead' as stage,
        tool,
        created_at as entered_at
    from staged_leads
    where created_at is not null
    union all
    select
        'mql' as stage,
        tool,
        mql_at as entered_at
    from staged_leads
    where mql_at is not null
    union all
    select
        'handed_over' as stage,
        tool,
        handed_over_at as entered_at
    from staged_leads
    where handed_over_at is not null
),

minutes as (
    select
        stage,
        tool,
        date_trunc('minute', entered_at) as minute,
        count(*) as leads
    from moments
    where entered_at != date_trunc('day', entered_at)
    group by stage, tool, date_trunc('minute', entered_at)
    having count(*) >= 40
),

tables as (
    select
        tool,
        count(*) as leads
    from staged_leads
    group by tool
)

select distinct
    minutes.stage,
    minutes.minute
from minutes
inner join tables on minutes.tool = tables.tool
where minutes.leads >= 1000 or (tables.leads >= 200 and minutes.leads * 5 >= tables.leads);

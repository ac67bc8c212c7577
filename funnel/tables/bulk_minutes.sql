-- one row per stage and minute that so many leads of a tool entered at once that a machine dated it
-- 1,000 leads, or a fifth of a tool's where it has 200: moments of an import, not of the lead.
-- Midnight sharp is how some exports write a day, and no moment. `tool` is the one in front of the
-- ids in `leads`: of a person whom several tools know it need not be the one that told the moment.
create table bulk_minutes as
with moments as (
    select
        'lead' as stage,
        tool,
        file_no,
        row_no,
        created_at as entered_at
    from staged_leads
    where created_at is not null
    union all
    select
        'mql' as stage,
        tool,
        file_no,
        row_no,
        mql_at as entered_at
    from staged_leads
    where mql_at is not null
    union all
    select
        'handed_over' as stage,
        tool,
        file_no,
        row_no,
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
),

bulk as (
    select
        minutes.stage,
        minutes.tool,
        minutes.minute
    from minutes
    inner join tables on minutes.tool = tables.tool
    where minutes.leads >= 1000 or (tables.leads >= 200 and minutes.leads * 5 >= tables.leads)
)

select distinct
    bulk.stage,
    coalesce(split_part(grouped_records.lead_id, ':', 1), bulk.tool) as tool,
    bulk.minute
from bulk
inner join moments
    on
        bulk.stage = moments.stage
        and bulk.tool = moments.tool
        and bulk.minute = date_trunc('minute', moments.entered_at)
left join grouped_records
    on moments.file_no = grouped_records.file_no and moments.row_no = grouped_records.row_no;

-- one row per version, so one: what it is, and the first and last day anything happened
-- Its number is the name of its file; `base` is the number of the version it was built on.
-- A day more than a year after the upload is a slip of the keyboard and moves no calendar.
create table version as
with days as (
    select entered_on as day from stage_entries
    union all
    select closed_on as day from deals
)

select
    cast($base as integer) as base,
    cast($who as varchar) as who,
    cast($published_at as varchar) as published_at,
    cast($currency as varchar) as currency,
    min(day) as first_day,
    max(day) as last_day
from days
where date_diff('day', $uploaded_on, day) <= 366;

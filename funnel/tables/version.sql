-- one row per version, so one: what it is, and the first and last day anything happened
-- Its number is the name of its file; `base` is the number of the version it was built on.
-- `cause` says what made it: an import, a rebuild, or an agreement, from whose tables alone it was
-- judged anew; `known_until` is the day of the latest export.
-- A day after the latest export is a slip of the keyboard, named in `data_faults`, and moves no
-- calendar; where all days are, the clock of the machine is wrong and not the data.
create table version as
with days as (
    select entered_on as day from stage_entries
    union all
    select closed_on as day from deals
    union all
    -- also where an agreement takes another day: it happened in the tool
    select mql_on as day from leads
    union all
    select mql_on as day from lead_passes
)

select
    cast($base as integer) as base,
    cast($cause as varchar) as cause,
    cast($who as varchar) as who,
    cast($published_at as varchar) as published_at,
    cast($currency as varchar) as currency,
    cast($known_until as date) as known_until,
    min(day) as first_day,
    coalesce(max(day) filter (where day <= $known_until), max(day)) as last_day
from days;

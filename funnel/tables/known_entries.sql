-- one row per entry of a stage and stretch of days on which that was what was known of it
-- From `known_from` to `known_to`, both included: a lead is known from the day it was created, and
-- an entry whose day was told later counted on the next stage's day until then.
create view known_entries as
select
    subject,
    subject_id,
    pass,
    stage,
    position,
    is_first,
    created_on,
    reached_on,
    source,
    owner,
    entered_on,
    greatest(entered_on, coalesce(created_on, entered_on)) as known_from,
    date '9999-12-31' as known_to
from stage_entries
union all
select
    subject,
    subject_id,
    pass,
    stage,
    position,
    is_first,
    created_on,
    reached_on,
    source,
    owner,
    entered_on,
    greatest(entered_on, created_on) as known_from,
    known_to
from superseded_entries;

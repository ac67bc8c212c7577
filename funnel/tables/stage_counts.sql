-- one row per basis, stage and subject that entered it
-- Period basis: the entry itself; opportunities and wins are deals, sales' own among them.
-- Cohort basis: people, counted on the day they were created once they are known to have got there.
create view stage_counts as
select
    'period' as basis,
    stage,
    subject,
    subject_id,
    entered_on as day,
    entered_on as known_on,
    source,
    owner
from stage_entries
where (subject = 'deal') = (stage in ('opportunity', 'won'))
union all
select
    'cohort' as basis,
    stage,
    subject,
    subject_id,
    created_on as day,
    greatest(created_on, reached_on) as known_on,
    source,
    owner
from stage_entries
where subject = 'lead';

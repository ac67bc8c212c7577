-- one row per basis, stage and subject that entered it
-- Period basis: the entry itself; opportunities and wins are deals, sales' own among them.
-- Cohort basis: people, on the day they were created, counted once they have got there.
-- A row says what was known from `known_from` to `known_to`: asked for a day, take those of it.
create view stage_counts as
select
    'period' as basis,
    stage,
    subject,
    subject_id,
    entered_on as day,
    source,
    owner,
    1 as numerator,
    entered_on as numerator_on,
    null as denominator,
    cast(null as date) as denominator_on,
    known_from,
    known_to
from known_entries
where is_first and (subject = 'deal') = (stage in ('opportunity', 'won'))
union all
select
    'cohort' as basis,
    stage,
    subject,
    subject_id,
    created_on as day,
    source,
    owner,
    1 as numerator,
    reached_on as numerator_on,
    null as denominator,
    cast(null as date) as denominator_on,
    created_on as known_from,
    date '9999-12-31' as known_to
from stage_entries
where is_first and subject = 'lead';

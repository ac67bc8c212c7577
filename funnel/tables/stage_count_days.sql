-- one row per basis, stage and day (cohort: and day of reaching it), source and owner: `stage_counts`
-- summed
create view stage_count_days as
select
    'period' as basis,
    stage,
    entered_on as day,
    source,
    owner,
    entries as numerator,
    entered_on as numerator_on,
    null as denominator,
    cast(null as date) as denominator_on,
    known_from,
    known_to
from entry_days
where subject = case when stage in ('opportunity', 'won') then 'deal' else 'lead' end
union all
select
    'cohort' as basis,
    target as stage,
    entered_on as day,
    source,
    owner,
    people as numerator,
    reached_on as numerator_on,
    null as denominator,
    cast(null as date) as denominator_on,
    known_from,
    known_to
from passage_days
where base = 'lead';

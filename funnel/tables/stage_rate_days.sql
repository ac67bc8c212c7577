-- one row per basis, pair of stages, day (cohort: and day of getting there), source and owner:
-- `stage_rates` summed, who counts above the line and who below in rows of their own
create view stage_rate_days as
with pairs as (
    select
        base.stage as base,
        target.stage as target
    from stages as base
    inner join stages as target on base.position < target.position
),

events as (
    select
        stage,
        entered_on,
        source,
        owner,
        known_from,
        known_to,
        entries
    from entry_days
    where subject = case when stage in ('opportunity', 'won') then 'lead_deal' else 'lead' end
)

select
    'period' as basis,
    pairs.base,
    pairs.target,
    events.entered_on as day,
    events.source,
    events.owner,
    events.entries as numerator,
    events.entered_on as numerator_on,
    0 as denominator,
    cast(null as date) as denominator_on,
    events.known_from,
    events.known_to
from events
inner join pairs on events.stage = pairs.target
union all
select
    'period' as basis,
    pairs.base,
    pairs.target,
    events.entered_on as day,
    events.source,
    events.owner,
    0 as numerator,
    cast(null as date) as numerator_on,
    events.entries as denominator,
    events.entered_on as denominator_on,
    events.known_from,
    events.known_to
from events
inner join pairs on events.stage = pairs.base
union all
select
    'cohort' as basis,
    base,
    target,
    entered_on as day,
    source,
    owner,
    people as numerator,
    reached_on as numerator_on,
    0 as denominator,
    cast(null as date) as denominator_on,
    known_from,
    known_to
from passage_days
union all
select
    'cohort' as basis,
    pairs.base,
    pairs.target,
    entry_days.entered_on as day,
    entry_days.source,
    entry_days.owner,
    0 as numerator,
    cast(null as date) as numerator_on,
    entry_days.entries as denominator,
    entry_days.entered_on as denominator_on,
    entry_days.known_from,
    entry_days.known_to
from entry_days
inner join pairs on entry_days.stage = pairs.base
where entry_days.subject = 'lead';

-- one row per basis, pair of stages (base, target) and subject that counts above or below the line
-- Period basis: the events of both stages side by side, different people above and below.
-- Cohort basis: those who entered the base, and since when they are known to have reached the target.
-- What divides leads takes deals that have a lead, under the lead's owner.
-- A row says what was known from `known_from` to `known_to`: asked for a day, take those of it.
create view stage_rates as
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
        subject,
        subject_id,
        entered_on,
        source,
        owner,
        known_from,
        known_to
    from known_entries
    where is_first and subject = 'lead' and stage not in ('opportunity', 'won')
    union all
    select
        stage_entries.stage,
        stage_entries.subject,
        stage_entries.subject_id,
        stage_entries.entered_on,
        leads.source,
        leads.owner,
        stage_entries.entered_on as known_from,
        date '9999-12-31' as known_to
    from stage_entries
    inner join deals on stage_entries.subject_id = deals.deal_id
    inner join leads on deals.lead_id = leads.lead_id
    where stage_entries.subject = 'deal'
)

select
    'period' as basis,
    pairs.base,
    pairs.target,
    events.subject,
    events.subject_id,
    events.entered_on as day,
    events.source,
    events.owner,
    1 as numerator,
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
    events.subject,
    events.subject_id,
    events.entered_on as day,
    events.source,
    events.owner,
    0 as numerator,
    cast(null as date) as numerator_on,
    1 as denominator,
    events.entered_on as denominator_on,
    events.known_from,
    events.known_to
from events
inner join pairs on events.stage = pairs.base
union all
select
    'cohort' as basis,
    pairs.base,
    pairs.target,
    entered.subject,
    entered.subject_id,
    entered.entered_on as day,
    entered.source,
    entered.owner,
    1 as numerator,
    reached.reached_on as numerator_on,
    1 as denominator,
    entered.entered_on as denominator_on,
    entered.known_from,
    entered.known_to
from known_entries as entered
inner join pairs on entered.stage = pairs.base
left join stage_entries as reached
    on
        pairs.target = reached.stage
        and entered.subject = reached.subject
        and entered.subject_id = reached.subject_id
        and reached.is_first
where entered.is_first and entered.subject = 'lead';

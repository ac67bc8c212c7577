-- one row per basis, stage and cost of a day (above the line) or subject counted (below it)
-- A subject brings the numerator null, not 0: where nothing is known to have been spent, what one
-- cost is not known. Wins of the period are deals that have a lead: sales' own cost marketing
-- nothing.
create view cost_rates as
with bases (basis) as (
    values ('period'), ('cohort')
),

counted as (
    select
        stage_counts.basis,
        stage_counts.stage,
        stage_counts.subject,
        stage_counts.subject_id,
        stage_counts.day,
        stage_counts.source,
        stage_counts.owner,
        stage_counts.numerator_on,
        stage_counts.known_from,
        stage_counts.known_to
    from stage_counts
    left join deals
        on stage_counts.subject = 'deal' and stage_counts.subject_id = deals.deal_id
    where deals.lane is distinct from 'sales'
)

select
    bases.basis,
    stages.stage,
    'spend' as subject,
    spend_days.spend_id as subject_id,
    spend_days.day,
    spend_days.source,
    cast(null as varchar) as owner,
    spend_days.campaign,
    spend_days.amount as numerator,
    spend_days.day as numerator_on,
    0 as denominator,
    cast(null as date) as denominator_on,
    spend_days.known_from,
    spend_days.known_to
from spend_days
cross join bases
cross join stages
where stages.position <= 7
union all
select
    basis,
    stage,
    subject,
    subject_id,
    day,
    source,
    owner,
    null as campaign,
    null as numerator,
    numerator_on,
    1 as denominator,
    numerator_on as denominator_on,
    known_from,
    known_to
from counted;

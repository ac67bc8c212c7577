-- one row per agreement: the stage the opportunity rate divides by, and the days it does
-- Where that stage is not measured, the nearest earlier one that is.
create view opportunity_bases as
with agreed as (
    select
        agreements.since,
        agreements.until,
        max(measured.position) as position
    from agreements
    inner join stages as own on agreements.opportunity_base = own.stage
    inner join stages as measured
        on own.position >= measured.position and measured.is_measured
    group by agreements.since, agreements.until
)

select
    stages.stage as base,
    agreed.since,
    agreed.until
from agreed
inner join stages on agreed.position = stages.position;

-- one row per basis and deal that was opened and closed, with its length in days
-- Period basis: on the day it was closed. Cohort basis: on the day it was opened.
create view deal_lengths as
select
    'period' as basis,
    outcome,
    'deal' as subject,
    deal_id as subject_id,
    closed_on as day,
    source,
    owner,
    date_diff('day', opened_on, closed_on) as numerator,
    closed_on as numerator_on,
    1 as denominator,
    closed_on as denominator_on
from deals
where opened_on is not null and closed_on is not null
union all
select
    'cohort' as basis,
    outcome,
    'deal' as subject,
    deal_id as subject_id,
    opened_on as day,
    source,
    owner,
    date_diff('day', opened_on, closed_on) as numerator,
    closed_on as numerator_on,
    1 as denominator,
    closed_on as denominator_on
from deals
where opened_on is not null and closed_on is not null;

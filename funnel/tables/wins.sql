-- one row per basis and deal won, with its amount and the days since its lead was created
-- No days where the lead came in a bulk import: they would be those of the import.
-- Period basis: all lanes, on the day it was won, under the deal's owner.
-- Cohort basis: deals that have a lead, on the day that was created, under the lead's owner.
create view wins as
select
    'period' as basis,
    'deal' as subject,
    deal_id as subject_id,
    closed_on as day,
    source,
    owner,
    owner as deal_owner,
    amount,
    case when not is_lead_bulk then date_diff('day', lead_created_on, closed_on) end
        as lead_time_days,
    closed_on as won_on
from deals
where outcome = 'won' and closed_on is not null
union all
select
    'cohort' as basis,
    'deal' as subject,
    deals.deal_id as subject_id,
    deals.lead_created_on as day,
    deals.source,
    leads.owner,
    deals.owner as deal_owner,
    deals.amount,
    case
        when not deals.is_lead_bulk then date_diff('day', deals.lead_created_on, deals.closed_on)
    end as lead_time_days,
    deals.closed_on as won_on
from deals
inner join leads on deals.lead_id = leads.lead_id
where deals.outcome = 'won' and deals.closed_on is not null;

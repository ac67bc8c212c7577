-- one row per lead and pass with deals of its own: when the first was opened and the first was won
create table deal_journeys as
with deal_dates as (
    select
        deals.lead_id,
        leads.lead_no,
        deals.opened_on,
        deals.opened_at,
        coalesce(deals.opened_on, deals.closed_on) as opportunity_on,
        case when deals.outcome = 'won' then deals.closed_on end as won_on,
        case when deals.outcome = 'won' then deals.closed_at end as won_at,
        coalesce(max(lead_passes.pass), 1) as pass
    from deals
    inner join leads on deals.lead_id = leads.lead_id
    left join lead_passes
        on
            deals.lead_id = lead_passes.lead_id
            and coalesce(deals.opened_on, deals.closed_on) >= lead_passes.handed_over_on
    group by
        deals.deal_id,
        deals.lead_id,
        leads.lead_no,
        deals.outcome,
        deals.opened_on,
        deals.opened_at,
        deals.closed_on,
        deals.closed_at
)

select
    lead_no,
    pass,
    min(opportunity_on) as opportunity_on,
    min(opened_on) as opened_on,
    min(opened_at) as opportunity_at,
    min(won_on) as won_on,
    min(won_at) as won_at
from deal_dates
group by lead_no, pass;

-- one row per deal won and the customer it was won from: a company, by its name without legal form
-- Where nobody names the company the deal is a customer of its own.
create table customer_deals as
with won as (
    select
        deals.deal_id,
        deals.lead_id,
        deals.source,
        deals.closed_on as won_on,
        company_key(coalesce(deals.company, leads.company)) as company_key
    from deals
    left join leads on deals.lead_id = leads.lead_id
    where deals.outcome = 'won' and deals.closed_on is not null
)

select
    coalesce(nullif(company_key, ''), deal_id) as customer_id,
    nullif(company_key, '') as company_key,
    deal_id,
    lead_id,
    source,
    won_on,
    -- ids of the same kind by length first: 9 comes before 10
    row_number() over (
        partition by coalesce(nullif(company_key, ''), deal_id)
        order by won_on, length(deal_id), deal_id
    ) as win
from won;

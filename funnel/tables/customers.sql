-- one row per customer, with the win that made it one: that win's lead has it whole
create table customers as
select
    customer_id,
    company_key,
    deal_id,
    lead_id,
    source,
    won_on
from customer_deals
where win = 1;

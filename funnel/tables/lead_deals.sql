-- one row per deal and person linked to it
-- Linked by an id the tool gives; where a deal has none, by an e-mail that names one person.
-- The earliest-created person (tie: lowest id) is the primary one and carries the deal whole, so
-- that shares add up to what was booked.
create table lead_deals as
with named_by_lead as (
    select
        tool,
        id as lead_key,
        unnest(deal_ids) as deal_key
    from staged_leads
),

named_by_deal as (
    select
        tool,
        unnest(lead_ids) as lead_key,
        id as deal_key
    from staged_deals
),

named as (
    select * from named_by_lead
    union all
    select * from named_by_deal
),

by_id as (
    select distinct
        staged_deals.tool || ':' || staged_deals.id as deal_id,
        persons.lead_id
    from named
    inner join staged_deals on named.tool = staged_deals.tool and named.deal_key = staged_deals.id
    inner join persons on named.tool = persons.tool and named.lead_key = persons.id
),

named_by_email as (
    select
        email,
        min(lead_id) as lead_id
    from leads
    where split_part(email, '@', 1) not in (select shared_boxes.box from shared_boxes)
    group by email
    having count(*) = 1
),

by_email as (
    select
        staged_deals.tool || ':' || staged_deals.id as deal_id,
        named_by_email.lead_id
    from staged_deals
    inner join named_by_email on staged_deals.email = named_by_email.email
    where staged_deals.tool || ':' || staged_deals.id not in (select by_id.deal_id from by_id)
),

linked as (
    select *, 'id' as linked_by from by_id
    union all
    select *, 'email' as linked_by from by_email
),

ranked as (
    select
        linked.*,
        row_number() over (
            partition by linked.deal_id
            -- ids of the same kind by length first: 9 comes before 10
            order by
                leads.created_on,
                leads.created_at nulls last,
                length(linked.lead_id),
                linked.lead_id
        ) as rank
    from linked
    inner join leads on linked.lead_id = leads.lead_id
)

select
    deal_id,
    lead_id,
    linked_by,
    rank = 1 as is_primary,
    case when rank = 1 then 1.0 else 0.0 end as share
from ranked;

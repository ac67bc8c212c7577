-- one row per deal and person linked to it
-- Linked by an id the tool gives; where a deal has none, by an e-mail that names one person; where
-- it has none of that, by what a person confirmed.
-- The earliest-created person (tie: lowest id) is the primary one and carries the deal whole, so
-- that shares add up to what was booked.
create table lead_deals as
with named as (
    select
        tool,
        id as lead_key,
        unnest(deal_ids) as deal_key
    from staged_leads
    where deal_ids is not null
    union all
    select
        tool,
        unnest(lead_ids) as lead_key,
        id as deal_key
    from staged_deals
    where lead_ids is not null
    union all
    select
        tool,
        unnest(contact_ids) as lead_key,
        id as deal_key
    from staged_deals
    where contact_ids is not null
    union all
    select
        tool,
        lead_id as lead_key,
        deal_id as deal_key
    from staged_links
),

by_id as (
    select distinct
        staged_deals.tool || ':' || staged_deals.id as deal_id,
        lead_keys.lead_id
    from named
    inner join staged_deals on named.tool = staged_deals.tool and named.deal_key = staged_deals.id
    inner join lead_keys on named.tool = lead_keys.tool and named.lead_key = lead_keys.id
),

unnamed as (
    select
        tool || ':' || id as deal_id,
        email
    from staged_deals
    where tool || ':' || id not in (select by_id.deal_id from by_id)
),

by_email as (
    select
        unnamed.deal_id,
        lead_addresses.lead_id
    from unnamed
    inner join lead_addresses on unnamed.email = lead_addresses.email
),

confirmed as (
    select distinct
        unnamed.deal_id,
        lead_keys.lead_id
    from confirmed_links
    inner join unnamed on confirmed_links.deal_id = unnamed.deal_id
    inner join lead_keys on confirmed_links.lead_id = lead_keys.tool || ':' || lead_keys.id
    where
        confirmed_links.is_same
        and unnamed.deal_id not in (select by_email.deal_id from by_email)
),

linked as (
    select *, 'id' as linked_by from by_id
    union all
    select *, 'email' as linked_by from by_email
    union all
    select *, 'confirmed' as linked_by from confirmed
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

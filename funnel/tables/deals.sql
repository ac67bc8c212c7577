-- one row per deal
-- A deal's source, campaign, industry and company's size are its primary lead's, whole. A deal
-- without a lead is sales' own, its lane 'sales' and its source 営業起点; where the exports hold no
-- leads at all nobody can tell, and the deal keeps the source the tool gives it. `is_lead_bulk`: its
-- lead was created in a bulk import, so that the day says nothing of speed.
create table deals as
with known as (
    select count(*) > 0 as has_leads from leads
),

naming as (
    select distinct
        tool,
        deal_id as id
    from staged_links
)

select
    staged_deals.tool || ':' || staged_deals.id as deal_id,
    lead_deals.lead_id,
    case
        when lead_deals.lead_id is not null then 'marketing'
        when known.has_leads then 'sales'
    end as lane,
    case
        when lead_deals.lead_id is not null then leads.source
        when known.has_leads then '営業起点'
        else staged_deals.source
    end as source,
    leads.campaign,
    leads.campaign_on,
    leads.industry,
    leads.company_size,
    coalesce(owner_names.name, staged_deals.owner) as owner,
    staged_deals.name,
    staged_deals.company,
    staged_deals.product,
    staged_deals.stage,
    staged_deals.is_stage_known,
    staged_deals.outcome,
    staged_deals.lost_reason,
    staged_deals.is_deleted,
    coalesce(cardinality(staged_deals.lead_ids) > 0, false) or naming.id is not null as names_lead,
    staged_deals.amount,
    staged_deals.opened_on,
    staged_deals.opened_at,
    case when staged_deals.outcome != 'open' then staged_deals.closed_on end as closed_on,
    case when staged_deals.outcome != 'open' then staged_deals.closed_at end as closed_at,
    case when staged_deals.outcome = 'open' then staged_deals.closed_on end as expected_close_on,
    leads.created_on as lead_created_on,
    leads.mql_on as lead_mql_on,
    bulk_minutes.minute is not null as is_lead_bulk
from staged_deals
cross join known
left join naming on staged_deals.tool = naming.tool and staged_deals.id = naming.id
left join owner_names
    on staged_deals.tool = owner_names.tool and staged_deals.owner = owner_names.id
left join lead_deals
    on staged_deals.tool || ':' || staged_deals.id = lead_deals.deal_id and lead_deals.is_primary
left join leads on lead_deals.lead_id = leads.lead_id
left join bulk_minutes
    on
        bulk_minutes.stage = 'lead'
        and split_part(leads.lead_id, ':', 1) = bulk_minutes.tool
        and date_trunc('minute', leads.created_at) = bulk_minutes.minute;

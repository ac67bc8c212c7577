-- one row per thing the exports leave open: nothing false, and what to complete or to look at
-- A view, as most of it is only asked on its page; `what` names the field, the stage or how many.
-- A field that an export never fills is not measured there, and misses in no row.
create view data_gaps as
with filled as (
    select
        (select count(source) > 0 from leads) as has_lead_sources,
        (select count(owner) > 0 from leads) as has_lead_owners,
        (select count(company) > 0 from leads) as has_lead_companies,
        (select count(owner) > 0 from deals) as has_deal_owners,
        (select count(amount) > 0 from deals) as has_amounts
),

tables as (
    select
        tool || ' ' || object as name,
        least(coalesce(max(last_day), max(exported_on)), max(exported_on)) as known_until
    from files
    where
        object in (
            'leads',
            'deals',
            'stage_history',
            'touches',
            'sales_activities',
            'spend',
            'revenue'
        )
    group by tool, object
),

newest as (
    select max(known_until) as known_until
    from tables
)

select
    'stale_export' as gap,
    'table' as subject,
    tables.name as subject_id,
    date_diff('day', tables.known_until, newest.known_until) as days,
    cast(tables.known_until as varchar) as what
from tables
cross join newest
where date_diff('day', tables.known_until, newest.known_until) > 14
union all
select
    'missing_field' as gap,
    'lead' as subject,
    leads.lead_id as subject_id,
    null as days,
    'source' as what
from leads
cross join filled
where leads.source is null and filled.has_lead_sources
union all
select
    'missing_field' as gap,
    'lead' as subject,
    leads.lead_id as subject_id,
    null as days,
    'owner' as what
from leads
cross join filled
where leads.owner is null and filled.has_lead_owners
union all
select
    'missing_field' as gap,
    'lead' as subject,
    leads.lead_id as subject_id,
    null as days,
    'company' as what
from leads
cross join filled
where leads.company is null and filled.has_lead_companies
union all
select
    'missing_field' as gap,
    'deal' as subject,
    deals.deal_id as subject_id,
    null as days,
    'owner' as what
from deals
cross join filled
where deals.owner is null and filled.has_deal_owners
union all
select
    'missing_field' as gap,
    'deal' as subject,
    deals.deal_id as subject_id,
    null as days,
    'amount' as what
from deals
cross join filled
where deals.amount is null and filled.has_amounts
union all
select
    'skipped_stage' as gap,
    'lead' as subject,
    subject_id,
    null as days,
    stage as what
from stage_entries
where subject = 'lead' and is_first and evidence = 'inferred'
union all
select
    'several_deals' as gap,
    'lead' as subject,
    lead_id as subject_id,
    null as days,
    cast(count(*) as varchar) as what
from lead_deals
group by lead_id
having count(*) > 1
union all
select
    'several_leads' as gap,
    'deal' as subject,
    deal_id as subject_id,
    null as days,
    cast(count(*) as varchar) as what
from lead_deals
group by deal_id
having count(*) > 1
union all
select
    'touch_not_linked' as gap,
    'touch' as subject,
    tool || ':' || lead_key as subject_id,
    null as days,
    cast(touches as varchar) as what
from unlinked_touches
union all
select
    'activity_not_linked' as gap,
    'activity' as subject,
    tool || ':' || coalesce(lead_key, deal_key) as subject_id,
    null as days,
    cast(count(*) as varchar) as what
from sales_activities
where lead_no is null and deal_id is null
group by tool, coalesce(lead_key, deal_key)
union all
select
    'history_not_linked' as gap,
    stage_changes.subject,
    stage_changes.subject_id,
    null as days,
    cast(count(*) as varchar) as what
from stage_changes
left join leads
    on stage_changes.subject = 'lead' and stage_changes.subject_id = leads.lead_id
left join deals
    on stage_changes.subject = 'deal' and stage_changes.subject_id = deals.deal_id
where coalesce(leads.lead_id, deals.deal_id) is null
group by stage_changes.subject, stage_changes.subject_id
union all
select
    'spend_source_unknown' as gap,
    'spend' as subject,
    spend_id as subject_id,
    null as days,
    source as what
from spend
where
    amount is not null
    and source not in (select leads.source from leads where leads.source is not null)
    and source not in (select deals.source from deals where deals.source is not null)
    and source not in (select touches.source from touches where touches.source is not null)
union all
select
    'spend_campaign_unknown' as gap,
    'spend' as subject,
    spend.spend_id as subject_id,
    null as days,
    spend.campaign as what
from spend
left join campaign_sources
    on
        spend.campaign = campaign_sources.campaign
        and campaign_sources.known_to = date '9999-12-31'
where
    spend.amount is not null and spend.source is null and campaign_sources.source is null
union all
select
    'spend_entered_twice' as gap,
    'spend' as subject,
    entered.spend_id as subject_id,
    null as days,
    coalesce(entered.campaign, entered.source) as what
from spend as entered
inner join spend as imported
    on
        entered.campaign is not distinct from imported.campaign
        and entered.source is not distinct from imported.source
        and entered.since_on <= imported.until_on
        and entered.until_on >= imported.since_on
where entered.is_entered and not imported.is_entered and imported.amount is not null
group by entered.spend_id, coalesce(entered.campaign, entered.source)
union all
select
    'revenue_not_linked' as gap,
    'revenue' as subject,
    revenue_id as subject_id,
    null as days,
    cast(amount as varchar) as what
from revenue
where customer_id is null
union all
select
    'reason_unknown' as gap,
    subject,
    subject_id,
    null as days,
    null as what
from decisions
where not is_known;

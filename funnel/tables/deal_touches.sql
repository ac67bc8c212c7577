-- one row per closed deal and touch that may have credit for it
-- The first touch (`is_first`) is the creation of the deal's primary lead, by that lead's source,
-- whole as in `deals`. The others are marketing's touches of all linked people, and the creations
-- of those linked later, from a person's creation to the opening of the deal, both days included:
-- what marketing sends a deal that is open no longer brings it about.
-- What one person does on one day by one source and campaign is one touch (`merged` of them). What
-- was done on the day of the creation and names no other source or campaign is the creation itself,
-- which has its campaign from there.
-- Read from the deals' people on: they are few, the touches may be ten million.
create table deal_touches as
with people as (
    select
        lead_deals.deal_id,
        lead_deals.is_primary,
        leads.lead_no,
        leads.source,
        leads.created_on,
        coalesce(leads.created_at, cast(leads.created_on as timestamp)) as created_at,
        least(coalesce(deals.opened_on, deals.closed_on), deals.closed_on) as ends_on
    from lead_deals
    inner join deals on lead_deals.deal_id = deals.deal_id
    inner join leads on lead_deals.lead_id = leads.lead_id
    where deals.outcome in ('won', 'lost') and deals.closed_on is not null
),

touched as (
    select
        people.deal_id,
        people.lead_no,
        touches.occurred_on as day,
        touches.source,
        touches.campaign,
        touches.file_no,
        min(coalesce(touches.occurred_at, cast(touches.occurred_on as timestamp))) as moment,
        count(*) as merged
    from people
    inner join touches
        on
            people.lead_no = touches.lead_no
            and people.created_on <= touches.occurred_on
            and people.ends_on >= touches.occurred_on
    group by
        people.deal_id,
        people.lead_no,
        touches.occurred_on,
        touches.source,
        touches.campaign,
        touches.file_no
),

-- names are looked up for these alone
met as (
    select
        touched.deal_id,
        touched.lead_no,
        touched.day,
        touched.source,
        coalesce(campaign_names.name, touched.campaign) as campaign,
        min(touched.moment) as moment,
        cast(sum(touched.merged) as bigint) as merged
    from touched
    inner join staged_files on touched.file_no = staged_files.file_no
    left join campaign_names
        on staged_files.tool = campaign_names.tool and touched.campaign = campaign_names.id
    group by
        touched.deal_id,
        touched.lead_no,
        touched.day,
        touched.source,
        coalesce(campaign_names.name, touched.campaign)
),

births as (
    select
        met.deal_id,
        met.lead_no,
        met.campaign,
        row_number() over (
            partition by met.deal_id, met.lead_no
            order by met.moment, met.campaign
        ) as rank
    from met
    inner join people
        on
            met.deal_id = people.deal_id
            and met.lead_no = people.lead_no
            and met.day = people.created_on
    where met.campaign is not null and (met.source is null or met.source = people.source)
),

born as (
    select
        people.*,
        births.campaign
    from people
    left join births
        on
            people.deal_id = births.deal_id
            and people.lead_no = births.lead_no
            and births.rank = 1
)

select
    deal_id,
    is_primary as is_first,
    'creation' as kind,
    created_at as moment,
    created_on as day,
    source,
    campaign,
    1 as merged
from born
where is_primary or created_on <= ends_on
union all
select
    met.deal_id,
    false as is_first,
    'touch' as kind,
    met.moment,
    met.day,
    met.source,
    met.campaign,
    met.merged
from met
inner join born on met.deal_id = born.deal_id and met.lead_no = born.lead_no
where
    met.day > born.created_on
    or coalesce(met.source != born.source, met.source is not null)
    or coalesce(met.campaign != born.campaign, met.campaign is not null);

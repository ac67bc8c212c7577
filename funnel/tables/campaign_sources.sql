-- one row per campaign that has a cost without a source: whether anybody knows it, and its source
-- Its source is the one its touches name; where they name none, that of the people whose first
-- touch it was. Of several none is chosen: whom the cost was for cannot be told.
create table campaign_sources as
with wanted as (
    select distinct campaign
    from spend
    where campaign is not null and source is null and amount is not null
),

reached as (
    select
        touches.campaign,
        touches.source,
        touches.lead_no
    from touches
    inner join wanted on touches.campaign = wanted.campaign
),

people as (
    select distinct lead_no
    from reached
    where lead_no is not null
),

ranked as (
    select
        touches.lead_no,
        touches.campaign,
        row_number() over (
            partition by touches.lead_no
            order by
                touches.occurred_on, touches.occurred_at nulls last, touches.file_no, touches.row_no
        ) as position
    from touches
    inner join people on touches.lead_no = people.lead_no
),

named as (
    select
        campaign,
        min(source) as source,
        count(distinct source) as sources
    from reached
    group by campaign
),

brought as (
    select
        ranked.campaign,
        min(leads.source) as source,
        count(distinct leads.source) as sources
    from ranked
    inner join leads on ranked.lead_no = leads.lead_no
    where ranked.position = 1
    group by ranked.campaign
)

select
    wanted.campaign,
    named.campaign is not null as is_known,
    case
        when named.sources = 1 then named.source
        when named.sources = 0 and brought.sources = 1 then brought.source
    end as source
from wanted
left join named on wanted.campaign = named.campaign
left join brought on wanted.campaign = brought.campaign;

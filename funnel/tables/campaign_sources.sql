-- one row per campaign that has a cost without a source: whether anybody knows it, and its source
-- Its source is the one its touches name, by its name or its id; where they name none, that of the
-- people whose first touch of a campaign it was. Of several none is chosen: whom the cost was for cannot be told.
create table campaign_sources as
with wanted as (
    select distinct campaign
    from spend
    where campaign is not null and source is null and amount is not null
),

written as (
    select
        campaign,
        cast(null as varchar) as tool,
        campaign as id
    from wanted
    union all
    select
        wanted.campaign,
        campaign_names.tool,
        campaign_names.id
    from campaign_names
    inner join wanted on campaign_names.name = wanted.campaign
    where campaign_names.id != wanted.campaign
),

reached as (
    select
        written.campaign,
        touches.source
    from touches
    inner join written on touches.campaign = written.id
    inner join staged_files on touches.file_no = staged_files.file_no
    where coalesce(written.tool = staged_files.tool, true)
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
        first_touches.campaign,
        min(leads.source) as source,
        count(distinct leads.source) as sources
    from first_touches
    inner join leads on first_touches.lead_no = leads.lead_no
    group by first_touches.campaign
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

-- one row per campaign that has a cost without a source, and stretch of days: its source as known then
-- Its source is the one its touches name, by its name or its id; where they name none, that of the
-- people whose first touch of a campaign it was. Of several none is chosen: whom the cost was for cannot be told.
-- Each is known from the day of the touch on (and once the person is there), so that a later touch
-- changes nothing that was said of earlier days.
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
        touches.source,
        min(coalesce(touches.occurred_on, date '0001-01-01')) as told_on
    from touches
    inner join written on touches.campaign = written.id
    inner join staged_files on touches.file_no = staged_files.file_no
    where coalesce(written.tool = staged_files.tool, true)
    group by written.campaign, touches.source
),

told as (
    select
        campaign,
        source,
        'touches' as voice,
        told_on
    from reached
    where source is not null
    union all
    select
        first_touches.campaign,
        leads.source,
        'people' as voice,
        min(greatest(first_touches.occurred_on, leads.created_on)) as told_on
    from first_touches
    inner join leads on first_touches.lead_no = leads.lead_no
    inner join wanted on first_touches.campaign = wanted.campaign
    where leads.source is not null
    group by first_touches.campaign, leads.source
),

placed as (
    select
        campaign,
        source,
        voice,
        told_on,
        row_number() over (partition by campaign, voice order by told_on, source) as place
    from told
),

firsts as (
    select
        campaign,
        max(source) filter (where voice = 'touches' and place = 1) as named,
        max(told_on) filter (where voice = 'touches' and place = 1) as named_on,
        max(told_on) filter (where voice = 'touches' and place = 2) as named_more_on,
        max(source) filter (where voice = 'people' and place = 1) as brought,
        max(told_on) filter (where voice = 'people' and place = 1) as brought_on,
        max(told_on) filter (where voice = 'people' and place = 2) as brought_more_on
    from placed
    group by campaign
),

turns as (
    select
        campaign,
        date '0001-01-01' as known_from
    from wanted
    union
    select
        campaign,
        told_on as known_from
    from placed
    where place <= 2
),

stretches as (
    select
        campaign,
        known_from,
        lead(known_from) over (partition by campaign order by known_from) as next_from
    from turns
)

select
    stretches.campaign,
    stretches.campaign in (select reached.campaign from reached) as is_known,
    case
        when firsts.named_more_on <= stretches.known_from then null
        when firsts.named_on <= stretches.known_from then firsts.named
        when firsts.brought_more_on <= stretches.known_from then null
        when firsts.brought_on <= stretches.known_from then firsts.brought
    end as source,
    stretches.known_from,
    coalesce(cast(stretches.next_from - interval 1 day as date), date '9999-12-31') as known_to
from stretches
left join firsts on stretches.campaign = firsts.campaign;

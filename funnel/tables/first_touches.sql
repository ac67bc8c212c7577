-- one row per person with a touch of a campaign: the first of these campaigns, and its day
-- Of several in one moment the first by name, so that the order of rows says nothing.
create temp table first_touches as
with dated as (
    select
        touches.lead_no,
        coalesce(campaign_names.name, touches.campaign) as campaign,
        touches.occurred_on,
        coalesce(touches.occurred_at, cast(touches.occurred_on as timestamp)) as moment
    from touches
    inner join staged_files on touches.file_no = staged_files.file_no
    left join campaign_names
        on staged_files.tool = campaign_names.tool and touches.campaign = campaign_names.id
    where
        touches.lead_no is not null
        and touches.campaign is not null
        and touches.occurred_on is not null
),

firsts as (
    select
        lead_no,
        min(moment) as moment
    from dated
    group by lead_no
)

select
    dated.lead_no,
    min(dated.campaign) as campaign,
    min(dated.occurred_on) as occurred_on
from dated
inner join firsts on dated.lead_no = firsts.lead_no and dated.moment = firsts.moment
group by dated.lead_no;

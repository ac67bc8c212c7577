-- one row per person with a touch of a campaign: the first of these campaigns, and its day
-- Of several in one moment the first by name, so that the order of rows says nothing. There may be
-- ten million touches: names are looked up for the first ones only.
create temp table first_touches as
with dated as (
    select
        lead_no,
        campaign,
        file_no,
        occurred_on,
        coalesce(occurred_at, cast(occurred_on as timestamp)) as moment
    from touches
    where lead_no is not null and campaign is not null and occurred_on is not null
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
    min(coalesce(campaign_names.name, dated.campaign)) as campaign,
    min(dated.occurred_on) as occurred_on
from firsts
inner join dated on firsts.lead_no = dated.lead_no and firsts.moment = dated.moment
inner join staged_files on dated.file_no = staged_files.file_no
left join campaign_names
    on staged_files.tool = campaign_names.tool and dated.campaign = campaign_names.id
group by dated.lead_no;

-- one row per campaign that leads or touches write by an id, with its name from the table of costs
-- A Salesforce id of 18 characters is the same as its first 15.
create temp table campaign_names as
with written as (
    select
        tool,
        campaign
    from staged_leads
    union
    select
        tool,
        campaign
    from staged_touches
)

select
    written.tool,
    written.campaign as id,
    min(staged_spend.campaign) as name
from written
inner join staged_spend
    on
        written.tool = staged_spend.tool
        and case
            when regexp_matches(written.campaign, '^701[0-9A-Za-z]{15}$')
                then left(written.campaign, 15)
            else written.campaign
        end = staged_spend.id
where staged_spend.campaign is not null
group by written.tool, written.campaign;

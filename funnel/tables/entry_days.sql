-- one row per subject, stage, day, source and owner: how many entered the stage first on that day
-- What pages count, without the people: a few rows a day however many leads there are.
-- `subject`: 'lead' (people), 'deal' (all lanes, under the deal's owner), 'lead_deal' (deals that have
-- a lead, under the lead's source and owner).
create table entry_days as
with entries as (
    select
        subject,
        stage,
        entered_on,
        source,
        owner
    from stage_entries
    where is_first
    union all
    select
        'lead_deal' as subject,
        stage_entries.stage,
        stage_entries.entered_on,
        leads.source,
        leads.owner
    from stage_entries
    inner join deals on stage_entries.subject_id = deals.deal_id
    inner join leads on deals.lead_id = leads.lead_id
    where stage_entries.subject = 'deal' and stage_entries.is_first
)

select
    subject,
    stage,
    entered_on,
    source,
    owner,
    count(*) as entries
from entries
group by subject, stage, entered_on, source, owner
order by subject, stage, entered_on;

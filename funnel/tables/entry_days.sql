-- one row per subject, stage, day, source and owner: how many entered the stage first on that day
-- (and per stretch of days on which that was what was known, `known_from` to `known_to`)
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
        owner,
        known_from,
        known_to
    from known_entries
    where is_first
    union all
    select
        'lead_deal' as subject,
        known_entries.stage,
        known_entries.entered_on,
        leads.source,
        leads.owner,
        known_entries.known_from,
        known_entries.known_to
    from known_entries
    inner join deals on known_entries.subject_id = deals.deal_id
    inner join leads on deals.lead_id = leads.lead_id
    where known_entries.subject = 'deal' and known_entries.is_first
)

select
    subject,
    stage,
    entered_on,
    source,
    owner,
    known_from,
    known_to,
    count(*) as entries
from entries
group by subject, stage, entered_on, source, owner, known_from, known_to
order by subject, stage, entered_on;

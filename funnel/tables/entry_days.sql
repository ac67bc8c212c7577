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
    from summed_entries
    union all
    select
        'lead_deal' as subject,
        summed_entries.stage,
        summed_entries.entered_on,
        leads.source,
        leads.owner,
        summed_entries.known_from,
        summed_entries.known_to
    from summed_entries
    inner join deals on summed_entries.subject_id = deals.deal_id
    inner join leads on deals.lead_id = leads.lead_id
    where summed_entries.subject = 'deal'
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

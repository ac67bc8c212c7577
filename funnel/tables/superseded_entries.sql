-- one row per entry of a lead and day on which it counted before its own day had come
-- Only where dates are reversed: someone handed over on the 5th and made MQL on the 9th counted as
-- an MQL of the 5th, as one who skipped it, until the 9th told the day. `known_to` is the last day
-- on which that was what was known.
create table superseded_entries as
with reversed as (
    select *
    from stage_entries
    where subject = 'lead' and stage != 'lead' and reached_on < entered_on
)

select
    reversed.subject,
    reversed.subject_id,
    reversed.pass,
    reversed.stage,
    reversed.position,
    reversed.is_first,
    reversed.created_on,
    reversed.reached_on,
    reversed.source,
    reversed.owner,
    later.entered_on,
    min(before_it.entered_on) - 1 as known_to
from reversed
inner join stage_entries as later
    on
        reversed.subject = later.subject
        and reversed.subject_id = later.subject_id
        and reversed.pass = later.pass
        and reversed.position < later.position
        and reversed.entered_on > later.entered_on
inner join stage_entries as before_it
    on
        reversed.subject = before_it.subject
        and reversed.subject_id = before_it.subject_id
        and reversed.pass = before_it.pass
        and reversed.position <= before_it.position
        and later.position > before_it.position
group by
    reversed.subject,
    reversed.subject_id,
    reversed.pass,
    reversed.stage,
    reversed.position,
    reversed.is_first,
    reversed.created_on,
    reversed.reached_on,
    reversed.source,
    reversed.owner,
    later.position,
    later.entered_on
having later.entered_on < min(before_it.entered_on);

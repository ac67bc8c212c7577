-- one row per touch of marketing's: what a person did, or was sent
-- `lead_no` is the person in `leads`, by the tool's id or else by an e-mail that names one person;
-- whom nobody exported has none: see `unlinked_touches`. There may be ten million: no column more
-- than is asked for (the tool is the file's).
create table touches as
with people as (
    select
        tool,
        id,
        lead_no
    from lead_keys
    where 'touches' in (select staged_files.object from staged_files)
)

select
    coalesce(people.lead_no, addresses.lead_no) as lead_no,
    staged_touches.kind,
    staged_touches.campaign,
    staged_touches.source,
    staged_touches.occurred_on,
    staged_touches.occurred_at,
    staged_touches.file_no,
    staged_touches.row_no
from staged_touches
left join people
    on staged_touches.tool = people.tool and staged_touches.lead_id = people.id
left join lead_addresses as addresses on staged_touches.email = addresses.email;

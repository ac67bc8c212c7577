-- one row per lead and change of owner that was seen between two uploads
-- Exports tell today's owner alone: it changed from `first_at` to `last_at`, the end of the day it
-- was first seen. A lead that is given away and taken back in between did not change.
create table owner_changes as
with owners as (
    select
        lead_keys.lead_id,
        coalesce(owner_names.name, seen.owner) as owner,
        lag(coalesce(owner_names.name, seen.owner)) over (
            partition by seen.tool, seen.id order by seen.run_no
        ) as owner_before,
        seen.first_seen_on,
        seen.not_before_on
    from seen_records as seen
    inner join lead_keys on seen.tool = lead_keys.tool and seen.id = lead_keys.id
    left join owner_names on seen.tool = owner_names.tool and seen.owner = owner_names.id
    where seen.subject = 'lead' and seen.owner is not null
),

changes as (
    select
        lead_id,
        owner_before,
        owner,
        first_seen_on,
        min(not_before_on) as not_before_on
    from owners
    where owner != owner_before and not_before_on is not null
    group by lead_id, owner_before, owner, first_seen_on
)

select
    lead_id,
    row_number() over (partition by lead_id order by first_seen_on, owner) as change_no,
    owner_before,
    owner,
    cast(not_before_on as timestamp) as first_at,
    cast(first_seen_on + 1 as timestamp) - interval 1 microsecond as last_at,
    true as is_between
from changes;

-- one row per lead record of a tool and score higher than any it was seen with by then
-- So the first day on which an upload showed a score of so much is known for every threshold, and a
-- score that comes and goes takes no room. `lead_no` is the person today. Earlier ones come from
-- the version before (`scores_before`).
create table seen_scores as
with shown as (
    select
        staged_leads.tool,
        staged_leads.id,
        staged_leads.score,
        staged_files.exported_on as seen_on
    from staged_leads
    inner join staged_files on staged_leads.file_no = staged_files.file_no
    where staged_leads.score >= 0
),

known as (
    select
        shown.tool,
        shown.id
    from shown
    inner join scores_before
        on
            shown.tool = scores_before.tool
            and shown.id = scores_before.id
            and shown.score <= scores_before.score
            and shown.seen_on >= scores_before.seen_on
    group by shown.tool, shown.id
),

seen as (
    select *
    from scores_before
    union all
    select shown.*
    from shown
    left join known on shown.tool = known.tool and shown.id = known.id
    where known.id is null
)

select
    seen.tool,
    seen.id,
    lead_keys.lead_no,
    seen.score,
    seen.seen_on
from seen
left join lead_keys on seen.tool = lead_keys.tool and seen.id = lead_keys.id;

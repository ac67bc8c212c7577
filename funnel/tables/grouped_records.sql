-- one row per record of a person who has several: whose it is, and which of them it is by age
-- `first_no` and `last_no` are the order in which they are asked for what the oldest and what the
-- youngest record knows: one that was merged into another says nothing that the other says too.
create temp table grouped_records as
with people as (
    select
        node,
        centre
    from same_people
    union
    select
        centre as node,
        centre
    from same_people
),

merged as (
    select
        tool,
        unnest(merged_ids) as id,
        lead_id as into_id
    from staged_merges
    union all
    select
        tool,
        unnest(merged_ids) as id,
        id as into_id
    from staged_leads
    where merged_ids is not null
),

gone as (
    select distinct
        tool,
        id
    from merged
    where id != into_id
),

keyed as (
    select
        staged_leads.tool,
        staged_leads.id,
        staged_leads.file_no,
        staged_leads.row_no,
        staged_leads.created_on,
        staged_leads.created_at,
        people.node,
        people.centre,
        gone.id is not null as is_gone
    from staged_leads
    inner join people on staged_leads.tool || ':' || staged_leads.id = people.node
    left join gone on staged_leads.tool = gone.tool and staged_leads.id = gone.id
)

select
    file_no,
    row_no,
    centre,
    first_value(node) over by_age as lead_id,
    first_value(cast(file_no as bigint) * 1000000000 + row_no) over by_age as lead_no,
    row_number() over by_age as record_no,
    row_number() over (
        partition by centre
        order by is_gone, created_on, created_at nulls last, tool, length(id), id
    ) as first_no,
    row_number() over (
        partition by centre
        order by
            is_gone desc,
            created_on asc,
            created_at asc nulls last,
            tool asc,
            length(id) asc,
            id asc
    ) as last_no
from keyed
window
    by_age as (
        partition by centre
        order by created_on, created_at nulls last, tool, length(id), id
    );

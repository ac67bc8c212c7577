-- one row per record of a person who has several: whose it is, and which of them it is by age
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

keyed as (
    select
        staged_leads.tool,
        staged_leads.id,
        staged_leads.file_no,
        staged_leads.row_no,
        staged_leads.created_on,
        staged_leads.created_at,
        people.node,
        people.centre
    from staged_leads
    inner join people on staged_leads.tool || ':' || staged_leads.id = people.node
)

select
    file_no,
    row_no,
    centre,
    first_value(node) over by_age as lead_id,
    first_value(cast(file_no as bigint) * 1000000000 + row_no) over by_age as lead_no,
    row_number() over by_age as record_no
from keyed
window
    by_age as (
        partition by centre
        order by created_on, created_at nulls last, tool, length(id), id
    );

-- one row per staged lead: which person it is, and which of the person's records it is by age
-- The marketing tool and the sales tool each keep the same person under an id of their own. Rows
-- of different tools with the same e-mail are one person, unless the e-mail is a shared box or
-- stands more than once in a tool: then it names nobody.
create temp table persons as
with counted as (
    select
        tool,
        email,
        count(*) as copies
    from staged_leads
    where email is not null
    group by tool, email
),

personal as (
    select email
    from counted
    where split_part(email, '@', 1) not in (select shared_boxes.box from shared_boxes)
    group by email
    having max(copies) = 1 and count(*) > 1
),

keyed as (
    select
        staged_leads.*,
        coalesce(personal.email, staged_leads.tool || ':' || staged_leads.id) as person
    from staged_leads
    left join personal on staged_leads.email = personal.email
)

select
    tool,
    id,
    first_value(tool || ':' || id) over by_age as lead_id,
    row_number() over by_age as record_no
from keyed
window
    by_age as (
        partition by person
        order by created_on, created_at nulls last, tool, length(id), id
    );

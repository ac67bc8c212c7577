-- one row per staged lead: which person it is
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
    where
        not regexp_matches(
            email,
            '^(info|sales|contact|office|support|admin|mail|inquiry|webmaster|soumu|eigyo)@'
        )
    group by email
    having max(copies) = 1 and count(*) > 1
)

select
    staged_leads.tool,
    staged_leads.id,
    first_value(staged_leads.tool || ':' || staged_leads.id) over (
        partition by coalesce(personal.email, staged_leads.tool || ':' || staged_leads.id)
        order by staged_leads.created_on, staged_leads.created_at nulls last, staged_leads.tool
    ) as lead_id
from staged_leads
left join personal on staged_leads.email = personal.email;

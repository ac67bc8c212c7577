-- one row per id that belongs to the same person as another one: `node` is one of `centre`'s
-- (a) by an id the tool itself gives: of its record in the CRM, or of the contact there that the
-- CRM's own lead became; (b) by the tool's own merges;
-- (c) by an e-mail that stands once in each of several tools and is no shared box.
-- Written as tool:id, the lower one as the centre. What hangs together through several of these `build.py` draws together.
create temp table same_people as
with tools as (
    select count(distinct tool) > 1 as are_several from staged_files where object = 'leads'
),

in_crm as (
    select
        tool,
        id,
        unnest(crm_ids) as crm_id
    from staged_leads
    where crm_ids is not null and (select tools.are_several from tools)
),

shared as (
    select email
    from staged_leads
    where email is not null and (select tools.are_several from tools)
    group by email
    having min(tool) < max(tool)
),

addressed as (
    select
        staged_leads.email,
        staged_leads.tool,
        staged_leads.tool || ':' || staged_leads.id as node
    from staged_leads
    inner join shared on staged_leads.email = shared.email
    where split_part(shared.email, '@', 1) not in (select shared_boxes.box from shared_boxes)
),

personal as (
    select
        email,
        min(node) as centre
    from addressed
    group by email
    having count(distinct tool) = count(*)
),

merged as (
    select
        tool,
        lead_id,
        unnest(merged_ids) as merged_id
    from staged_merges
    union all
    select
        tool,
        id as lead_id,
        unnest(merged_ids) as merged_id
    from staged_leads
    where merged_ids is not null
),

known as (
    select
        tool,
        id
    from staged_leads
    union all
    select
        tool,
        merged_id as id
    from merged
    union all
    select
        tool,
        lead_id as id
    from merged
),

ties as (
    select
        in_crm.tool || ':' || in_crm.id as one,
        known.tool || ':' || known.id as other
    from in_crm
    inner join known on in_crm.crm_id = known.id and in_crm.tool != known.tool
    union all
    select
        one.tool || ':' || one.id as one,
        other.tool || ':' || other.id as other
    from in_crm as one
    inner join in_crm as other on one.crm_id = other.crm_id and one.tool < other.tool
    union all
    select
        tool || ':' || merged_id as one,
        tool || ':' || lead_id as other
    from merged
    union all
    select
        addressed.node as one,
        personal.centre as other
    from addressed
    inner join personal on addressed.email = personal.email
)

select distinct
    greatest(one, other) as node,
    least(one, other) as centre
from ties
where one != other;

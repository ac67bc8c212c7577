-- one row per id that is no record's own and stands for a person: merged away, or the CRM's
create table lead_aliases as
with people as (
    select distinct
        centre,
        lead_id,
        lead_no
    from grouped_records
),

merged as (
    select
        tool,
        unnest(merged_ids) as id
    from staged_merges
    union all
    select
        tool,
        unnest(merged_ids) as id
    from staged_leads
    where merged_ids is not null
),

in_crm as (
    select
        tool,
        id,
        unnest(crm_ids) as crm_id
    from staged_leads
    where crm_ids is not null
),

tools as (
    select distinct tool
    from staged_files
    where object in ('deals', 'links', 'stage_history', 'touches', 'sales_activities')
),

named as (
    select
        merged.tool,
        merged.id,
        people.lead_id,
        people.lead_no
    from merged
    inner join same_people on merged.tool || ':' || merged.id = same_people.node
    inner join people on same_people.centre = people.centre
    union all
    select
        tools.tool,
        in_crm.crm_id as id,
        lead_records.lead_id,
        lead_records.lead_no
    from in_crm
    inner join lead_records on in_crm.tool = lead_records.tool and in_crm.id = lead_records.id
    cross join tools
)

select
    named.tool,
    named.id,
    min(named.lead_id) as lead_id,
    min(named.lead_no) as lead_no
from named
left join lead_records on named.tool = lead_records.tool and named.id = lead_records.id
where lead_records.id is null
group by named.tool, named.id
having min(named.lead_id) = max(named.lead_id);

-- one row per person, from all tools that know the person
-- `<stage>_on` is the day, `<stage>_at` the moment where the export gives a time.
-- The oldest record names the source, the youngest the owner: sales' own where sales has taken on.
create table leads as
with records as (
    select
        persons.lead_id,
        persons.record_no,
        staged_leads.*,
        coalesce(
            staged_leads.name,
            nullif(concat_ws(' ', staged_leads.last_name, staged_leads.first_name), '')
        ) as person
    from staged_leads
    inner join persons on staged_leads.tool = persons.tool and staged_leads.id = persons.id
)

select
    lead_id,
    min(created_on) as created_on,
    min(created_at) as created_at,
    min(mql_on) as mql_on,
    min(mql_at) as mql_at,
    min(handed_over_on) as handed_over_on,
    min(handed_over_at) as handed_over_at,
    min(accepted_on) as accepted_on,
    min(accepted_at) as accepted_at,
    min(sql_on) as sql_on,
    min(sql_at) as sql_at,
    arg_min(source, record_no) filter (where source is not null) as source,
    arg_max(owner, record_no) filter (where owner is not null) as owner,
    arg_max(status, record_no) filter (where status is not null) as status,
    arg_min(person, record_no) filter (where person is not null) as person,
    arg_min(company, record_no) filter (where company is not null) as company,
    min(email) as email,
    bool_or(is_deleted) as is_deleted,
    count(*) as records
from records
group by lead_id;

-- one row per person, from all tools that know the person
-- `<stage>_on` is the day, `<stage>_at` the moment where the export gives a time: of the first
-- entry, from the tool's date column, else its history, else what was seen between uploads.
-- Of several records the first day counts; a moment of a later day is another record's.
-- The oldest record names source, campaign, industry, size and job title, the youngest the score,
-- what sales learnt (budget, authority, need, timeline) and the owner: sales' own where it has
-- taken on. `campaign_on` is the day of the touch that names the campaign, null
-- where a record does: until then nobody knew. A number of employees falls into a band.
-- Name, company and e-mail are the oldest's that was not merged into another.
create table leads as
with people as (
    select
        staged_leads.tool || ':' || staged_leads.id as lead_id,
        cast(staged_leads.file_no as bigint) * 1000000000 + staged_leads.row_no as lead_no,
        staged_leads.created_on,
        staged_leads.created_at,
        staged_leads.mql_on,
        staged_leads.mql_at,
        staged_leads.handed_over_on,
        staged_leads.handed_over_at,
        staged_leads.accepted_on,
        staged_leads.accepted_at,
        staged_leads.sql_on,
        staged_leads.sql_at,
        staged_leads.first_contact_on,
        staged_leads.first_contact_at,
        staged_leads.sent_back_on,
        staged_leads.sent_back_at,
        staged_leads.handed_over_again_on,
        staged_leads.handed_over_again_at,
        staged_leads.reason,
        staged_leads.source,
        coalesce(campaign_names.name, staged_leads.campaign) as campaign,
        staged_leads.industry,
        staged_leads.company_size,
        staged_leads.title,
        staged_leads.score,
        staged_leads.budget,
        staged_leads.authority,
        staged_leads.need,
        staged_leads.timeline,
        coalesce(owner_names.name, staged_leads.owner) as owner,
        staged_leads.status,
        staged_leads.state,
        coalesce(
            staged_leads.name,
            nullif(concat_ws(' ', staged_leads.last_name, staged_leads.first_name), '')
        ) as person,
        staged_leads.company,
        staged_leads.email,
        staged_leads.is_deleted,
        1 as records
    from staged_leads
    left join grouped_records
        on
            staged_leads.file_no = grouped_records.file_no
            and staged_leads.row_no = grouped_records.row_no
    left join owner_names
        on staged_leads.tool = owner_names.tool and staged_leads.owner = owner_names.id
    left join campaign_names
        on staged_leads.tool = campaign_names.tool and staged_leads.campaign = campaign_names.id
    where grouped_records.lead_id is null
    union all
    select
        grouped_records.lead_id,
        min(grouped_records.lead_no) as lead_no,
        min(staged_leads.created_on) as created_on,
        case
            when cast(min(staged_leads.created_at) as date) = min(staged_leads.created_on)
                then min(staged_leads.created_at)
        end as created_at,
        min(staged_leads.mql_on) as mql_on,
        case
            when cast(min(staged_leads.mql_at) as date) = min(staged_leads.mql_on)
                then min(staged_leads.mql_at)
        end as mql_at,
        min(staged_leads.handed_over_on) as handed_over_on,
        case
            when cast(min(staged_leads.handed_over_at) as date) = min(staged_leads.handed_over_on)
                then min(staged_leads.handed_over_at)
        end as handed_over_at,
        min(staged_leads.accepted_on) as accepted_on,
        case
            when cast(min(staged_leads.accepted_at) as date) = min(staged_leads.accepted_on)
                then min(staged_leads.accepted_at)
        end as accepted_at,
        min(staged_leads.sql_on) as sql_on,
        case
            when cast(min(staged_leads.sql_at) as date) = min(staged_leads.sql_on)
                then min(staged_leads.sql_at)
        end as sql_at,
        min(staged_leads.first_contact_on) as first_contact_on,
        case
            when
                cast(min(staged_leads.first_contact_at) as date)
                = min(staged_leads.first_contact_on)
                then min(staged_leads.first_contact_at)
        end as first_contact_at,
        min(staged_leads.sent_back_on) as sent_back_on,
        case
            when cast(min(staged_leads.sent_back_at) as date) = min(staged_leads.sent_back_on)
                then min(staged_leads.sent_back_at)
        end as sent_back_at,
        min(staged_leads.handed_over_again_on) as handed_over_again_on,
        case
            when
                cast(min(staged_leads.handed_over_again_at) as date)
                = min(staged_leads.handed_over_again_on)
                then min(staged_leads.handed_over_again_at)
        end as handed_over_again_at,
        arg_max(staged_leads.reason, grouped_records.last_no)
        filter (where staged_leads.reason is not null) as reason,
        arg_min(staged_leads.source, grouped_records.record_no)
        filter (where staged_leads.source is not null) as source,
        arg_min(
            coalesce(campaign_names.name, staged_leads.campaign), grouped_records.record_no
        ) filter (where staged_leads.campaign is not null) as campaign,
        arg_min(staged_leads.industry, grouped_records.record_no)
        filter (where staged_leads.industry is not null) as industry,
        arg_min(staged_leads.company_size, grouped_records.record_no)
        filter (where staged_leads.company_size is not null) as company_size,
        arg_min(staged_leads.title, grouped_records.record_no)
        filter (where staged_leads.title is not null) as title,
        arg_max(staged_leads.score, grouped_records.last_no)
        filter (where staged_leads.score is not null) as score,
        arg_max(staged_leads.budget, grouped_records.last_no)
        filter (where staged_leads.budget is not null) as budget,
        arg_max(staged_leads.authority, grouped_records.last_no)
        filter (where staged_leads.authority is not null) as authority,
        arg_max(staged_leads.need, grouped_records.last_no)
        filter (where staged_leads.need is not null) as need,
        arg_max(staged_leads.timeline, grouped_records.last_no)
        filter (where staged_leads.timeline is not null) as timeline,
        arg_max(coalesce(owner_names.name, staged_leads.owner), grouped_records.last_no)
        filter (where staged_leads.owner is not null) as owner,
        arg_max(staged_leads.status, grouped_records.last_no)
        filter (where staged_leads.status is not null) as status,
        -- of the same record as the status, also where it means nothing to the funnel
        nullif(
            arg_max(coalesce(staged_leads.state, ''), grouped_records.last_no)
            filter (where staged_leads.status is not null),
            ''
        ) as state,
        arg_min(
            coalesce(
                staged_leads.name,
                nullif(concat_ws(' ', staged_leads.last_name, staged_leads.first_name), '')
            ),
            grouped_records.first_no
        ) filter (
            where coalesce(staged_leads.name, staged_leads.last_name, staged_leads.first_name)
            is not null
        ) as person,
        arg_min(staged_leads.company, grouped_records.first_no)
        filter (where staged_leads.company is not null) as company,
        arg_min(staged_leads.email, grouped_records.first_no)
        filter (where staged_leads.email is not null) as email,
        bool_or(staged_leads.is_deleted) as is_deleted,
        count(*) as records
    from staged_leads
    inner join grouped_records
        on
            staged_leads.file_no = grouped_records.file_no
            and staged_leads.row_no = grouped_records.row_no
    left join owner_names
        on staged_leads.tool = owner_names.tool and staged_leads.owner = owner_names.id
    left join campaign_names
        on staged_leads.tool = campaign_names.tool and staged_leads.campaign = campaign_names.id
    group by grouped_records.lead_id
),

sized as (
    select
        *,
        try_cast(
            regexp_replace(company_size, '[,、 ]|名|人|employees$', '', 'g') as double
        ) as employees
    from people
),

counted as (
    select
        *,
        min(pass) filter (where mql_on is not null) over by_lead as mql_pass,
        min(pass) filter (where handed_over_on is not null) over by_lead as handed_over_pass,
        min(pass) filter (where accepted_on is not null) over by_lead as accepted_pass,
        min(pass) filter (where sql_on is not null) over by_lead as sql_pass
    from lead_passes
    window by_lead as (partition by lead_id)
),

firsts as (
    select
        lead_id,
        max(mql_on) filter (where pass = mql_pass) as mql_on,
        max(mql_at) filter (where pass = mql_pass) as mql_at,
        max(handed_over_on) filter (where pass = handed_over_pass) as handed_over_on,
        max(handed_over_at) filter (where pass = handed_over_pass) as handed_over_at,
        max(accepted_on) filter (where pass = accepted_pass) as accepted_on,
        max(accepted_at) filter (where pass = accepted_pass) as accepted_at,
        max(sql_on) filter (where pass = sql_pass) as sql_on,
        max(sql_at) filter (where pass = sql_pass) as sql_at
    from counted
    group by lead_id
)

select
    people.lead_id,
    people.lead_no,
    people.created_on,
    people.created_at,
    case when firsts.lead_id is null then people.mql_on else firsts.mql_on end as mql_on,
    case when firsts.lead_id is null then people.mql_at else firsts.mql_at end as mql_at,
    case when firsts.lead_id is null then people.handed_over_on else firsts.handed_over_on end
        as handed_over_on,
    case when firsts.lead_id is null then people.handed_over_at else firsts.handed_over_at end
        as handed_over_at,
    case when firsts.lead_id is null then people.accepted_on else firsts.accepted_on end
        as accepted_on,
    case when firsts.lead_id is null then people.accepted_at else firsts.accepted_at end
        as accepted_at,
    case when firsts.lead_id is null then people.sql_on else firsts.sql_on end as sql_on,
    case when firsts.lead_id is null then people.sql_at else firsts.sql_at end as sql_at,
    people.first_contact_on,
    people.first_contact_at,
    people.sent_back_on,
    people.sent_back_at,
    people.handed_over_again_on,
    people.handed_over_again_at,
    people.reason,
    people.source,
    coalesce(people.campaign, first_touches.campaign) as campaign,
    case when people.campaign is null then first_touches.occurred_on end as campaign_on,
    people.industry,
    case
        when people.employees < 10 then '1-9'
        when people.employees < 50 then '10-49'
        when people.employees < 300 then '50-299'
        when people.employees < 1000 then '300-999'
        when people.employees is not null then '1000+'
        else people.company_size
    end as company_size,
    people.title,
    people.score,
    people.budget,
    people.authority,
    people.need,
    people.timeline,
    people.owner,
    people.status,
    people.state,
    people.person,
    people.company,
    people.email,
    people.is_deleted,
    people.records
from sized as people
left join firsts on people.lead_id = firsts.lead_id
left join first_touches on people.lead_no = first_touches.lead_no;

-- one row per promise of what a lead brings along when it is handed over, and pass: as in `promises`
-- Fields are judged as they are exported now: nothing tells what was filled then.
create table handover_promises as
with known as (
    select
        count(email) > 0 as has_email,
        count(company) > 0 as has_company,
        count(person) > 0 as has_name,
        count(title) > 0 as has_title,
        count(industry) > 0 as has_industry,
        count(company_size) > 0 as has_company_size,
        count(source) > 0 as has_source
    from leads
),

required as (
    select
        number,
        bool_or(word = 'email') as needs_email,
        bool_or(word = 'company') as needs_company,
        bool_or(word = 'name') as needs_name,
        bool_or(word = 'title') as needs_title,
        bool_or(word = 'industry') as needs_industry,
        bool_or(word = 'company_size') as needs_company_size,
        bool_or(word = 'source') as needs_source
    from agreed_words
    where list = 'required_field'
    group by number
),

unmeasured as (
    select
        required.number,
        nullif(
            concat_ws(
                ' ',
                case when required.needs_company and not known.has_company then 'company' end,
                case
                    when required.needs_company_size and not known.has_company_size
                        then 'company_size'
                end,
                case when required.needs_email and not known.has_email then 'email' end,
                case when required.needs_industry and not known.has_industry then 'industry' end,
                case when required.needs_name and not known.has_name then 'name' end,
                case when required.needs_source and not known.has_source then 'source' end,
                case when required.needs_title and not known.has_title then 'title' end
            ),
            ''
        ) as fields
    from required
    cross join known
),

filled as (
    select
        handed.lead_no,
        handed.pass,
        handed.number,
        handed.handed_on,
        handed.is_inferred,
        unmeasured.fields as unmeasured,
        nullif(
            concat_ws(
                ' ',
                case
                    when required.needs_company and known.has_company and leads.company is null
                        then 'company'
                end,
                case
                    when
                        required.needs_company_size
                        and known.has_company_size
                        and leads.company_size is null
                        then 'company_size'
                end,
                case
                    when required.needs_email and known.has_email and leads.email is null
                        then 'email'
                end,
                case
                    when required.needs_industry and known.has_industry and leads.industry is null
                        then 'industry'
                end,
                case
                    when required.needs_name and known.has_name and leads.person is null
                        then 'name'
                end,
                case
                    when required.needs_source and known.has_source and leads.source is null
                        then 'source'
                end,
                case
                    when required.needs_title and known.has_title and leads.title is null
                        then 'title'
                end
            ),
            ''
        ) as lacks
    from handed_passes as handed
    inner join required on handed.number = required.number
    inner join unmeasured on handed.number = unmeasured.number
    inner join leads on handed.lead_no = leads.lead_no
    cross join known
),

histories as (
    select
        handed.lead_no,
        handed.pass,
        handed.number,
        handed.handed_on,
        handed.handed_at,
        handed.from_on,
        handed.is_inferred,
        handed.not_before_on is not null as is_between,
        made.at_least
    from handed_passes as handed
    inner join agreed_promises as made
        on handed.number = made.number and made.promise = 'behaviour_history'
),

touched as (
    select
        histories.lead_no,
        histories.pass,
        count(*) filter (
            where
            touches.occurred_on < histories.from_on
            or (
                touches.occurred_at <= histories.handed_at
                and touches.occurred_at != date_trunc('day', touches.occurred_at)
            )
        ) as surely,
        count(*) filter (
            where
            touches.occurred_on < histories.from_on
            or not coalesce(
                touches.occurred_at > histories.handed_at
                and touches.occurred_at != date_trunc('day', touches.occurred_at),
                false
            )
        ) as at_most
    from histories
    inner join touches
        on histories.lead_no = touches.lead_no and histories.handed_on >= touches.occurred_on
    group by histories.lead_no, histories.pass
),

touching as (
    select count(*) > 0 as is_measured
    from touches
)

select
    'required_fields' as promise,
    number,
    lead_no,
    pass,
    cast(null as integer) as at_least,
    handed_on as starts_on,
    cast(null as timestamp) as starts_at,
    case when lacks is null then handed_on end as done_on,
    case when lacks is null then true end as is_in_time,
    case
        when is_inferred then 'inferred'
        when lacks is null and unmeasured is not null then 'not_measured'
    end as reason,
    'no_time' as unclear,
    coalesce(lacks, unmeasured) as lacks
from filled
union all
select
    'behaviour_history' as promise,
    histories.number,
    histories.lead_no,
    histories.pass,
    histories.at_least,
    histories.handed_on as starts_on,
    histories.handed_at as starts_at,
    case when touched.at_most >= histories.at_least then histories.handed_on end as done_on,
    case when touched.surely >= histories.at_least then true end as is_in_time,
    case
        when histories.is_inferred then 'inferred'
        when not touching.is_measured then 'not_measured'
    end as reason,
    case when histories.is_between then 'between_uploads' else 'no_time' end as unclear,
    cast(null as varchar) as lacks
from histories
left join touched on histories.lead_no = touched.lead_no and histories.pass = touched.pass
cross join touching;

-- one row per promise of what a lead brings along when it is handed over, and pass: as in `promises`
-- Fields are judged as they are exported now: nothing tells what was filled then.
create temp table handover_promises as
with known as (
    select
        unnest([
            'email', 'company', 'name', 'title', 'industry', 'company_size', 'source'
        ]) as field,
        unnest([
            count(email) > 0, count(company) > 0, count(person) > 0, false,
            count(industry) > 0, count(company_size) > 0, count(source) > 0
        ]) as is_measured
    from leads
),

required as (
    select
        words.number,
        words.word as field,
        known.is_measured
    from agreed_words as words
    inner join known on words.list = 'required_field' and words.word = known.field
),

filled as (
    select
        passes.lead_id,
        passes.pass,
        agreements.number,
        passes.handed_on,
        passes.evidence,
        string_agg(required.field, ' ' order by required.field) filter (
            where required.is_measured
            and case required.field
                when 'email' then leads.email
                when 'company' then leads.company
                when 'name' then leads.person
                when 'industry' then leads.industry
                when 'company_size' then leads.company_size
                when 'source' then leads.source
            end is null
        ) as lacks,
        string_agg(required.field, ' ' order by required.field)
        filter (where not required.is_measured) as unmeasured
    from passes
    inner join leads on passes.lead_id = leads.lead_id
    inner join agreements
        on passes.handed_on >= agreements.since and passes.handed_on <= agreements.until
    inner join required on agreements.number = required.number
    group by passes.lead_id, passes.pass, agreements.number, passes.handed_on, passes.evidence
),

histories as (
    select
        passes.lead_id,
        passes.pass,
        leads.lead_no,
        agreements.number,
        passes.handed_on,
        case
            when
                passes.not_before_on is null
                and passes.handed_at != date_trunc('day', passes.handed_at)
                then passes.handed_at
        end as handed_at,
        coalesce(passes.not_before_on, passes.handed_on) as handed_from_on,
        passes.evidence,
        terms.at_least
    from passes
    inner join leads on passes.lead_id = leads.lead_id
    inner join agreements
        on passes.handed_on >= agreements.since and passes.handed_on <= agreements.until
    inner join agreed_promises as terms
        on agreements.number = terms.number and terms.promise = 'behaviour_history'
),

touched as (
    select
        histories.lead_id,
        histories.pass,
        count(*) filter (
            where
            touches.occurred_on < histories.handed_from_on
            or (
                histories.handed_at is not null
                and touches.occurred_at != date_trunc('day', touches.occurred_at)
                and touches.occurred_at <= histories.handed_at
            )
        ) as surely,
        count(*) filter (
            where
            touches.occurred_on <= histories.handed_on
            and not coalesce(
                touches.occurred_at != date_trunc('day', touches.occurred_at)
                and touches.occurred_at > histories.handed_at,
                false
            )
        ) as at_most
    from histories
    inner join touches on histories.lead_no = touches.lead_no
    group by histories.lead_id, histories.pass
),

passed_along as (
    select
        histories.*,
        coalesce(touched.surely, 0) >= histories.at_least as is_sure,
        coalesce(touched.at_most, 0) >= histories.at_least as is_possible
    from histories
    left join touched on histories.lead_id = touched.lead_id and histories.pass = touched.pass
)

select
    'required_fields' as promise,
    'marketing' as party,
    filled.number,
    filled.lead_id,
    filled.pass,
    leads.source,
    leads.owner,
    null as unit,
    null as within,
    null as at_least,
    filled.handed_on as starts_on,
    null as starts_at,
    filled.handed_on as due_on,
    filled.handed_on as due_last_on,
    null as due_at,
    case when filled.lacks is null then filled.handed_on end as done_on,
    case when filled.lacks is null then filled.handed_on end as may_be_done_on,
    null as done_at,
    null as done_by,
    case when filled.lacks is null then true end as is_in_time,
    case
        when filled.evidence = 'inferred' then 'inferred'
        when filled.lacks is null and filled.unmeasured is not null then 'not_measured'
    end as reason,
    'no_time' as unclear,
    coalesce(filled.lacks, filled.unmeasured) as lacks,
    null as taken,
    null as from_inquiry
from filled
inner join leads on filled.lead_id = leads.lead_id
union all
select
    'behaviour_history' as promise,
    'marketing' as party,
    along.number,
    along.lead_id,
    along.pass,
    leads.source,
    leads.owner,
    null as unit,
    null as within,
    along.at_least,
    along.handed_on as starts_on,
    along.handed_at as starts_at,
    along.handed_on as due_on,
    along.handed_on as due_last_on,
    null as due_at,
    case when along.is_possible then along.handed_on end as done_on,
    case when along.is_possible then along.handed_on end as may_be_done_on,
    null as done_at,
    null as done_by,
    case when along.is_sure then true end as is_in_time,
    case
        when along.evidence = 'inferred' then 'inferred'
        when not exists (select 1 from touches) then 'not_measured'
    end as reason,
    case when along.evidence = 'snapshot' then 'between_uploads' else 'no_time' end as unclear,
    null as lacks,
    null as taken,
    null as from_inquiry
from passed_along as along
inner join leads on along.lead_id = leads.lead_id;

-- one row per subject (a lead or a deal), pass and stage of the funnel it entered
-- Reaching a later stage implies the earlier ones: a stage that was skipped takes the date of the
-- next one reached, evidence 'inferred'. A stage the exports do not measure has no rows.
-- `reached_on` is the first day on which this or a later stage was entered, so that counts of a
-- cohort never rise along the funnel, even where dates are recorded in the wrong order.
create table stage_entries as
with deal_dates as (
    select
        deal_id,
        lead_id,
        source,
        owner,
        case when outcome = 'won' then closed_on end as won_on,
        case when outcome = 'won' then closed_at end as won_at,
        opened_on,
        opened_at,
        coalesce(opened_on, closed_on) as opportunity_on
    from deals
),

deal_journeys as (
    select
        lead_id,
        min(opportunity_on) as opportunity_on,
        min(opened_on) as opened_on,
        min(opened_at) as opportunity_at,
        min(won_on) as won_on,
        min(won_at) as won_at
    from deal_dates
    where lead_id is not null
    group by lead_id
),

journeys as (
    select
        leads.*,
        deal_journeys.opportunity_on,
        deal_journeys.opened_on,
        deal_journeys.opportunity_at,
        deal_journeys.won_on,
        deal_journeys.won_at
    from leads
    left join deal_journeys on leads.lead_id = deal_journeys.lead_id
),

entries as (
    select
        'lead' as subject,
        lead_id as subject_id,
        'lead' as stage,
        source,
        owner,
        created_on,
        created_on as entered_on,
        created_at as entered_at,
        true as is_recorded,
        least(
            created_on, mql_on, handed_over_on, accepted_on, sql_on, opportunity_on, won_on
        ) as reached_on
    from journeys
    union all
    select
        'lead' as subject,
        lead_id as subject_id,
        'mql' as stage,
        source,
        owner,
        created_on,
        coalesce(mql_on, handed_over_on, accepted_on, sql_on, opportunity_on, won_on) as entered_on,
        mql_at as entered_at,
        mql_on is not null as is_recorded,
        least(mql_on, handed_over_on, accepted_on, sql_on, opportunity_on, won_on) as reached_on
    from journeys
    union all
    select
        'lead' as subject,
        lead_id as subject_id,
        'handed_over' as stage,
        source,
        owner,
        created_on,
        coalesce(handed_over_on, accepted_on, sql_on, opportunity_on, won_on) as entered_on,
        handed_over_at as entered_at,
        handed_over_on is not null as is_recorded,
        least(handed_over_on, accepted_on, sql_on, opportunity_on, won_on) as reached_on
    from journeys
    union all
    select
        'lead' as subject,
        lead_id as subject_id,
        'accepted' as stage,
        source,
        owner,
        created_on,
        coalesce(accepted_on, sql_on, opportunity_on, won_on) as entered_on,
        accepted_at as entered_at,
        accepted_on is not null as is_recorded,
        least(accepted_on, sql_on, opportunity_on, won_on) as reached_on
    from journeys
    union all
    select
        'lead' as subject,
        lead_id as subject_id,
        'sql' as stage,
        source,
        owner,
        created_on,
        coalesce(sql_on, opportunity_on, won_on) as entered_on,
        sql_at as entered_at,
        sql_on is not null as is_recorded,
        least(sql_on, opportunity_on, won_on) as reached_on
    from journeys
    union all
    select
        'lead' as subject,
        lead_id as subject_id,
        'opportunity' as stage,
        source,
        owner,
        created_on,
        coalesce(opportunity_on, won_on) as entered_on,
        opportunity_at as entered_at,
        opened_on is not null as is_recorded,
        least(opportunity_on, won_on) as reached_on
    from journeys
    union all
    select
        'lead' as subject,
        lead_id as subject_id,
        'won' as stage,
        source,
        owner,
        created_on,
        won_on as entered_on,
        won_at as entered_at,
        true as is_recorded,
        won_on as reached_on
    from journeys
    union all
    select
        'deal' as subject,
        deal_id as subject_id,
        'opportunity' as stage,
        source,
        owner,
        null as created_on,
        opportunity_on as entered_on,
        opened_at as entered_at,
        opened_on is not null as is_recorded,
        least(opportunity_on, won_on) as reached_on
    from deal_dates
    union all
    select
        'deal' as subject,
        deal_id as subject_id,
        'won' as stage,
        source,
        owner,
        null as created_on,
        deal_dates.won_on as entered_on,
        won_at as entered_at,
        true as is_recorded,
        deal_dates.won_on as reached_on
    from deal_dates
)

select
    entries.subject,
    entries.subject_id,
    1 as pass,
    entries.stage,
    stages.position,
    entries.entered_on,
    entries.entered_at,
    entries.reached_on,
    lead(entries.entered_on) over following as left_on,
    lead(entries.stage) over following as next_stage,
    case when entries.is_recorded then 'recorded' else 'inferred' end as evidence,
    entries.created_on,
    entries.source,
    entries.owner
from entries
inner join stages on entries.stage = stages.stage and stages.is_measured
where entries.entered_on is not null
window following as (partition by entries.subject, entries.subject_id order by stages.position);

-- one row per subject (a lead or a deal), pass and stage of the funnel it entered
-- Reaching a later stage implies the earlier ones: a stage that was skipped takes the date of the
-- next one reached, evidence 'inferred'. A stage the exports do not measure has no rows. An entry
-- seen between two uploads (evidence 'snapshot') fell from `not_before_on` to `entered_on`.
-- `is_first` marks a person's first entry of the stage, which is what people are counted by.
-- `reached_on` is the first day on which this or a later stage was entered, so that counts of a
-- cohort never rise along the funnel, even where dates are recorded in the wrong order.
create table stage_entries as
with entered as (
    select * from entered_journeys
),

entries as (
    select
        'lead' as subject,
        lead_id as subject_id,
        pass,
        'lead' as stage,
        created_on as entered_on,
        created_at as entered_at,
        null as not_before_on,
        least(created_on, mql_reached_on) as reached_on,
        coalesce(
            mql_entered_on,
            handed_over_entered_on,
            accepted_entered_on,
            sql_entered_on,
            opportunity_entered_on,
            won_entered_on,
            then_on
        ) as left_on,
        case
            when mql_entered_on is not null then 'mql'
            when handed_over_entered_on is not null then 'handed_over'
            when accepted_entered_on is not null then 'accepted'
            when sql_entered_on is not null then 'sql'
            when opportunity_entered_on is not null then 'opportunity'
            when won_entered_on is not null then 'won'
            else then_stage
        end as next_stage,
        'recorded' as evidence,
        true as is_first,
        created_on,
        source,
        owner
    from entered
    where pass = 1
    union all
    select
        'lead' as subject,
        lead_id as subject_id,
        pass,
        'mql' as stage,
        mql_entered_on as entered_on,
        mql_at as entered_at,
        mql_not_before_on as not_before_on,
        mql_reached_on as reached_on,
        coalesce(
            handed_over_entered_on,
            accepted_entered_on,
            sql_entered_on,
            opportunity_entered_on,
            won_entered_on,
            then_on
        ) as left_on,
        case
            when handed_over_entered_on is not null then 'handed_over'
            when accepted_entered_on is not null then 'accepted'
            when sql_entered_on is not null then 'sql'
            when opportunity_entered_on is not null then 'opportunity'
            when won_entered_on is not null then 'won'
            else then_stage
        end as next_stage,
        coalesce(mql_evidence, 'inferred') as evidence,
        pass = 1 as is_first,
        created_on,
        source,
        owner
    from entered
    where mql_entered_on is not null
    union all
    select
        'lead' as subject,
        lead_id as subject_id,
        pass,
        'handed_over' as stage,
        handed_over_entered_on as entered_on,
        handed_over_at as entered_at,
        handed_over_not_before_on as not_before_on,
        handed_over_reached_on as reached_on,
        coalesce(
            accepted_entered_on,
            sql_entered_on,
            opportunity_entered_on,
            won_entered_on,
            then_on
        ) as left_on,
        case
            when accepted_entered_on is not null then 'accepted'
            when sql_entered_on is not null then 'sql'
            when opportunity_entered_on is not null then 'opportunity'
            when won_entered_on is not null then 'won'
            else then_stage
        end as next_stage,
        coalesce(handed_over_evidence, 'inferred') as evidence,
        pass = 1 as is_first,
        created_on,
        source,
        owner
    from entered
    where handed_over_entered_on is not null
    union all
    select
        'lead' as subject,
        lead_id as subject_id,
        pass,
        'accepted' as stage,
        accepted_entered_on as entered_on,
        accepted_at as entered_at,
        accepted_not_before_on as not_before_on,
        accepted_reached_on as reached_on,
        coalesce(sql_entered_on, opportunity_entered_on, won_entered_on, then_on) as left_on,
        case
            when sql_entered_on is not null then 'sql'
            when opportunity_entered_on is not null then 'opportunity'
            when won_entered_on is not null then 'won'
            else then_stage
        end as next_stage,
        coalesce(accepted_evidence, 'inferred') as evidence,
        not had_accepted as is_first,
        created_on,
        source,
        owner
    from entered
    where accepted_entered_on is not null
    union all
    select
        'lead' as subject,
        lead_id as subject_id,
        pass,
        'sql' as stage,
        sql_entered_on as entered_on,
        sql_at as entered_at,
        sql_not_before_on as not_before_on,
        sql_reached_on as reached_on,
        coalesce(opportunity_entered_on, won_entered_on, then_on) as left_on,
        case
            when opportunity_entered_on is not null then 'opportunity'
            when won_entered_on is not null then 'won'
            else then_stage
        end as next_stage,
        coalesce(sql_evidence, 'inferred') as evidence,
        not had_sql as is_first,
        created_on,
        source,
        owner
    from entered
    where sql_entered_on is not null
    union all
    select
        'lead' as subject,
        lead_id as subject_id,
        pass,
        'opportunity' as stage,
        opportunity_entered_on as entered_on,
        opportunity_at as entered_at,
        null as not_before_on,
        opportunity_reached_on as reached_on,
        coalesce(won_entered_on, then_on) as left_on,
        case
            when won_entered_on is not null then 'won'
            else then_stage
        end as next_stage,
        case when opened_on is not null then 'recorded' else 'inferred' end as evidence,
        not had_opportunity as is_first,
        created_on,
        source,
        owner
    from entered
    where opportunity_entered_on is not null
    union all
    select
        'lead' as subject,
        lead_id as subject_id,
        pass,
        'won' as stage,
        won_entered_on as entered_on,
        won_at as entered_at,
        null as not_before_on,
        won_reached_on as reached_on,
        then_on as left_on,
        then_stage as next_stage,
        'recorded' as evidence,
        not had_won as is_first,
        created_on,
        source,
        owner
    from entered
    where won_entered_on is not null
    union all
    select
        'deal' as subject,
        deal_id as subject_id,
        1 as pass,
        'opportunity' as stage,
        coalesce(opened_on, closed_on) as entered_on,
        opened_at as entered_at,
        null as not_before_on,
        least(coalesce(opened_on, closed_on), case when outcome = 'won' then closed_on end)
            as reached_on,
        case when outcome = 'won' then closed_on end as left_on,
        case when outcome = 'won' and closed_on is not null then 'won' end as next_stage,
        case when opened_on is not null then 'recorded' else 'inferred' end as evidence,
        true as is_first,
        null as created_on,
        source,
        owner
    from deals
    union all
    select
        'deal' as subject,
        deal_id as subject_id,
        1 as pass,
        'won' as stage,
        closed_on as entered_on,
        closed_at as entered_at,
        null as not_before_on,
        closed_on as reached_on,
        null as left_on,
        null as next_stage,
        'recorded' as evidence,
        true as is_first,
        null as created_on,
        source,
        owner
    from deals
    where outcome = 'won'
)

select
    entries.subject,
    entries.subject_id,
    entries.pass,
    entries.stage,
    stages.position,
    entries.entered_on,
    entries.entered_at,
    entries.not_before_on,
    entries.reached_on,
    entries.left_on,
    entries.next_stage,
    entries.evidence,
    entries.is_first,
    bulk_minutes.minute is not null as is_bulk,
    entries.created_on,
    entries.source,
    entries.owner
from entries
inner join stages on entries.stage = stages.stage and stages.is_measured
left join bulk_minutes
    on
        entries.stage = bulk_minutes.stage
        and split_part(entries.subject_id, ':', 1) = bulk_minutes.tool
        and date_trunc('minute', entries.entered_at) = bulk_minutes.minute
where entries.entered_on is not null;

-- one row per subject (a lead or a deal) and change of its tool's own status or stage
-- Recorded by the tool (evidence 'recorded'), or seen between two uploads (evidence 'snapshot'):
-- then it happened from `not_before_on` to `changed_on`, the day it was first seen. What the tool
-- records itself in that time is not repeated. The first snapshot of a table tells no change.
create table stage_changes as
with deal_names as (
    select
        tool,
        name,
        min(id) as id
    from staged_deals
    where tool in (select staged_stage_history.tool from staged_stage_history)
    group by tool, name
    having count(*) = 1
),

recorded as (
    select
        history.subject,
        case
            when history.subject = 'lead'
                then coalesce(lead_keys.lead_id, history.tool || ':' || history.lead_id)
            else history.tool || ':' || coalesce(history.deal_id, deal_names.id)
        end as subject_id,
        history.tool,
        coalesce(earlier.label, history.stage_before) as stage_before,
        coalesce(here.label, history.stage) as stage,
        history.meaning_before,
        history.meaning,
        history.changed_on,
        history.changed_at,
        history.changed_moment,
        history.file_no,
        history.row_no
    from staged_stage_history as history
    left join lead_keys
        on
            history.subject = 'lead'
            and history.tool = lead_keys.tool
            and history.lead_id = lead_keys.id
    left join deal_names
        on
            history.subject = 'deal'
            and history.tool = deal_names.tool
            and history.name = deal_names.name
    left join meanings as here
        on
            history.tool = here.tool
            and history.subject = here.subject
            and history.stage = here.value
    left join meanings as earlier
        on
            history.tool = earlier.tool
            and history.subject = earlier.subject
            and history.stage_before = earlier.value
),

in_order as (
    select
        *,
        coalesce(stage_before, lag(stage) over in_time) as came_from,
        case when stage_before is null then lag(meaning) over in_time else meaning_before end
            as meant_before
    from recorded
    window
        in_time as (
            partition by subject, subject_id, tool
            order by changed_moment, file_no, row_no
        )
),

changed_records as (
    select distinct
        subject,
        tool,
        id
    from seen_records
    where run_no > 1
),

runs as (
    select
        seen.subject,
        seen.tool,
        seen.id,
        seen.state,
        coalesce(case when seen.subject = 'lead' then meanings.meaning end, seen.meaning)
            as meaning,
        seen.run_no,
        seen.first_seen_on,
        seen.not_before_on
    from seen_records as seen
    left join meanings
        on
            seen.tool = meanings.tool
            and seen.subject = meanings.subject
            and seen.state = meanings.value
    left join changed_records
        on
            seen.subject = changed_records.subject
            and seen.tool = changed_records.tool
            and seen.id = changed_records.id
    where
        seen.state is not null
        and (changed_records.id is not null or seen.not_before_on is not null)
),

seen_in_order as (
    select
        *,
        lag(state) over by_run as state_before,
        lag(meaning) over by_run as meaning_before
    from runs
    window by_run as (partition by subject, tool, id order by run_no)
),

seen_changes as (
    select
        seen.subject,
        case
            when seen.subject = 'lead' then lead_keys.lead_id else seen.tool || ':' || seen.id
        end as subject_id,
        seen.tool,
        seen.state_before,
        seen.state,
        seen.meaning_before,
        seen.meaning,
        seen.first_seen_on,
        seen.not_before_on
    from seen_in_order as seen
    left join lead_keys
        on seen.subject = 'lead' and seen.tool = lead_keys.tool and seen.id = lead_keys.id
    left join staged_deals
        on seen.subject = 'deal' and seen.tool = staged_deals.tool and seen.id = staged_deals.id
    where
        seen.not_before_on is not null
        and seen.state is distinct from seen.state_before
        and coalesce(lead_keys.id, staged_deals.id) is not null
)

select
    subject,
    subject_id,
    tool,
    came_from as stage_before,
    stage,
    meant_before as meaning_before,
    meaning,
    changed_on,
    changed_at,
    cast(null as date) as not_before_on,
    'recorded' as evidence
from in_order
where stage is distinct from came_from
union all
select
    subject,
    subject_id,
    tool,
    state_before as stage_before,
    state as stage,
    meaning_before,
    meaning,
    first_seen_on as changed_on,
    null as changed_at,
    not_before_on,
    'snapshot' as evidence
from seen_changes
where
    not exists (
        select 1
        from recorded
        where
            recorded.subject = seen_changes.subject
            and recorded.subject_id = seen_changes.subject_id
            and recorded.changed_on >= seen_changes.not_before_on
            and recorded.changed_on <= seen_changes.first_seen_on
            and (recorded.stage = seen_changes.state or recorded.meaning = seen_changes.meaning)
    );

-- one row per deal and stay in a stage of its own tool, as far as the beginning is known
-- From `stage_changes`, recorded or seen between uploads. The stage a deal was in before its first
-- change is a stay from the day it was opened where the tool records all changes since then; so is
-- the stage of an open deal that never changed. A stay ends with the next change, or the closing.
create table deal_stage_stays as
with recorded_since as (
    select
        tool,
        min(changed_on) as since
    from stage_changes
    where subject = 'deal' and evidence = 'recorded'
    group by tool
),

changes as (
    select
        stage_changes.subject_id as deal_id,
        stage_changes.tool,
        stage_changes.stage_before,
        stage_changes.stage,
        stage_changes.meaning,
        stage_changes.changed_on,
        stage_changes.not_before_on,
        stage_changes.evidence,
        row_number() over in_time as change_no,
        lead(stage_changes.changed_on) over in_time as next_on,
        lead(stage_changes.stage) over in_time as next_stage,
        lead(stage_changes.meaning) over in_time as next_meaning
    from stage_changes
    where stage_changes.subject = 'deal'
    window
        in_time as (
            partition by stage_changes.subject_id
            order by
                stage_changes.changed_on,
                stage_changes.changed_at nulls last,
                stage_changes.stage
        )
),

stays as (
    select
        changes.deal_id,
        changes.change_no as stay,
        changes.stage,
        changes.changed_on as entered_on,
        changes.not_before_on,
        coalesce(changes.next_on, deals.closed_on) as left_on,
        coalesce(changes.next_meaning, deals.outcome) as left_as,
        changes.next_stage,
        changes.evidence
    from changes
    inner join deals on changes.deal_id = deals.deal_id
    where coalesce(changes.meaning, 'open') = 'open'
    union all
    select
        changes.deal_id,
        0 as stay,
        changes.stage_before as stage,
        deals.opened_on as entered_on,
        cast(null as date) as not_before_on,
        changes.changed_on as left_on,
        coalesce(changes.meaning, 'open') as left_as,
        changes.stage as next_stage,
        changes.evidence
    from changes
    inner join deals on changes.deal_id = deals.deal_id
    inner join recorded_since on changes.tool = recorded_since.tool
    where
        changes.change_no = 1
        and changes.evidence = 'recorded'
        and changes.stage_before is not null
        and deals.opened_on >= recorded_since.since
    union all
    select
        deals.deal_id,
        0 as stay,
        deals.stage,
        deals.opened_on as entered_on,
        cast(null as date) as not_before_on,
        cast(null as date) as left_on,
        'open' as left_as,
        cast(null as varchar) as next_stage,
        'recorded' as evidence
    from deals
    inner join recorded_since on split_part(deals.deal_id, ':', 1) = recorded_since.tool
    where
        deals.outcome = 'open'
        and deals.stage is not null
        and deals.opened_on >= recorded_since.since
        and deals.deal_id not in (select changes.deal_id from changes)
)

select
    deal_id,
    stay,
    stage,
    entered_on,
    not_before_on,
    left_on,
    case
        when left_on is null then null
        when left_as in ('won', 'lost') then left_as
        else 'moved'
    end as left_as,
    next_stage,
    evidence
from stays;

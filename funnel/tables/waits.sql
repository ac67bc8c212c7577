-- one row per wait: a deal opened to won, a lead created to its first win, a stay in a stage
-- `figure` names what is waited for: deal_length, lead_time, a stage of the funnel (subject 'lead')
-- or a stage of the deals' own tool (subject 'deal'), in the order of `position`. `won_on` is the
-- day it ended as hoped (a stage: left for a later one), `lost_on` the day it ended otherwise. What
-- is over without a day is `is_undated`. Entries inferred or dated by an import tell no time.
create view waits as
with last_refusals as (
    select
        lead_id,
        max(handed_on) as last_handed_on,
        max(decided_on) filter (where decision = 'rejected') as rejected_on
    from passes
    group by lead_id
),

first_wins as (
    select
        subject_id,
        entered_on as won_on
    from stage_entries
    where subject = 'lead' and stage = 'won' and is_first
)

select
    'deal_length' as figure,
    8 as position,
    'deal' as subject,
    deal_id as subject_id,
    opened_on as entered_on,
    case when outcome = 'won' then closed_on end as won_on,
    case when outcome = 'lost' then closed_on end as lost_on,
    outcome != 'open' and closed_on is null as is_undated,
    source,
    owner,
    product,
    lane
from deals
where opened_on is not null
union all
select
    'lead_time' as figure,
    9 as position,
    'lead' as subject,
    entries.subject_id,
    entries.entered_on,
    first_wins.won_on,
    case
        when last_refusals.rejected_on >= last_refusals.last_handed_on
            then last_refusals.rejected_on
    end as lost_on,
    false as is_undated,
    entries.source,
    entries.owner,
    null as product,
    'marketing' as lane
from stage_entries as entries
left join first_wins on entries.subject_id = first_wins.subject_id
left join last_refusals on entries.subject_id = last_refusals.lead_id
where
    entries.subject = 'lead'
    and entries.stage = 'lead'
    and entries.is_first
    and not entries.is_bulk
union all
select
    entries.stage as figure,
    entries.position,
    'lead' as subject,
    entries.subject_id,
    entries.entered_on,
    case when later.position > entries.position then entries.left_on end as won_on,
    case
        when later.position > entries.position then null
        when passes.decision in ('sent_back', 'rejected')
            then coalesce(passes.decided_on, entries.left_on)
        else entries.left_on
    end as lost_on,
    false as is_undated,
    entries.source,
    entries.owner,
    null as product,
    'marketing' as lane
from stage_entries as entries
left join stages as later on entries.next_stage = later.stage
left join passes
    on
        entries.subject_id = passes.lead_id
        and entries.pass = passes.pass
        and entries.stage in ('handed_over', 'accepted', 'sql')
where
    entries.subject = 'lead'
    and entries.stage in ('lead', 'mql', 'handed_over', 'accepted', 'sql')
    and entries.evidence != 'inferred'
    and not entries.is_bulk
union all
select
    stays.stage as figure,
    10 + stays.stay as position,
    'deal' as subject,
    stays.deal_id as subject_id,
    stays.entered_on,
    case when stays.left_as in ('moved', 'won') then stays.left_on end as won_on,
    case when stays.left_as = 'lost' then stays.left_on end as lost_on,
    stays.left_on is null and deals.outcome != 'open' as is_undated,
    deals.source,
    deals.owner,
    deals.product,
    deals.lane
from deal_stage_stays as stays
inner join deals on stays.deal_id = deals.deal_id;

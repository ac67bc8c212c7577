-- one row per lead, stage, day and voice that dates it, for leads with more to them than one pass
-- A voice is one tool's date column, its history, or what was seen of its status between uploads.
-- A date that was overwritten stays if the new one lies after the day it was last seen: then it
-- happened again. Otherwise the new one corrects it. A date that was cleared stays.
create temp table lead_events as
with eventful as (
    select subject_id as lead_id
    from stage_changes
    where
        subject = 'lead'
        and meaning in ('mql', 'handed_over', 'accepted', 'sql', 'sent_back', 'rejected')
        and meaning is distinct from meaning_before
    union
    select lead_keys.lead_id
    from seen_records
    inner join lead_keys on seen_records.tool = lead_keys.tool and seen_records.id = lead_keys.id
    where
        seen_records.subject = 'lead'
        and (
            seen_records.run_no > 1
            or seen_records.handed_over_again_on is not null
            or seen_records.sent_back_on is not null
        )
),

eventful_keys as (
    select
        lead_keys.tool,
        lead_keys.id,
        lead_keys.lead_id
    from lead_keys
    inner join eventful on lead_keys.lead_id = eventful.lead_id
),

seen as (
    select
        seen_records.*,
        eventful_keys.lead_id
    from seen_records
    inner join eventful_keys
        on
            seen_records.subject = 'lead'
            and seen_records.tool = eventful_keys.tool
            and seen_records.id = eventful_keys.id
),

said as (
    select
        tool,
        id,
        lead_id,
        'mql' as stage,
        'mql' as said_in,
        mql_on as entered_on,
        mql_at as entered_at,
        first_seen_on,
        last_seen_on
    from seen
    where mql_on is not null
    union all
    select
        tool,
        id,
        lead_id,
        'handed_over' as stage,
        'handed_over' as said_in,
        handed_over_on as entered_on,
        handed_over_at as entered_at,
        first_seen_on,
        last_seen_on
    from seen
    where handed_over_on is not null
    union all
    select
        tool,
        id,
        lead_id,
        'handed_over' as stage,
        'handed_over_again' as said_in,
        handed_over_again_on as entered_on,
        handed_over_again_at as entered_at,
        first_seen_on,
        last_seen_on
    from seen
    where handed_over_again_on is not null
    union all
    select
        tool,
        id,
        lead_id,
        'accepted' as stage,
        'accepted' as said_in,
        accepted_on as entered_on,
        accepted_at as entered_at,
        first_seen_on,
        last_seen_on
    from seen
    where accepted_on is not null
    union all
    select
        tool,
        id,
        lead_id,
        'first_contact' as stage,
        'first_contact' as said_in,
        first_contact_on as entered_on,
        first_contact_at as entered_at,
        first_seen_on,
        last_seen_on
    from seen
    where first_contact_on is not null
    union all
    select
        tool,
        id,
        lead_id,
        'sql' as stage,
        'sql' as said_in,
        sql_on as entered_on,
        sql_at as entered_at,
        first_seen_on,
        last_seen_on
    from seen
    where sql_on is not null
    union all
    select
        tool,
        id,
        lead_id,
        'sent_back' as stage,
        'sent_back' as said_in,
        sent_back_on as entered_on,
        sent_back_at as entered_at,
        first_seen_on,
        last_seen_on
    from seen
    where sent_back_on is not null
),

dates as (
    select
        tool,
        id,
        lead_id,
        stage,
        said_in,
        entered_on,
        arg_max(entered_at, last_seen_on) as entered_at,
        min(first_seen_on) as first_seen_on,
        max(last_seen_on) as last_seen_on
    from said
    group by tool, id, lead_id, stage, said_in, entered_on
),

overwritten as (
    select
        *,
        lead(entered_on) over (
            partition by tool, id, said_in order by last_seen_on, first_seen_on
        ) as next_on
    from dates
),

events as (
    select
        lead_id,
        stage,
        1 as rank,
        tool || ':' || id as voice,
        entered_on,
        entered_at,
        null as not_before_on,
        'recorded' as evidence
    from overwritten
    where coalesce(next_on > last_seen_on, true)
    union all
    select
        subject_id as lead_id,
        meaning as stage,
        case when evidence = 'recorded' then 2 else 3 end as rank,
        evidence || ' ' || tool as voice,
        changed_on as entered_on,
        changed_at as entered_at,
        not_before_on,
        evidence
    from stage_changes
    where
        subject = 'lead'
        and meaning in ('mql', 'handed_over', 'accepted', 'sql', 'sent_back', 'rejected')
        and meaning is distinct from meaning_before
)

select
    lead_id,
    stage,
    rank,
    voice,
    entered_on,
    min(entered_at) as entered_at,
    min(not_before_on) as not_before_on,
    evidence
from events
group by lead_id, stage, rank, voice, entered_on, evidence;

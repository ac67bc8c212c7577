-- one row per pass of a lead that has events beyond one date a stage
-- Voices that date the same hand-over differently are one pass: between two sendings-back the
-- voice that tells most hand-overs counts them, the others' fall to the nearest of them, and the
-- date is the best voice's (column, then history, then snapshot). Two on one day are one.
-- Everything else belongs to the pass handed over last on or before it, an MQL to the next
-- hand-over; after a sending-back that may be one yet to come, a pass without a hand-over.
create table lead_passes as
with returns as (
    select distinct
        lead_id,
        entered_on
    from lead_events
    where stage in ('sent_back', 'rejected')
),

handovers as (
    select
        handed.lead_id,
        handed.voice,
        handed.rank,
        handed.entered_on,
        handed.entered_at,
        count(returns.entered_on) as spell
    from lead_events as handed
    left join returns
        on handed.lead_id = returns.lead_id and handed.entered_on > returns.entered_on
    where handed.stage = 'handed_over'
    group by
        handed.lead_id, handed.voice, handed.rank, handed.entered_on, handed.entered_at
),

counted as (
    select
        *,
        count(*) over (partition by lead_id, spell, voice) as times
    from handovers
),

led as (
    select
        *,
        first_value(voice) over (
            partition by lead_id, spell
            order by times desc, rank asc, voice asc
        ) as leading_voice
    from counted
),

counting as (
    select
        lead_id,
        spell,
        entered_on
    from led
    where voice = leading_voice
),

nearest as (
    select
        led.*,
        counting.entered_on as counted_on,
        row_number() over (
            partition by led.lead_id, led.spell, led.voice, led.entered_on
            order by abs(date_diff('day', led.entered_on, counting.entered_on)), counting.entered_on
        ) as distance_rank
    from led
    inner join counting on led.lead_id = counting.lead_id and led.spell = counting.spell
),

best as (
    select
        *,
        row_number() over (
            partition by lead_id, spell, counted_on
            order by rank, entered_on, voice
        ) as voice_rank
    from nearest
    where distance_rank = 1
),

numbered as (
    select
        lead_id,
        voice,
        entered_on as handed_on,
        entered_at as handed_at,
        row_number() over (partition by lead_id order by entered_on) as pass,
        count(*) over (partition by lead_id) as passes
    from best
    where voice_rank = 1
),

last_return as (
    select
        lead_id,
        max(entered_on) as returned_on
    from returns
    group by lead_id
),

placed as (
    select
        events.lead_id,
        events.stage,
        events.rank,
        events.voice,
        events.entered_on,
        events.entered_at,
        events.not_before_on,
        events.evidence,
        max(numbered.pass) filter (
            where
            numbered.handed_on < events.entered_on
            or (
                numbered.handed_on = events.entered_on
                -- what is handed over again on the day it was sent back was sent back first
                and case
                    when numbered.handed_at is not null and events.entered_at is not null
                        then numbered.handed_at <= events.entered_at
                    else numbered.pass = 1 or events.stage not in ('sent_back', 'rejected')
                end
            )
        ) as pass_before,
        min(numbered.pass) filter (where numbered.handed_on >= events.entered_on) as pass_after,
        max(numbered.pass) as last_pass,
        max(numbered.handed_on) as last_handed_on
    from lead_events as events
    left join numbered on events.lead_id = numbered.lead_id
    where events.stage != 'handed_over'
    group by
        events.lead_id,
        events.stage,
        events.rank,
        events.voice,
        events.entered_on,
        events.entered_at,
        events.not_before_on,
        events.evidence
),

in_passes as (
    select
        placed.lead_id,
        placed.stage,
        placed.rank,
        placed.voice,
        placed.entered_on,
        placed.entered_at,
        placed.not_before_on,
        placed.evidence,
        case
            when placed.last_pass is null then 1
            when placed.stage in ('first_contact', 'sent_back', 'rejected') then placed.pass_before
            when placed.stage != 'mql' then coalesce(placed.pass_before, 1)
            when placed.pass_after is not null then placed.pass_after
            when
                last_return.returned_on between placed.last_handed_on and placed.entered_on
                then placed.last_pass + 1
            else placed.last_pass
        end as pass
    from placed
    left join last_return on placed.lead_id = last_return.lead_id
    union all
    select
        events.lead_id,
        events.stage,
        events.rank,
        events.voice,
        events.entered_on,
        events.entered_at,
        events.not_before_on,
        events.evidence,
        numbered.pass
    from lead_events as events
    inner join numbered
        on
            events.lead_id = numbered.lead_id
            and events.voice = numbered.voice
            and events.entered_on = numbered.handed_on
    where events.stage = 'handed_over'
),

told_best as (
    select
        *,
        row_number() over (
            partition by lead_id, pass, stage
            order by rank, entered_on, voice
        ) as voice_rank
    from in_passes
    where pass is not null
)

select
    lead_id,
    pass,
    max(entered_on) filter (where stage = 'mql') as mql_on,
    max(entered_at) filter (where stage = 'mql') as mql_at,
    max(evidence) filter (where stage = 'mql') as mql_evidence,
    max(not_before_on) filter (where stage = 'mql') as mql_not_before_on,
    max(entered_on) filter (where stage = 'handed_over') as handed_over_on,
    max(entered_at) filter (where stage = 'handed_over') as handed_over_at,
    max(evidence) filter (where stage = 'handed_over') as handed_over_evidence,
    max(not_before_on) filter (where stage = 'handed_over') as handed_over_not_before_on,
    max(entered_on) filter (where stage = 'accepted') as accepted_on,
    max(entered_at) filter (where stage = 'accepted') as accepted_at,
    max(evidence) filter (where stage = 'accepted') as accepted_evidence,
    max(not_before_on) filter (where stage = 'accepted') as accepted_not_before_on,
    max(entered_on) filter (where stage = 'sql') as sql_on,
    max(entered_at) filter (where stage = 'sql') as sql_at,
    max(evidence) filter (where stage = 'sql') as sql_evidence,
    max(not_before_on) filter (where stage = 'sql') as sql_not_before_on,
    max(entered_on) filter (where stage = 'first_contact') as first_contact_on,
    max(entered_at) filter (where stage = 'first_contact') as first_contact_at,
    max(entered_on) filter (where stage = 'sent_back') as sent_back_on,
    max(entered_at) filter (where stage = 'sent_back') as sent_back_at,
    max(not_before_on) filter (where stage = 'sent_back') as sent_back_not_before_on,
    max(entered_on) filter (where stage = 'rejected') as rejected_on,
    max(entered_at) filter (where stage = 'rejected') as rejected_at,
    max(not_before_on) filter (where stage = 'rejected') as rejected_not_before_on
from told_best
where voice_rank = 1
group by lead_id, pass;

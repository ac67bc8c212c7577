-- one row per pair of stages, days of both, source and owner: how many people went from base to target
-- (and stretch of days on which the entry of base was known so, `known_from` to `known_to`)
-- By the first day on which they are known to have got so far. 'lead' to 'lead' is everybody.
create table passage_days as
with entries as (
    select
        subject_id,
        stage,
        position,
        entered_on,
        reached_on,
        source,
        owner,
        known_from,
        known_to
    from summed_entries
    where subject = 'lead'
),

targets as (
    select
        subject_id,
        stage,
        position,
        reached_on
    from summed_entries
    where subject = 'lead' and known_to = date '9999-12-31'
),

passages as (
    select
        base.stage as base,
        target.stage as target,
        base.entered_on,
        target.reached_on,
        base.source,
        base.owner,
        base.known_from,
        base.known_to
    from targets as target
    inner join entries as base
        on target.subject_id = base.subject_id and target.position > base.position
    union all
    select
        stage as base,
        stage as target,
        entered_on,
        reached_on,
        source,
        owner,
        known_from,
        known_to
    from entries
    where stage = 'lead'
)

select
    base,
    target,
    entered_on,
    reached_on,
    source,
    owner,
    known_from,
    known_to,
    count(*) as people
from passages
group by base, target, entered_on, reached_on, source, owner, known_from, known_to
order by base, target, entered_on;

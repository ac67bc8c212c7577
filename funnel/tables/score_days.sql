-- one row per agreement by score and lead that reached its threshold: the first day it did
-- A score changes on the days of touches, and on the day on which those that took points fall out
-- of the window; and it is asked for first on the day the lead and the agreement are both there.
-- In windows of up to 10,000 days, whole days lie less than one window apart or .0001 more.
-- Who did not reach it before the day known did so on that day.
-- An exported score counts from the day it was first seen so high.
create table score_days as
with days as (
    select
        score_candidates.number,
        score_candidates.lead_no,
        touches.occurred_on as day,
        sum(kind_points.points) as points,
        max(case when kind_points.points > 0 then 1 else 0 end) as active
    from touches
    inner join kind_points
        on
            kind_points.judges
            and touches.kind is not distinct from kind_points.kind
            and touches.occurred_on >= kind_points.since
            and touches.occurred_on <= kind_points.until
    inner join score_candidates
        on
            kind_points.number = score_candidates.number
            and touches.lead_no = score_candidates.lead_no
            and touches.occurred_on <= score_candidates.until
            and not score_candidates.is_at_once
    group by score_candidates.number, score_candidates.lead_no, touches.occurred_on
),

asked as (
    select *
    from days
    union all
    select
        days.number,
        days.lead_no,
        days.day + scoring.window_days as day,
        0 as points,
        0 as active
    from days
    inner join scoring on days.number = scoring.number
    where days.points < 0
    union all
    select
        number,
        lead_no,
        since as day,
        0 as points,
        0 as active
    from score_candidates
    where not is_at_once
),

summed as (
    select
        asked.number,
        asked.lead_no,
        asked.day,
        sum(asked.points) over in_window as points,
        sum(asked.active) over in_window as active_days
    from asked
    inner join scoring on asked.number = scoring.number
    window
        in_window as (
            partition by asked.number, asked.lead_no
            order by
                date_diff('day', date '1970-01-01', asked.day)
                / cast(scoring.window_days as double)
            range between 0.99995 preceding and current row
        )
),

reached as (
    select
        summed.number,
        summed.lead_no,
        min(summed.day) as reached_on
    from summed
    inner join score_candidates
        on
            summed.number = score_candidates.number
            and summed.lead_no = score_candidates.lead_no
    inner join scoring on summed.number = scoring.number
    where
        summed.day >= score_candidates.since
        and summed.day <= score_candidates.until
        and score_candidates.attributes
        + greatest(0, least(scoring.behaviour_most, summed.points))
        + greatest(0, least(scoring.engagement_most, scoring.per_active_day * summed.active_days))
        >= scoring.threshold
    group by summed.number, summed.lead_no
),

found as (
    select
        number,
        lead_no,
        reached_on
    from reached
    union all
    select
        number,
        lead_no,
        since as reached_on
    from score_candidates
    where is_at_once
),

shown as (
    select
        scoring.number,
        seen_scores.lead_no,
        min(seen_scores.seen_on) as seen_on
    from scoring
    inner join seen_scores on scoring.threshold <= seen_scores.score
    where
        scoring.judges and scoring.mql_score = 'exported' and seen_scores.lead_no is not null
    group by scoring.number, seen_scores.lead_no
)

select *
from found
union all
select
    known_days.number,
    known_days.lead_no,
    known_days.reached_on
from known_days
left join found on known_days.number = found.number and known_days.lead_no = found.lead_no
where found.lead_no is null
union all
select
    scoring.number,
    shown.lead_no,
    greatest(shown.seen_on, scoring.since, attribute_scores.created_on) as reached_on
from shown
inner join scoring on shown.number = scoring.number
inner join attribute_scores
    on shown.number = attribute_scores.number and shown.lead_no = attribute_scores.lead_no
where
    (attribute_scores.fits or not scoring.needs_fit)
    and greatest(shown.seen_on, scoring.since, attribute_scores.created_on) <= scoring.until;

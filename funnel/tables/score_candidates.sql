-- one row per agreement and lead whose points could reach the threshold if all counted at once
-- One pass over the touches leaves few to be looked at day by day: `is_at_once` are those of whom it
-- tells already that they reach it on the first day they are asked for. Their active days are
-- counted by the remainder of the day by 60, a bit each: never more than there are. Of whom a day is
-- known by which they reached it, only what was before counts.
create temp table score_candidates as
with touched as (
    select
        kind_points.number,
        touches.lead_no,
        sum(kind_points.points) filter (where kind_points.points > 0) as points,
        count(*) filter (where kind_points.points > 0) as touches,
        sum(kind_points.points) filter (
            where touches.occurred_on < kind_points.since + kind_points.window_days
        ) as first_points,
        bit_count(
            bit_or(
                cast(1 as bigint)
                << cast(date_diff('day', date '2000-01-01', touches.occurred_on) % 60 as integer)
            ) filter (
                where
                kind_points.points > 0
                and touches.occurred_on >= date '2000-01-01'
                and touches.occurred_on < kind_points.since + kind_points.window_days
            )
        ) as first_days
    from touches
    inner join kind_points
        on
            kind_points.judges
            and touches.kind is not distinct from kind_points.kind
            and touches.occurred_on >= kind_points.since
            and touches.occurred_on <= kind_points.until
    left join known_days
        on kind_points.number = known_days.number and touches.lead_no = known_days.lead_no
    where
        touches.lead_no is not null
        and coalesce(touches.occurred_on < known_days.reached_on, true)
    group by kind_points.number, touches.lead_no
)

select
    scoring.number,
    attribute_scores.lead_no,
    attribute_scores.attributes,
    greatest(scoring.since, attribute_scores.created_on) as since,
    coalesce(known_days.reached_on - 1, scoring.until) as until,
    attribute_scores.created_on <= scoring.since
    and attribute_scores.attributes
    + greatest(0, least(scoring.behaviour_most, coalesce(touched.first_points, 0)))
    + greatest(
        0,
        least(scoring.engagement_most, scoring.per_active_day * coalesce(touched.first_days, 0))
    )
    >= scoring.threshold as is_at_once
from attribute_scores
inner join scoring
    on
        attribute_scores.number = scoring.number
        and scoring.judges
        and scoring.mql_score = 'computed'
left join touched
    on
        attribute_scores.number = touched.number
        and attribute_scores.lead_no = touched.lead_no
left join known_days
    on
        attribute_scores.number = known_days.number
        and attribute_scores.lead_no = known_days.lead_no
where
    (attribute_scores.fits or not scoring.needs_fit)
    and attribute_scores.created_on <= scoring.until
    and attribute_scores.attributes
    + least(scoring.behaviour_most, coalesce(touched.points, 0))
    + least(
        scoring.engagement_most,
        greatest(0, scoring.per_active_day * coalesce(touched.touches, 0))
    )
    >= scoring.threshold;

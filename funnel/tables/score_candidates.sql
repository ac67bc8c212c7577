-- one row per agreement and lead whose points could reach the threshold if all counted at once
-- One pass over the touches leaves few to be looked at day by day.
create temp table score_candidates as
with touched as (
    select
        kind_points.number,
        touches.lead_no,
        sum(kind_points.points) as points,
        count(*) as touches
    from touches
    inner join kind_points
        on
            kind_points.judges
            and kind_points.points > 0
            and touches.kind is not distinct from kind_points.kind
            and touches.occurred_on >= kind_points.since
            and touches.occurred_on <= kind_points.until
    where touches.lead_no is not null
    group by kind_points.number, touches.lead_no
)

select
    scoring.number,
    attribute_scores.lead_no,
    attribute_scores.attributes,
    greatest(scoring.since, attribute_scores.created_on) as since,
    scoring.until,
    scoring.window_days
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

-- one row per agreement and kind of touch that gives points, or takes some
create temp table kind_points as
with kinds as (
    select distinct kind
    from touches
    where exists (select 1 from scoring)
),

given as (
    select
        scoring.number,
        kinds.kind,
        coalesce(point_values.points, scoring.behaviour_other) as points
    from kinds
    cross join scoring
    left join point_values
        on
            scoring.number = point_values.number
            and point_values.part = 'kind'
            and kinds.kind = point_values.value
)

select
    given.number,
    given.kind,
    given.points,
    scoring.judges and scoring.mql_score = 'computed' as judges,
    scoring.is_latest,
    scoring.window_days,
    scoring.since - (scoring.window_days - 1) as since,
    scoring.until
from given
inner join scoring on given.number = scoring.number
where given.points != 0;

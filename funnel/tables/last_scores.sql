-- one row per lead with touches that counted on the last day by the agreement in force then
create temp table last_scores as
with days as (
    select
        touches.lead_no,
        touches.occurred_on,
        sum(kind_points.points) as points,
        max(case when kind_points.points > 0 then 1 else 0 end) as active
    from touches
    inner join kind_points
        on
            kind_points.is_latest
            and touches.kind is not distinct from kind_points.kind
            and touches.occurred_on <= kind_points.until
            and touches.occurred_on > kind_points.until - kind_points.window_days
    where touches.lead_no is not null
    group by touches.lead_no, touches.occurred_on
)

select
    lead_no,
    sum(points) as points,
    sum(active) as active_days
from days
group by lead_no;

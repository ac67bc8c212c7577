-- one row per journey, with the day it entered each measured stage: its own, or the next one's
create temp view entered_journeys as
with measured as (
    select
        coalesce(bool_or(is_measured) filter (where stage = 'mql'), false)
            as is_mql_measured,
        coalesce(bool_or(is_measured) filter (where stage = 'handed_over'), false)
            as is_handed_over_measured,
        coalesce(bool_or(is_measured) filter (where stage = 'accepted'), false)
            as is_accepted_measured,
        coalesce(bool_or(is_measured) filter (where stage = 'sql'), false)
            as is_sql_measured,
        coalesce(bool_or(is_measured) filter (where stage = 'opportunity'), false)
            as is_opportunity_measured,
        coalesce(bool_or(is_measured) filter (where stage = 'won'), false)
            as is_won_measured
    from stages
),

judged as (
    select
        journeys.*,
        measured.*
    from journeys
    cross join measured
)

select
    *,
    won_on as won_known_on,
    coalesce(opportunity_on, won_known_on) as opportunity_known_on,
    coalesce(sql_on, opportunity_known_on) as sql_known_on,
    coalesce(accepted_on, sql_known_on) as accepted_known_on,
    coalesce(handed_over_on, accepted_known_on) as handed_over_known_on,
    coalesce(mql_on, handed_over_known_on) as mql_known_on,
    won_ahead_on as won_reached_on,
    least(opportunity_ahead_on, won_reached_on) as opportunity_reached_on,
    least(sql_ahead_on, opportunity_reached_on) as sql_reached_on,
    least(accepted_ahead_on, sql_reached_on) as accepted_reached_on,
    least(handed_over_ahead_on, accepted_reached_on) as handed_over_reached_on,
    least(mql_ahead_on, handed_over_reached_on) as mql_reached_on,
    case when is_mql_measured and (pass = 1 or mql_on is not null) then mql_known_on end
        as mql_entered_on,
    case when is_handed_over_measured then handed_over_known_on end as handed_over_entered_on,
    case when is_accepted_measured then accepted_known_on end as accepted_entered_on,
    case when is_sql_measured then sql_known_on end as sql_entered_on,
    case when is_opportunity_measured then opportunity_known_on end as opportunity_entered_on,
    case when is_won_measured then won_known_on end as won_entered_on
from judged;

-- one row per tie between an id and the lowest in its reach: a round of `build.py`'s drawing
-- people together.
-- First the higher ids around each id, then all that lie below each: so there are never more ties
-- than before, and after few rounds everyone is tied to the lowest id of all alone.
create or replace temp table same_people as
with ties as (
    select
        node,
        centre as other
    from same_people
    union
    select
        centre as node,
        node as other
    from same_people
),

around as (
    select
        node,
        other,
        least(node, min(other) over (partition by node)) as lowest
    from ties
),

higher as (
    select distinct
        other as node,
        lowest as centre
    from around
    where other > node
),

below as (
    select
        node,
        centre,
        min(centre) over (partition by node) as lowest
    from higher
)

select
    node,
    lowest as centre
from below
union
select
    centre as node,
    lowest as centre
from below
where centre != lowest;

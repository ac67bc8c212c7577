-- one row per owner the exports give a team for
create table owners as
select
    owner,
    min(team) as team
from staged_owners
group by owner;

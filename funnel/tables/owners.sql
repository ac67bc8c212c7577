-- one row per owner as shown: by name where an export gives one, else as the tools write them
create table owners as
select
    coalesce(name, owner) as owner,
    min(owner) as id,
    min(team) as team
from staged_owners
group by coalesce(name, owner);

-- one row per owner's id that an export gives a name for
create temp table owner_names as
select
    tool,
    owner as id,
    min(name) as name
from staged_owners
where name is not null
group by tool, owner;

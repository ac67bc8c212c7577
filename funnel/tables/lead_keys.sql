-- one row per id by which a tool names a person
create temp view lead_keys as
select
    tool,
    id,
    lead_id,
    lead_no
from lead_records
union all
select
    tool,
    id,
    lead_id,
    lead_no
from lead_aliases;

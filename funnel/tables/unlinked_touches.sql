-- one row per id or e-mail by which touches name a person whom nobody exported, with their number
create table unlinked_touches as
select
    staged_touches.tool,
    coalesce(staged_touches.lead_id, staged_touches.email) as lead_key,
    count(*) as touches
from staged_touches
inner join touches
    on staged_touches.file_no = touches.file_no and staged_touches.row_no = touches.row_no
where touches.lead_no is null
group by all;

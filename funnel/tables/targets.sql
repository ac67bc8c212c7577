-- one row per month, metric and segment, with what is to be reached
create table targets as
select
    tool,
    cast(date_trunc('month', month_on) as date) as month,
    metric,
    source,
    owner,
    value,
    file_no,
    row_no
from staged_targets;

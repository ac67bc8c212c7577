-- one row per stretch of days and what was spent in it on a campaign or source
-- Without an end it ends with the month it began in.
create table spend as
select
    tool,
    id,
    campaign,
    source,
    since_on,
    coalesce(until_on, last_day(since_on)) as until_on,
    amount,
    planned,
    file_no,
    row_no
from staged_spend;

-- one row per stretch of days and what was spent in it on a campaign or source
-- Imported, or entered by a person for a month. Without an end it ends with the month it began in;
-- so it does where the end cannot be: before the beginning, or ten years and more behind it
-- (`is_period_odd`). What is in another currency than the deals is kept and counts nowhere.
create table spend as
with said as (
    select
        staged_spend.tool,
        staged_spend.id,
        staged_spend.tool
        || ':'
        || coalesce(staged_spend.id || '/', '')
        || staged_spend.file_no
        || '.'
        || staged_spend.row_no as spend_id,
        staged_spend.campaign,
        staged_spend.source,
        staged_spend.since_on,
        staged_spend.until_on as said_until_on,
        staged_spend.amount,
        staged_spend.planned,
        coalesce(staged_spend.currency, staged_files.currency) as currency,
        false as is_entered,
        staged_spend.file_no,
        staged_spend.row_no
    from staged_spend
    inner join staged_files on staged_spend.file_no = staged_files.file_no
    union all
    select
        'entered' as tool,
        cast(cost_id as varchar) as id,
        'entered:' || cost_id as spend_id,
        campaign,
        source,
        month_on as since_on,
        last_day(month_on) as said_until_on,
        amount,
        cast(null as decimal(18, 2)) as planned,
        currency,
        true as is_entered,
        cast(null as integer) as file_no,
        cast(null as bigint) as row_no
    from entered_costs
),

judged as (
    select
        *,
        coalesce(
            said_until_on < since_on or date_diff('day', since_on, said_until_on) >= 3650, false
        ) as is_period_odd
    from said
)

select
    tool,
    id,
    spend_id,
    campaign,
    source,
    since_on,
    case
        when is_period_odd or said_until_on is null then last_day(since_on) else said_until_on
    end as until_on,
    amount,
    planned,
    currency,
    currency = $currency as is_own_currency,
    is_period_odd,
    is_entered,
    file_no,
    row_no
from judged;

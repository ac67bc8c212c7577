-- one row per cost, day and source it was known under: an amount spent is spread evenly over its days
-- Asked for a day, take the rows from `known_from` to `known_to` that hold it: each cost and day once.
-- To the cent: a day takes what lies between the rounded sums up to it and up to the day before, so
-- the days add up to the amount. Only what is in the currency of the deals; planned amounts are no
-- cost. A cost whose source nobody can tell has a source of its own, which no lead has.
create table spend_days as
with digits (digit) as (
    values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)
),

numbers as (
    select ones.digit + 10 * tens.digit + 100 * hundreds.digit + 1000 * thousands.digit as number
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
    cross join digits as thousands
),

counted as (
    select
        spend.spend_id,
        spend.campaign,
        coalesce(spend.source, campaign_sources.source, '流入元不明の費用') as source,
        coalesce(campaign_sources.known_from, date '0001-01-01') as known_from,
        coalesce(campaign_sources.known_to, date '9999-12-31') as known_to,
        spend.since_on,
        spend.amount,
        date_diff('day', spend.since_on, spend.until_on) + 1 as days
    from spend
    left join campaign_sources
        on spend.campaign = campaign_sources.campaign and spend.source is null
    where spend.amount is not null and spend.is_own_currency
),

sums as (
    select
        counted.*,
        numbers.number,
        cast(
            round(cast(counted.amount as double) * numbers.number / counted.days, 2)
            as decimal(18, 2)
        ) as sum_before,
        case
            when numbers.number + 1 = counted.days then counted.amount
            else
                cast(
                    round(cast(counted.amount as double) * (numbers.number + 1) / counted.days, 2)
                    as decimal(18, 2)
                )
        end as sum_after
    from counted
    inner join numbers on counted.days > numbers.number
)

select
    spend_id,
    campaign,
    source,
    cast(since_on + number as date) as day,
    sum_after - sum_before as amount,
    known_from,
    known_to
from sums
where since_on + number <= known_to;

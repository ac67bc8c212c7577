-- one row per thing the exports say that cannot be, or lack; kept in the figures and named here
-- (moments of a bulk import are left out of figures of speed). What is only incomplete is named
-- in `data_gaps`.
create table data_faults as
with said as (
    select
        count(opened_on) > 0 as has_opened,
        count(amount) > 0 as has_amounts
    from deals
),

deal_faults as (
    select
        deals.deal_id,
        deals.stage,
        date_diff('day', deals.opened_on, deals.closed_on) as length_days,
        date_diff('day', deals.lead_created_on, deals.closed_on) as lead_time_days,
        deals.outcome = 'won' and deals.closed_on < deals.lead_created_on as is_won_early,
        deals.closed_on < deals.opened_on as is_closed_early,
        deals.outcome != 'open' and deals.closed_on is null as lacks_close,
        said.has_opened and deals.opened_on is null and deals.closed_on is null as lacks_open,
        said.has_amounts and deals.outcome = 'won' and deals.amount is null as lacks_amount,
        not deals.is_stage_known as lacks_stage
    from deals
    cross join said
),

-- a lost deal enters no stage of the funnel
dated as (
    select
        subject,
        subject_id,
        entered_on as day
    from stage_entries
    union all
    select
        'deal' as subject,
        deal_id as subject_id,
        closed_on as day
    from deals
)

select
    'product_not_found' as fault,
    'deal' as subject,
    deal_id as subject_id,
    cast(null as bigint) as days,
    product as what
from deals
where
    product not in (select products.product from products)
    and (select count(*) from products) > 0
union all
select
    'won_before_created' as fault,
    'deal' as subject,
    deal_id as subject_id,
    lead_time_days as days,
    null as what
from deal_faults
where is_won_early
union all
select
    'closed_before_opened' as fault,
    'deal' as subject,
    deal_id as subject_id,
    length_days as days,
    null as what
from deal_faults
where is_closed_early
union all
select
    'closed_without_date' as fault,
    'deal' as subject,
    deal_id as subject_id,
    null as days,
    null as what
from deal_faults
where lacks_close
union all
select
    'never_opened' as fault,
    'deal' as subject,
    deal_id as subject_id,
    null as days,
    null as what
from deal_faults
where lacks_open
union all
select
    'won_without_amount' as fault,
    'deal' as subject,
    deal_id as subject_id,
    null as days,
    null as what
from deal_faults
where lacks_amount
union all
select
    'unknown_stage' as fault,
    'deal' as subject,
    deal_id as subject_id,
    null as days,
    stage as what
from deal_faults
where lacks_stage
union all
select
    'lead_not_found' as fault,
    'deal' as subject,
    deal_id as subject_id,
    null as days,
    null as what
from deals
where names_lead and lane = 'sales'
union all
select
    'deleted_in_tool' as fault,
    'deal' as subject,
    deal_id as subject_id,
    null as days,
    null as what
from deals
where is_deleted
union all
select
    'deleted_in_tool' as fault,
    'lead' as subject,
    lead_id as subject_id,
    null as days,
    null as what
from leads
where is_deleted
union all
select
    'stage_dates_reversed' as fault,
    'lead' as subject,
    subject_id,
    date_diff('day', entered_on, left_on) as days,
    stage as what
from stage_entries
where subject = 'lead' and left_on < entered_on and not (stage = 'lead' and next_stage = 'won')
union all
select
    'dated_in_future' as fault,
    subject,
    subject_id,
    max(date_diff('day', $known_until, day)) as days,
    cast(max(day) as varchar) as what
from dated
where day > $known_until
group by subject, subject_id
union all
select
    'bulk_timestamp' as fault,
    'lead' as subject,
    subject_id,
    null as days,
    stage as what
from stage_entries
where subject = 'lead' and is_bulk
union all
select
    'spend_in_other_currency' as fault,
    'spend' as subject,
    spend_id as subject_id,
    null as days,
    currency as what
from spend
where amount is not null and not is_own_currency
union all
select
    'spend_period_odd' as fault,
    'spend' as subject,
    spend_id as subject_id,
    null as days,
    cast(since_on as varchar) as what
from spend
where is_period_odd
union all
select
    'revenue_in_other_currency' as fault,
    'revenue' as subject,
    revenue_id as subject_id,
    null as days,
    currency as what
from revenue
where not is_own_currency;

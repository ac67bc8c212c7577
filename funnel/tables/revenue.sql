-- one row per invoice or contract, with the customer it is of
-- A contract with a beginning and an end is spread evenly over its days by whoever asks; else it
-- counts on the day it was billed or began. The customer is told by the deal, else by the person's
-- first win, else by the company's name; whom nobody won is kept without one. An id of another tool
-- counts where only one deal or person has it.
create table revenue as
with said as (
    select
        staged_revenue.tool,
        staged_revenue.id,
        staged_revenue.tool
        || ':'
        || coalesce(staged_revenue.id || '/', '')
        || staged_revenue.file_no
        || '.'
        || staged_revenue.row_no as revenue_id,
        staged_revenue.deal_id as deal_key,
        staged_revenue.lead_id as lead_key,
        nullif(company_key(staged_revenue.company), '') as company_key,
        coalesce(staged_revenue.since_on, staged_revenue.billed_on) as begins_on,
        coalesce(staged_revenue.billed_on, staged_revenue.since_on) as billed_on,
        staged_revenue.until_on as ends_on,
        staged_revenue.amount,
        coalesce(staged_revenue.currency, staged_files.currency) as currency,
        staged_revenue.file_no,
        staged_revenue.row_no
    from staged_revenue
    inner join staged_files on staged_revenue.file_no = staged_files.file_no
),

judged as (
    select
        *,
        coalesce(
            ends_on >= begins_on and date_diff('day', begins_on, ends_on) < 3650, false
        ) as is_stretch
    from said
),

deal_keys as (
    select
        judged.revenue_id,
        customer_deals.customer_id,
        split_part(customer_deals.deal_id, ':', 1) = judged.tool as is_own_tool
    from judged
    inner join customer_deals
        on judged.deal_key = substr(customer_deals.deal_id, strpos(customer_deals.deal_id, ':') + 1)
),

person_keys as (
    select
        judged.revenue_id,
        customer_deals.customer_id,
        lead_keys.tool = judged.tool as is_own_tool,
        row_number() over (
            partition by judged.revenue_id, lead_keys.lead_id, lead_keys.tool
            order by customer_deals.won_on, length(customer_deals.deal_id), customer_deals.deal_id
        ) as win
    from judged
    inner join lead_keys on judged.lead_key = lead_keys.id
    inner join customer_deals on lead_keys.lead_id = customer_deals.lead_id
),

found as (
    select
        revenue_id,
        customer_id,
        is_own_tool,
        'deal' as linked_by
    from deal_keys
    union all
    select
        revenue_id,
        customer_id,
        is_own_tool,
        'lead' as linked_by
    from person_keys
    where win = 1
),

-- of the tool itself if there is one, else the only one there is
ids as (
    select
        revenue_id,
        linked_by,
        coalesce(
            min(customer_id) filter (where is_own_tool),
            case when count(distinct customer_id) = 1 then min(customer_id) end
        ) as customer_id
    from found
    group by revenue_id, linked_by
)

select
    judged.tool,
    judged.id,
    judged.revenue_id,
    coalesce(by_deal.customer_id, by_lead.customer_id, customers.customer_id) as customer_id,
    case
        when by_deal.customer_id is not null then 'deal'
        when by_lead.customer_id is not null then 'lead'
        when customers.customer_id is not null then 'company'
    end as linked_by,
    case when judged.is_stretch then judged.begins_on else judged.billed_on end as since_on,
    case when judged.is_stretch then judged.ends_on else judged.billed_on end as until_on,
    judged.amount,
    judged.currency,
    judged.currency = $currency as is_own_currency,
    judged.file_no,
    judged.row_no
from judged
left join ids as by_deal on judged.revenue_id = by_deal.revenue_id and by_deal.linked_by = 'deal'
left join ids as by_lead on judged.revenue_id = by_lead.revenue_id and by_lead.linked_by = 'lead'
left join customers on judged.company_key = customers.company_key;

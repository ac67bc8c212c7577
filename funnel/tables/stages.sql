-- one row per stage of the funnel, in order, then 'lost', 'amount', 'cost' and 'revenue': measured?
-- A column that is there but never filled measures nothing: not measured is not zero.
create table stages as
with lead_dates as (
    select
        count(*) as leads,
        count(mql_on)
        + (select count(judged_mqls.mql_on) from judged_mqls) as mqls,
        count(handed_over_on) as handovers,
        count(accepted_on) as accepted,
        count(sql_on) as sqls
    from leads
),

deal_dates as (
    select
        count(*) as deals,
        count(opened_on) as opened,
        count(*) filter (where outcome = 'lost' and closed_on is not null) as lost,
        count(amount) as amounts
    from deals
),

costs as (
    select count(*) as costs
    from spend
    where amount is not null and is_own_currency
),

billed as (
    select count(*) as revenues
    from revenue
    where is_own_currency
)

select 'lead' as stage, 1 as position, leads > 0 as is_measured from lead_dates
union all
select 'mql', 2, mqls > 0 from lead_dates
union all
select 'handed_over', 3, handovers > 0 from lead_dates
union all
select 'accepted', 4, accepted > 0 from lead_dates
union all
select 'sql', 5, sqls > 0 from lead_dates
union all
select 'opportunity', 6, opened > 0 from deal_dates
union all
select 'won', 7, deals > 0 from deal_dates
union all
select 'lost', 8, lost > 0 from deal_dates
union all
select 'amount', 9, amounts > 0 from deal_dates
union all
select 'cost', 10, costs > 0 from costs
union all
select 'revenue', 11, revenues > 0 from billed;

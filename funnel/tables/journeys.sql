-- one row per lead and pass: what is known of its way through the funnel
-- `<stage>_ahead_on` is the first date of the stage in this pass or a later one; `had_<stage>` says
-- that an earlier pass got there, or further; `then_on` and `then_stage` begin the next pass.
create temp view journeys as
select
    leads.lead_no,
    leads.lead_id,
    1 as pass,
    leads.source,
    leads.owner,
    leads.reason,
    leads.state,
    leads.created_on,
    leads.created_at,
    case when judged_mqls.pass is null then leads.mql_on else judged_mqls.mql_on end as mql_on,
    case when judged_mqls.pass is null then leads.mql_at else judged_mqls.mql_at end as mql_at,
    case
        when judged_mqls.pass is not null then judged_mqls.mql_evidence
        when leads.mql_on is not null then 'recorded'
    end as mql_evidence,
    cast(null as date) as mql_not_before_on,
    leads.handed_over_on,
    leads.handed_over_at,
    case when leads.handed_over_on is not null then 'recorded' end as handed_over_evidence,
    cast(null as date) as handed_over_not_before_on,
    leads.accepted_on,
    leads.accepted_at,
    case when leads.accepted_on is not null then 'recorded' end as accepted_evidence,
    cast(null as date) as accepted_not_before_on,
    leads.sql_on,
    leads.sql_at,
    case when leads.sql_on is not null then 'recorded' end as sql_evidence,
    cast(null as date) as sql_not_before_on,
    deal_journeys.opportunity_on,
    deal_journeys.opened_on,
    deal_journeys.opportunity_at,
    deal_journeys.won_on,
    deal_journeys.won_at,
    leads.first_contact_on,
    leads.first_contact_at,
    leads.sent_back_on,
    leads.sent_back_at,
    cast(null as date) as sent_back_not_before_on,
    cast(null as date) as rejected_on,
    cast(null as timestamp) as rejected_at,
    cast(null as date) as rejected_not_before_on,
    case when judged_mqls.pass is null then leads.mql_on else judged_mqls.mql_on end
        as mql_ahead_on,
    leads.handed_over_on as handed_over_ahead_on,
    leads.accepted_on as accepted_ahead_on,
    leads.sql_on as sql_ahead_on,
    deal_journeys.opportunity_on as opportunity_ahead_on,
    deal_journeys.won_on as won_ahead_on,
    false as had_accepted,
    false as had_sql,
    false as had_opportunity,
    false as had_won,
    true as is_last,
    true as is_last_refused,
    cast(null as date) as then_on,
    cast(null as varchar) as then_stage
from judged_leads as leads
left join deal_journeys on leads.lead_no = deal_journeys.lead_no
left join judged_mqls on leads.lead_no = judged_mqls.lead_no
where leads.lead_no not in (select eventful_journeys.lead_no from eventful_journeys)
union all
select * from eventful_journeys;

-- one row per pass of the leads in `lead_passes`, as in `journeys`
create temp table eventful_journeys as
select
    leads.lead_no,
    judged_passes.lead_id,
    judged_passes.pass,
    leads.source,
    leads.owner,
    leads.reason,
    leads.state,
    leads.created_on,
    leads.created_at,
    judged_passes.mql_on,
    judged_passes.mql_at,
    judged_passes.mql_evidence,
    judged_passes.mql_not_before_on,
    judged_passes.handed_over_on,
    judged_passes.handed_over_at,
    judged_passes.handed_over_evidence,
    judged_passes.handed_over_not_before_on,
    judged_passes.accepted_on,
    judged_passes.accepted_at,
    judged_passes.accepted_evidence,
    judged_passes.accepted_not_before_on,
    judged_passes.sql_on,
    judged_passes.sql_at,
    judged_passes.sql_evidence,
    judged_passes.sql_not_before_on,
    deal_journeys.opportunity_on,
    deal_journeys.opened_on,
    deal_journeys.opportunity_at,
    deal_journeys.won_on,
    deal_journeys.won_at,
    judged_passes.first_contact_on,
    judged_passes.first_contact_at,
    judged_passes.sent_back_on,
    judged_passes.sent_back_at,
    judged_passes.sent_back_not_before_on,
    judged_passes.rejected_on,
    judged_passes.rejected_at,
    judged_passes.rejected_not_before_on,
    min(judged_passes.mql_on) over onwards as mql_ahead_on,
    min(judged_passes.handed_over_on) over onwards as handed_over_ahead_on,
    min(judged_passes.accepted_on) over onwards as accepted_ahead_on,
    min(judged_passes.sql_on) over onwards as sql_ahead_on,
    min(deal_journeys.opportunity_on) over onwards as opportunity_ahead_on,
    min(deal_journeys.won_on) over onwards as won_ahead_on,
    max(
        coalesce(
            judged_passes.accepted_on,
            judged_passes.sql_on,
            deal_journeys.opportunity_on,
            deal_journeys.won_on
        )
    ) over earlier is not null as had_accepted,
    max(coalesce(judged_passes.sql_on, deal_journeys.opportunity_on, deal_journeys.won_on))
        over earlier
    is not null as had_sql,
    max(coalesce(deal_journeys.opportunity_on, deal_journeys.won_on))
        over earlier
    is not null as had_opportunity,
    max(deal_journeys.won_on) over earlier is not null as had_won,
    lead(judged_passes.pass) over in_order is null as is_last,
    max(coalesce(judged_passes.sent_back_on, judged_passes.rejected_on)) over later is null
        as is_last_refused,
    lead(coalesce(judged_passes.mql_on, judged_passes.handed_over_on)) over in_order as then_on,
    lead(case when judged_passes.mql_on is null then 'handed_over' else 'mql' end) over in_order
        as then_stage
from judged_passes
inner join judged_leads as leads on judged_passes.lead_id = leads.lead_id
left join deal_journeys
    on leads.lead_no = deal_journeys.lead_no and judged_passes.pass = deal_journeys.pass
window
    in_order as (partition by judged_passes.lead_id order by judged_passes.pass),
    onwards as (
        partition by judged_passes.lead_id order by judged_passes.pass
        rows between current row and unbounded following
    ),
    earlier as (
        partition by judged_passes.lead_id order by judged_passes.pass
        rows between unbounded preceding and 1 preceding
    ),
    later as (
        partition by judged_passes.lead_id order by judged_passes.pass
        rows between 1 following and unbounded following
    );

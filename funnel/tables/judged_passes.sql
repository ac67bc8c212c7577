-- one row per pass in `lead_passes`, with its MQL as the agreements judge it
create temp view judged_passes as
select
    lead_passes.lead_id,
    lead_passes.pass,
    case when judged_mqls.pass is null then lead_passes.mql_on else judged_mqls.mql_on end
        as mql_on,
    case when judged_mqls.pass is null then lead_passes.mql_at else judged_mqls.mql_at end
        as mql_at,
    case
        when judged_mqls.pass is null then lead_passes.mql_evidence
        else judged_mqls.mql_evidence
    end as mql_evidence,
    case
        when judged_mqls.pass is null then lead_passes.mql_not_before_on
        else judged_mqls.mql_not_before_on
    end as mql_not_before_on,
    lead_passes.handed_over_on,
    lead_passes.handed_over_at,
    lead_passes.handed_over_evidence,
    lead_passes.handed_over_not_before_on,
    lead_passes.accepted_on,
    lead_passes.accepted_at,
    lead_passes.accepted_evidence,
    lead_passes.accepted_not_before_on,
    lead_passes.sql_on,
    lead_passes.sql_at,
    lead_passes.sql_evidence,
    lead_passes.sql_not_before_on,
    lead_passes.first_contact_on,
    lead_passes.first_contact_at,
    lead_passes.sent_back_on,
    lead_passes.sent_back_at,
    lead_passes.sent_back_not_before_on,
    lead_passes.rejected_on,
    lead_passes.rejected_at,
    lead_passes.rejected_not_before_on
from lead_passes
left join judged_mqls
    on lead_passes.lead_id = judged_mqls.lead_id and lead_passes.pass = judged_mqls.pass;

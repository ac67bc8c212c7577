-- one row per lead record of a tool: which person it is, and which of the person's records by age
-- `lead_no` is the person's number within this version, made of where the record stands.
create table lead_records as
select
    staged_leads.tool,
    staged_leads.id,
    coalesce(
        grouped_records.lead_id, staged_leads.tool || ':' || staged_leads.id
    ) as lead_id,
    coalesce(
        grouped_records.lead_no,
        cast(staged_leads.file_no as bigint) * 1000000000 + staged_leads.row_no
    ) as lead_no,
    coalesce(grouped_records.record_no, 1) as record_no,
    staged_leads.file_no,
    staged_leads.row_no
from staged_leads
left join grouped_records
    on
        staged_leads.file_no = grouped_records.file_no
        and staged_leads.row_no = grouped_records.row_no;

-- one row per e-mail that deals, touches or activities name and that names one person
-- Every address of every record of a person counts; shared boxes name nobody, nor does an address
-- that several people have.
create temp table lead_addresses as
with asked as (
    select email
    from staged_deals
    where email is not null
    union
    select email
    from staged_touches
    where email is not null
    union
    select email
    from staged_sales_activities
    where email is not null
)

select
    staged_leads.email,
    min(lead_records.lead_id) as lead_id,
    min(lead_records.lead_no) as lead_no
from staged_leads
inner join asked on staged_leads.email = asked.email
inner join lead_records
    on
        staged_leads.file_no = lead_records.file_no
        and staged_leads.row_no = lead_records.row_no
where split_part(staged_leads.email, '@', 1) not in (select shared_boxes.box from shared_boxes)
group by staged_leads.email
having count(distinct lead_records.lead_no) = 1;

-- one row per activity of sales: a call, a mail, a meeting, a task
-- `lead_no` is the person in `leads`, by the tool's id or else by an e-mail that names one person;
-- whom nobody exported has none, and `lead_key` keeps what the tool gives. Deals likewise: what an
-- activity is about may also be an account, which stays in `deal_key`.
create table sales_activities as
with people as (
    select
        tool,
        id,
        lead_no
    from lead_keys
    where 'sales_activities' in (select staged_files.object from staged_files)
)

select
    activities.tool,
    activities.id,
    coalesce(people.lead_no, lead_addresses.lead_no) as lead_no,
    case
        when coalesce(people.lead_no, lead_addresses.lead_no) is null
            then coalesce(activities.lead_id, activities.email)
    end as lead_key,
    deals.deal_id,
    case when deals.deal_id is null then activities.deal_id end as deal_key,
    activities.kind,
    activities.title,
    activities.outcome,
    coalesce(owner_names.name, activities.owner) as owner,
    activities.is_deleted,
    activities.occurred_on,
    activities.occurred_at,
    activities.file_no,
    activities.row_no
from staged_sales_activities as activities
left join people on activities.tool = people.tool and activities.lead_id = people.id
left join lead_addresses on activities.email = lead_addresses.email
left join deals on activities.tool || ':' || activities.deal_id = deals.deal_id
left join owner_names
    on activities.tool = owner_names.tool and activities.owner = owner_names.id;

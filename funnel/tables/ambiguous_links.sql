-- one row per deal that may belong to several people: by its e-mail, or by the ids it is linked by
-- Several people by id are the deal's people: the earliest-created one carries it. Several by e-mail
-- leave it without a lead. What a person confirmed is settled. `lead_ids` are up to five of them.
create table ambiguous_links as
with settled as (
    select distinct deal_id
    from confirmed_links
    where is_same
),

unlinked as (
    select
        staged_deals.tool || ':' || staged_deals.id as deal_id,
        staged_deals.email
    from staged_deals
    left join lead_deals on staged_deals.tool || ':' || staged_deals.id = lead_deals.deal_id
    where lead_deals.deal_id is null and staged_deals.email is not null
),

meant as (
    select
        lead_deals.deal_id,
        lead_deals.lead_id,
        'id' as named_by
    from lead_deals
    where lead_deals.linked_by = 'id'
    union all
    select distinct
        unlinked.deal_id,
        lead_records.lead_id,
        'email' as named_by
    from staged_leads
    inner join unlinked on staged_leads.email = unlinked.email
    inner join lead_records
        on
            staged_leads.file_no = lead_records.file_no
            and staged_leads.row_no = lead_records.row_no
    where split_part(unlinked.email, '@', 1) not in (select shared_boxes.box from shared_boxes)
),

numbered as (
    select
        *,
        row_number() over (partition by deal_id order by length(lead_id), lead_id) as number
    from meant
    where deal_id not in (select settled.deal_id from settled)
)

select
    deal_id,
    named_by,
    count(*) as people,
    list(lead_id) filter (where number <= 5) as lead_ids
from numbered
group by deal_id, named_by
having count(*) > 1;

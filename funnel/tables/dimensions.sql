-- one row per subject (a lead, a deal, a cost) and what it can be grouped by beside source and owner
-- A person has no product. No campaign brought a deal that sales opened itself: it stands under
-- 営業起点, as by source. `campaign_on` is the day from which the campaign is known, null: always.
create view dimensions as
select
    'lead' as subject,
    lead_id as subject_id,
    campaign,
    campaign_on,
    industry,
    company_size,
    cast(null as varchar) as product,
    'marketing' as lane
from leads
union all
select
    'deal' as subject,
    deal_id as subject_id,
    case when lane = 'sales' then '営業起点' else campaign end as campaign,
    campaign_on,
    industry,
    company_size,
    product,
    lane
from deals
union all
select distinct
    'spend' as subject,
    spend_id as subject_id,
    campaign,
    cast(null as date) as campaign_on,
    cast(null as varchar) as industry,
    cast(null as varchar) as company_size,
    cast(null as varchar) as product,
    'marketing' as lane
from spend_days;

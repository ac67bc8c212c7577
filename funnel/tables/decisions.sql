-- one row per pass that sales decided on, and deal that was lost; why, where it was refused or lost
-- `reason` is null for a pass that was accepted, 'not_said' where nothing is said, and 'not_kept'
-- where a later refusal of the same lead took the place of what was said: tools keep the last.
-- Where only today's status tells the decision there is no day. A pass that was accepted first and
-- refused later counts as accepted from `known_from` to `known_to`, until the day it was refused.
create view decisions as
with refusals as (
    select
        *,
        decision in ('sent_back', 'rejected') as is_refused,
        max(case when decision in ('sent_back', 'rejected') then pass end)
            over (partition by lead_id) as last_refused
    from passes
    where decision is not null
)

select
    'refused' as kind,
    'lead' as subject,
    refusals.lead_id as subject_id,
    refusals.pass,
    refusals.decision,
    refusals.decided_on as day,
    refusals.lead_id,
    refusals.source,
    refusals.owner,
    refusals.reason as said,
    case
        when not refusals.is_refused then null
        when refusals.reason is null and refusals.pass < refusals.last_refused then 'not_kept'
        else coalesce(reasons.reason, 'not_said')
    end as reason,
    coalesce(reasons.is_known, true) as is_known,
    coalesce(refusals.decided_on, refusals.handed_on) as known_from,
    date '9999-12-31' as known_to
from refusals
left join reasons on refusals.reason = reasons.said
union all
select
    'refused' as kind,
    'lead' as subject,
    lead_id as subject_id,
    pass,
    'accepted' as decision,
    accepted_on as day,
    lead_id,
    source,
    owner,
    null as said,
    null as reason,
    true as is_known,
    accepted_on as known_from,
    decided_on - 1 as known_to
from refusals
where is_refused and accepted_on < decided_on
union all
select
    'lost' as kind,
    'deal' as subject,
    deals.deal_id as subject_id,
    null as pass,
    'lost' as decision,
    deals.closed_on as day,
    deals.lead_id,
    deals.source,
    deals.owner,
    deals.lost_reason as said,
    coalesce(reasons.reason, 'not_said') as reason,
    coalesce(reasons.is_known, true) as is_known,
    deals.closed_on as known_from,
    date '9999-12-31' as known_to
from deals
left join reasons on deals.lost_reason = reasons.said
where deals.outcome = 'lost';

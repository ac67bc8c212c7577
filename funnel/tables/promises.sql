-- one row per promise and thing promised: a lead's pass, or a month
-- What `as_of` makes of it: done by then, `is_in_time` says whether it is met or broken, null that
-- nobody can tell. Not done by then, it is open while `due_on` lies ahead and broken from
-- `due_last_on`, unless it may have been done from `may_be_done_on`. `reason` says why it cannot be
-- judged whatever the day, `unclear` why its times do not tell: 'no_time', 'between_uploads'.
-- `taken` is the time it took, in its unit, `from_inquiry` that since the lead was created: both
-- null where a moment is not known. `lacks` names what is not there.
create view promises as
select
    clocks.promise,
    case when clocks.promise = 'handover' then 'marketing' else 'sales' end as party,
    clocks.number,
    leads.lead_id,
    clocks.pass,
    leads.source,
    leads.owner,
    clocks.unit,
    clocks.within,
    clocks.at_least,
    clocks.starts_on,
    clocks.starts_at,
    clocks.due_on,
    clocks.due_last_on,
    clocks.due_at,
    clocks.done_on,
    clocks.may_be_done_on,
    clocks.done_at,
    clocks.done_by,
    clocks.is_in_time,
    clocks.reason,
    clocks.unclear,
    clocks.lacks,
    clocks.taken,
    clocks.from_inquiry
from clock_promises as clocks
inner join leads on clocks.lead_no = leads.lead_no
union all
select
    brought.promise,
    'marketing' as party,
    brought.number,
    leads.lead_id,
    brought.pass,
    leads.source,
    leads.owner,
    null as unit,
    null as within,
    brought.at_least,
    brought.starts_on,
    brought.starts_at,
    brought.starts_on as due_on,
    brought.starts_on as due_last_on,
    null as due_at,
    brought.done_on,
    brought.done_on as may_be_done_on,
    null as done_at,
    null as done_by,
    brought.is_in_time,
    brought.reason,
    brought.unclear,
    brought.lacks,
    null as taken,
    null as from_inquiry
from handover_promises as brought
inner join leads on brought.lead_no = leads.lead_no
union all
select
    promise,
    'marketing' as party,
    number,
    null as lead_id,
    null as pass,
    null as source,
    null as owner,
    null as unit,
    null as within,
    at_least,
    starts_on,
    null as starts_at,
    due_on,
    due_on as due_last_on,
    null as due_at,
    done_on,
    done_on as may_be_done_on,
    null as done_at,
    null as done_by,
    is_in_time,
    reason,
    'no_time' as unclear,
    null as lacks,
    null as taken,
    null as from_inquiry
from month_promises;

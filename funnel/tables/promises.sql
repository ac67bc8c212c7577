-- one row per promise and thing promised: a lead's pass, or a month
-- What `as_of` makes of it: done by then, `is_in_time` says whether it is met or broken, null that
-- nobody can tell. Not done by then, it is open while `due_on` lies ahead and broken from
-- `due_last_on`, unless it may have been done from `may_be_done_on`. `reason` says why it cannot be
-- judged whatever the day, `unclear` why its times do not tell: 'no_time', 'between_uploads'.
-- `taken` is the time it took, in its unit, `from_inquiry` that since the lead was created: both
-- null where a moment is not known. `lacks` names what is not there.
create table promises as
select * from clock_promises
union all
select * from handover_promises
union all
select * from month_promises;

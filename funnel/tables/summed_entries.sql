-- one row per row of `known_entries` that is a first one, of the leads that are judged and of deals
create temp view summed_entries as
select *
from known_entries
where is_first;

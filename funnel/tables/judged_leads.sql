-- one row per lead that is judged: all of them, or where a version is judged anew those that the
-- agreements may judge otherwise
-- What has rows per lead reads this one for its rows, and `leads` for what holds of all.
create temp view judged_leads as
select * from leads;

-- one row per version, so one: the digest of the texts that built the tables the agreements judge
-- Of a version built by other texts no row is kept where it is judged anew.
create table built_by as
select $digest as digest;

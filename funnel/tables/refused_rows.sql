-- one row per value that kept its row out of the version
create table refused_rows (
    file varchar,
    row_no bigint,
    column_name varchar,
    value varchar,
    reason varchar,
    detail varchar
);

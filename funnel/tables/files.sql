-- one row per raw file in force: when and from whom it came, and what it was taken for
create table files (
    file_no integer,
    batch varchar,
    uploaded_at varchar,
    who varchar,
    is_demo boolean,
    mapping varchar,
    file varchar,
    raw_file varchar,
    sha256 varchar,
    tool varchar,
    title varchar,
    object varchar,
    encoding varchar,
    rows_read bigint,
    rows_refused bigint,
    footer_rows integer,
    unused_columns varchar[],
    last_day date
);

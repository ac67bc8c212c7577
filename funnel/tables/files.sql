-- one row per table of a raw file in force: when and from whom it came, and what it was taken for
-- `columns` is its header, `batch_no` the order of the uploads, `mapping_file` where the mapping it
-- was read by is kept beside it.
create table files (
    file_no integer,
    batch varchar,
    batch_no integer,
    uploaded_at varchar,
    exported_on date,
    who varchar,
    is_demo boolean,
    adds boolean,
    mapping varchar,
    mapping_file varchar,
    file varchar,
    raw_file varchar,
    sha256 varchar,
    tool varchar,
    title varchar,
    object varchar,
    encoding varchar,
    columns varchar[],
    rows_read bigint,
    rows_refused bigint,
    rows_aside bigint,
    rows_superseded bigint,
    footer_rows integer,
    unused_columns varchar[],
    last_day date
);

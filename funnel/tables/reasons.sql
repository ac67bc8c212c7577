-- one row per text that says why a lead was refused or a deal lost, with what it was read as
create table reasons (
    said varchar,
    reason varchar,
    is_known boolean
);

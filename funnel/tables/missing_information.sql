-- one row per text that says why, and thing it says was not known of the lead
create table missing_information (
    said varchar,
    what varchar
);

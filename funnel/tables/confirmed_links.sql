-- one row per deal and lead that a person said are the same, or are not, when this was built
create table if not exists confirmed_links (
    deal_id varchar,
    lead_id varchar,
    is_same boolean
);

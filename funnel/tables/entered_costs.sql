-- one row per cost that a person entered for a month when this was built
create table if not exists entered_costs (
    cost_id integer,
    source varchar,
    campaign varchar,
    month_on date,
    amount decimal(18, 2),
    currency varchar
);

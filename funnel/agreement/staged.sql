-- one row per agreement in force, with the days it is in force, both included
create table agreements (
    number integer,
    since date,
    until date,
    is_agreed boolean,
    title varchar,
    mql_by varchar,
    mql_score varchar,
    threshold double,
    needs_fit boolean,
    window_days integer,
    attributes_most double,
    behaviour_most double,
    engagement_most double,
    behaviour_other double,
    per_active_day double,
    sql_at_least integer,
    opportunity_base varchar,
    contribution_rule varchar,
    handling_cost double,
    owner_change varchar,
    first varchar,
    leads_an_owner integer,
    deals_an_owner integer,
    sqls_a_month integer,
    minutes_a_day integer,
    fiscal_year_begins integer
);

-- one row per agreement and name that gives points, by the part of the score it is looked for in
create table agreed_points (number integer, part varchar, name varchar, points double);

-- one row per agreement and word of one of its lists
create table agreed_words (number integer, list varchar, word varchar);

-- one row per agreement and promise, and one more for each source with a time of its own
-- `on_day` is the weekday of the weekly meeting (Monday is 1) and the monthly review's day.
create table agreed_promises (
    number integer,
    promise varchar,
    party varchar,
    source varchar,
    within double,
    unit varchar,
    at_least integer,
    needs_reason boolean,
    on_day integer
);

-- one row per agreement and day of the calendar
-- What is before is counted from the first day of the calendar.
create table agreed_days (
    number integer,
    day date,
    is_working boolean,
    minutes integer,
    minutes_before integer,
    days_before integer
);

-- one row per agreement, working day and stretch of work, which breaks part
-- It answers for the moments from `since` to before `until`, so that each moment of a working day
-- has one row; `minutes` is its length, `minutes_before` counts from the calendar's first day.
create table agreed_hours (
    number integer,
    day date,
    starts_at timestamp,
    ends_at timestamp,
    minutes integer,
    minutes_before integer,
    since timestamp,
    until timestamp
);

-- one row per score that the version before knew of: its `seen_scores`
create temp table if not exists scores_before (
    tool varchar,
    id varchar,
    score decimal(18, 2),
    seen_on date
);

-- one row per agreement and lead of whom a day is known, beforehand, by which it reached the threshold
-- Empty where all is built; where a version is judged anew, what the version itself tells.
create temp table known_days (number integer, lead_no bigint, reached_on date);

-- one row per agreement by whose points or threshold leads are judged, with its days up to the last
-- `judges`: an MQL is who reaches the threshold; `is_latest`: it is in force at the end.
-- Points are kept to four decimals, so that sums say the same in every order.
create temp table scoring as
select
    number,
    mql_score,
    mql_by = 'score' as judges,
    until >= $known_until as is_latest,
    since,
    least(until, cast($known_until as date)) as until,
    needs_fit,
    least(window_days, 10000) as window_days,
    cast(threshold as decimal(18, 4)) as threshold,
    cast(greatest(attributes_most, 0) as decimal(18, 4)) as attributes_most,
    cast(greatest(behaviour_most, 0) as decimal(18, 4)) as behaviour_most,
    cast(greatest(engagement_most, 0) as decimal(18, 4)) as engagement_most,
    cast(behaviour_other as decimal(18, 4)) as behaviour_other,
    cast(per_active_day as decimal(18, 4)) as per_active_day
from agreements
where
    since <= $known_until
    and (
        mql_by = 'score'
        or (
            until >= $known_until
            and (
                behaviour_other != 0
                or number in (select agreed_points.number from agreed_points)
                or number in (
                    select agreed_words.number
                    from agreed_words
                    where agreed_words.list in ('fit_industry', 'fit_company_size', 'fit_title')
                )
            )
        )
    );

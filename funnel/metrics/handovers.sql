-- title: Hand-overs | 引き渡し
-- formula: people handed over to sales | 営業へ引き渡した人数
-- unit: count
-- better: higher
-- needs: handed_over
-- en: People, at their first hand-over. Period: entered in the period. Cohort: of the leads created in the period, those that got there by the as-of date.
-- ja: 最初の引き渡しだけを人数で数える。期間: 期間内に到達した人数。コホート: 期間内に登録されたリードのうち、基準日までに到達した人数。
select
    subject,
    subject_id,
    day,
    source,
    owner,
    1 as numerator,
    null as denominator
from stage_counts
where
    basis = $basis
    and stage = 'handed_over'
    and day between $since and $until
    and known_on <= $as_of
    and date_diff('day', day, known_on) <= $within

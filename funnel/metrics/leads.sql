-- title: Leads | リード
-- formula: people created | 登録された人数
-- unit: count
-- better: higher
-- needs: lead
-- en: People who first appear in the exports in the period.
-- ja: 書き出しに初めて現れた人数(期間内の登録日)。
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
    and stage = 'lead'
    and day between $since and $until
    and known_on <= $as_of
    and date_diff('day', day, known_on) <= $within

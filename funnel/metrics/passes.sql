-- title: Passes | 引き渡し回数
-- formula: hand-overs to sales | 営業へ引き渡した回数
-- unit: count
-- better: higher
-- needs: handed_over
-- rows: pass
-- en: Hand-overs, each one: a lead sent back and handed over again is one person and two passes. Period: handed over in the period. Cohort: hand-overs, by the as-of date, of the leads created in the period.
-- ja: 引き渡しを1回ずつ数える。差し戻されて再び引き渡されたリードは、1人で2回。期間: 期間内の引き渡し。コホート: 期間内に登録されたリードの、基準日までの引き渡し。
with handovers as (
    select *
    from known_entries
    where stage = 'handed_over' and $as_of between known_from and known_to
),

by_basis as (
    select
        'period' as basis,
        entered_on as day,
        *
    from handovers
    union all
    select
        'cohort' as basis,
        created_on as day,
        *
    from handovers
)

select
    subject,
    subject_id,
    day,
    source,
    owner,
    1 as numerator,
    entered_on as numerator_on,
    null as denominator,
    cast(null as date) as denominator_on
from by_basis
where basis = $basis

-- title: Opportunity rate | 商談化率
-- formula: opportunities from leads / hand-overs | リード由来の商談 ÷ 引き渡し
-- unit: ratio
-- better: higher
-- needs: opportunity
-- base: handed_over
-- rows: lead, deal | lead
-- en: Period: opportunities that have a lead in the period / hand-overs in the period (different people, can pass 100 %). Cohort: of the hand-overs of the period, the share that got there by the as-of date. Where the base is not measured, the nearest earlier stage is. The agreement of the day may choose MQL or SQL as the base.
-- ja: 期間: 期間内のリードのある商談 ÷ 期間内の引き渡し(対象者が異なるため100%を超えることがある)。コホート: 期間内の引き渡しのうち、基準日までに到達した割合。分母の段階が計測されていなければ、手前の計測済みの段階で割る。その日の取り決めが MQL や SQL を分母に選ぶこともある。
select stage_rates.*
from stage_rates
inner join opportunity_bases
    on
        stage_rates.base = opportunity_bases.base
        and stage_rates.day >= opportunity_bases.since
        and stage_rates.day <= opportunity_bases.until
where
    stage_rates.basis = $basis and stage_rates.target = 'opportunity'
    and $as_of between stage_rates.known_from and stage_rates.known_to

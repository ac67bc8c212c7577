-- title: Cost | 費用
-- formula: amounts spent, spread evenly over their days | かかった費用(期間の日数で均等に割り付け)
-- unit: money
-- better: lower
-- needs: cost
-- rows: spend
-- en: Costs imported and entered, in the currency of the deals; a stretch of days is spread evenly by day. Planned amounts are no cost. A campaign without a source takes that of its touches or of the leads it brought, if it is one; else the cost stands in a row of its own. The same on both bases.
-- ja: 取り込んだ費用と入力した費用の合計(商談と同じ通貨のもの)。期間のある費用は日数で均等に割り付ける。予算は費用に含めない。ソースのない施策の費用は、その施策の接点か、獲得したリードのソースが1つに決まればそのソース、決まらなければ独立した行に入れる。期間とコホートで同じ。
select
    'spend' as subject,
    spend_id as subject_id,
    day,
    source,
    cast(null as varchar) as owner,
    campaign,
    amount as numerator,
    day as numerator_on,
    null as denominator,
    cast(null as date) as denominator_on
from spend_days
where $as_of between known_from and known_to

-- title: Won value | 受注額
-- formula: sum of the amounts of deals won | 受注した商談の金額の合計
-- unit: money
-- better: higher
-- needs: won, amount | lead, won, amount
-- rows: deal
-- en: The amount at closing. Period: deals won in the period, all lanes. Cohort: deals won through leads created in the period.
-- ja: 受注時の金額。期間: 期間内に受注した全商談。コホート: 期間内に登録されたリードを主リードとする受注。
select
    subject,
    subject_id,
    day,
    source,
    owner,
    amount as numerator,
    won_on as numerator_on,
    null as denominator,
    cast(null as date) as denominator_on
from wins
where basis = $basis

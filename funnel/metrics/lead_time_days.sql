-- title: Lead time | リードタイム
-- formula: days from lead created to won | リード登録から受注までの日数
-- unit: days
-- better: lower
-- needs: lead, won
-- rows: deal
-- en: Calendar days from the primary lead created to the deal won, one per deal won in the period (cohort: lead created in the period). Negative ones are kept and reported as data faults; leads dated by a bulk import are left out.
-- ja: 主リードの登録から受注までの暦日数。期間内の受注1件につき1つ(コホート: 期間内に登録されたリード)。負の値も残し、データの不備として報告する。一括登録されたリードは除く。
select
    subject,
    subject_id,
    day,
    source,
    deal_owner as owner,
    lead_time_days as numerator,
    won_on as numerator_on,
    1 as denominator,
    won_on as denominator_on
from wins
where basis = $basis and lead_time_days is not null

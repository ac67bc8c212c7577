-- one row per pass, with the agreement in force at its hand-over, as its promises are judged by
-- The hand-over was from `first_at` to `last_at`, equal where the exports tell the moment: midnight
-- sharp is how they write a day; the next one's likewise. `failed_until` is the failed attempt after which the lead is
-- to go back: where follow-ups go first, so many of them must have been made.
create temp table handed_passes as
with terms as (
    select
        agreements.number,
        agreements.since,
        agreements.until,
        agreements.first,
        agreements.owner_change,
        max(made.at_least) filter (where made.promise = 'follow_ups') as follow_ups,
        max(made.at_least) filter (where made.promise = 'back_to_nurturing') as after_failed,
        coalesce(bool_or(made.needs_reason) filter (where made.promise = 'decided'), false)
            as needs_reason
    from agreements
    left join agreed_promises as made on agreements.number = made.number
    group by
        agreements.number, agreements.since, agreements.until, agreements.first,
        agreements.owner_change
),

imported as (
    select subject_id as lead_id
    from stage_entries
    where subject = 'lead' and stage = 'lead' and is_bulk
),

timed as (
    select
        lead_id,
        pass,
        handed_on,
        not_before_on,
        case
            when not_before_on is null and handed_at != date_trunc('day', handed_at)
                then handed_at
        end as handed_at,
        case when decided_at != date_trunc('day', decided_at) then decided_at end as decided_at,
        decided_on,
        refused_not_before_on,
        decision in ('sent_back', 'rejected') as is_refused,
        reason is not null as has_reason,
        evidence = 'inferred' as is_inferred,
        is_bulk,
        first_contact_on,
        case
            when first_contact_at != date_trunc('day', first_contact_at) then first_contact_at
        end as first_contact_at,
        coalesce(not_before_on, handed_on) as from_on
    from passes
),

bounded as (
    select
        *,
        coalesce(
            cast(not_before_on as timestamp), handed_at, cast(handed_on as timestamp)
        ) as first_at,
        coalesce(handed_at, cast(handed_on + 1 as timestamp) - interval 1 microsecond) as last_at
    from timed
)

select
    leads.lead_no,
    bounded.*,
    terms.number,
    terms.follow_ups,
    terms.after_failed,
    terms.needs_reason,
    coalesce(terms.owner_change = 'starts_anew', false) as does_start_anew,
    coalesce(terms.first = 'back_to_nurturing', false) as does_giving_up_win,
    coalesce(terms.first = 'follow_ups' and terms.after_failed < terms.follow_ups, false)
        as do_follow_ups_win,
    case
        when terms.first = 'follow_ups' then greatest(terms.after_failed, terms.follow_ups)
        else terms.after_failed
    end as failed_until,
    lead(bounded.first_at) over in_order as next_first_at,
    lead(bounded.last_at) over in_order as next_last_at,
    leads.source,
    leads.first_contact_on as ever_contacted_on,
    case
        when
            bounded.pass = 1
            and imported.lead_id is null
            and leads.created_at != date_trunc('day', leads.created_at)
            then leads.created_at
    end as inquiry_at
from bounded
inner join judged_leads as leads on bounded.lead_id = leads.lead_id
inner join terms on bounded.handed_on >= terms.since and bounded.handed_on <= terms.until
left join imported on bounded.lead_id = imported.lead_id
window in_order as (partition by leads.lead_no order by bounded.pass);

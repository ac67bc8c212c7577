-- one row per pass with anything in it that a promise of sales asks for, each at its first time
-- Each happened from `<x>_first_at` to `<x>_last_at`, equal where the exports tell the moment; the
-- last is null where it may belong to another pass, or lie before the hand-over, and none is sure.
-- `followed` is the attempt or contact that makes the promised number full; `given_up` the failed
-- attempt, none before it a contact, after which the lead is to go back; `qualified` the SQL or what
-- implies it. A refusal `is_early` where follow-ups go first and the lead was given back after
-- failed attempts alone, `may_be_early` where the dates leave that open.
create temp table pass_events as
with listed as (
    select
        lead_no,
        pass,
        min(first_at) filter (where kind = 'contact') as contact_first_at,
        min(last_at) filter (where kind = 'contact' and is_sure) as contact_last_at,
        min(first_at) filter (where told_by = 'activity' and has_outcome and kind != 'automatic')
            as outcome_first_at,
        min(last_at) filter (
            where told_by = 'activity' and has_outcome and kind != 'automatic' and is_sure
        ) as outcome_last_at,
        list(first_at) filter (where told_by = 'activity' and kind in ('contact', 'attempt'))
            as done_first_at,
        list(last_at) filter (
            where told_by = 'activity' and kind in ('contact', 'attempt') and is_sure
        ) as done_last_at,
        list(first_at) filter (where is_failed) as failed_first_at,
        list(last_at) filter (where is_failed and is_sure) as failed_last_at,
        list(last_at) filter (where is_failed) as failed_maybe_at
    from contacts
    group by lead_no, pass
),

entered as (
    select
        handed.lead_no,
        handed.pass,
        entries.stage != 'accepted' as is_qualified,
        coalesce(
            cast(entries.not_before_on as timestamp),
            case
                when entries.entered_at != date_trunc('day', entries.entered_at)
                    then entries.entered_at
            end,
            cast(entries.entered_on as timestamp)
        ) as first_at,
        case
            when
                entries.not_before_on is null
                and entries.entered_at != date_trunc('day', entries.entered_at)
                then entries.entered_at
            else cast(entries.entered_on + 1 as timestamp) - interval 1 microsecond
        end as last_at
    from stage_entries as entries
    inner join handed_passes as handed
        on entries.subject_id = handed.lead_id and entries.pass = handed.pass
    where
        entries.subject = 'lead'
        and entries.stage in ('accepted', 'sql', 'opportunity', 'won')
        and (entries.stage != 'accepted' or entries.evidence != 'inferred')
),

reached as (
    select
        lead_no,
        pass,
        min(first_at) filter (where is_qualified) as qualified_first_at,
        min(last_at) filter (where is_qualified) as qualified_last_at,
        min(first_at) filter (where not is_qualified) as accepted_first_at,
        min(last_at) filter (where not is_qualified) as accepted_last_at
    from entered
    group by lead_no, pass
),

placed as (
    select
        handed.*,
        listed.contact_first_at,
        listed.contact_last_at,
        listed.outcome_first_at,
        listed.outcome_last_at,
        list_sort(listed.done_first_at)[handed.follow_ups] as followed_first_at,
        list_sort(listed.done_last_at)[handed.follow_ups] as followed_last_at,
        list_sort(listed.failed_first_at)[handed.failed_until] as failed_first_at,
        list_sort(listed.failed_last_at)[handed.failed_until] as failed_last_at,
        list_sort(listed.failed_maybe_at)[handed.failed_until] as failed_maybe_at,
        list_sort(listed.failed_first_at)[handed.after_failed] as enough_first_at,
        list_sort(listed.failed_last_at)[handed.after_failed] as enough_last_at,
        reached.qualified_first_at,
        reached.qualified_last_at,
        reached.accepted_first_at,
        reached.accepted_last_at
    from handed_passes as handed
    left join listed on handed.lead_no = listed.lead_no and handed.pass = listed.pass
    left join reached on handed.lead_no = reached.lead_no and handed.pass = reached.pass
)

select
    lead_no,
    pass,
    contact_first_at,
    contact_last_at,
    outcome_first_at,
    outcome_last_at,
    followed_first_at,
    followed_last_at,
    case when coalesce(contact_last_at > failed_first_at, true) then failed_first_at end
        as given_up_first_at,
    case when coalesce(contact_last_at > failed_first_at, true) then failed_last_at end
        as given_up_last_at,
    case
        when coalesce(contact_last_at > failed_first_at, true)
            then coalesce(failed_last_at, failed_maybe_at)
    end as given_up_by_at,
    failed_last_at is null or coalesce(contact_first_at < failed_last_at, false)
        as is_given_up_unclear,
    qualified_first_at,
    qualified_last_at,
    accepted_first_at,
    accepted_last_at,
    case
        when is_refused
            then coalesce(
                cast(refused_not_before_on as timestamp),
                decided_at,
                cast(decided_on as timestamp)
            )
    end as refused_first_at,
    case
        when not is_refused then null
        when refused_not_before_on is null and decided_at is not null then decided_at
        else cast(decided_on + 1 as timestamp) - interval 1 microsecond
    end as refused_last_at,
    coalesce(
        is_refused
        and do_follow_ups_win
        and enough_last_at <= cast(decided_on + 1 as timestamp)
        and coalesce(contact_first_at >= cast(decided_on + 1 as timestamp), true),
        false
    ) as is_early,
    coalesce(
        is_refused
        and do_follow_ups_win
        and enough_first_at < cast(decided_on + 1 as timestamp)
        and coalesce(contact_last_at >= cast(decided_on + 1 as timestamp), true),
        false
    ) as may_be_early,
    coalesce(
        is_refused and pass < max(case when is_refused then pass end) over (partition by lead_no),
        false
    ) as is_earlier_refusal
from placed;

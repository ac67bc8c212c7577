-- one row per pass and what happened in it that a promise of sales asks for, at its first time
-- It happened from `first_at` to `last_at`, equal where the exports tell the moment. 'followed' is
-- the attempt or contact that makes the promised number full; 'given_up' the failed attempt, none
-- before it a contact, after which the lead is to go back: where follow-ups go first, so many of
-- them must have been made. 'qualified' is the SQL or what implies it. A refusal `is_early` where
-- follow-ups go first and the lead was given back after failed attempts alone.
create temp table pass_events as
with terms as (
    select
        agreements.number,
        agreements.since,
        agreements.until,
        agreements.first,
        max(made.at_least) filter (where made.promise = 'follow_ups') as follow_ups,
        max(made.at_least) filter (where made.promise = 'back_to_nurturing') as after_failed
    from agreements
    inner join agreed_promises as made on agreements.number = made.number
    group by agreements.number, agreements.since, agreements.until, agreements.first
),

handed as (
    select
        passes.lead_id,
        passes.pass,
        passes.decision in ('sent_back', 'rejected') as is_refused,
        passes.decided_on,
        case when passes.decided_at != date_trunc('day', passes.decided_at) then passes.decided_at
        end as decided_at,
        passes.refused_not_before_on,
        passes.reason,
        terms.number,
        terms.follow_ups,
        terms.after_failed as failed_agreed,
        terms.first = 'follow_ups' and terms.after_failed < terms.follow_ups as do_follow_ups_win,
        case
            when terms.first = 'follow_ups' then greatest(terms.after_failed, terms.follow_ups)
            else terms.after_failed
        end as after_failed
    from passes
    inner join terms on passes.handed_on >= terms.since and passes.handed_on <= terms.until
),

counted as (
    select
        lead_id,
        pass,
        kind,
        is_failed,
        has_outcome,
        first_at,
        last_at,
        kind in ('contact', 'attempt') and told_by = 'activity' as is_done,
        row_number() over by_first as place_by_first,
        row_number() over by_last as place_by_last,
        row_number() over failed_by_first as failed_by_first,
        row_number() over failed_by_last as failed_by_last
    from contacts
    window
        by_first as (
            partition by lead_id, pass, kind in ('contact', 'attempt') and told_by = 'activity'
            order by first_at
        ),
        by_last as (
            partition by lead_id, pass, kind in ('contact', 'attempt') and told_by = 'activity'
            order by last_at
        ),
        failed_by_first as (partition by lead_id, pass, is_failed order by first_at),
        failed_by_last as (partition by lead_id, pass, is_failed order by last_at)
),

sales as (
    select
        handed.lead_id,
        handed.pass,
        min(counted.first_at) filter (where counted.kind = 'contact') as contact_first_at,
        min(counted.last_at) filter (where counted.kind = 'contact') as contact_last_at,
        min(counted.first_at) filter (where counted.is_done and counted.has_outcome)
            as outcome_first_at,
        min(counted.last_at) filter (where counted.is_done and counted.has_outcome)
            as outcome_last_at,
        min(counted.first_at) filter (
            where counted.is_done and counted.place_by_first = handed.follow_ups
        ) as followed_first_at,
        min(counted.last_at) filter (
            where counted.is_done and counted.place_by_last = handed.follow_ups
        ) as followed_last_at,
        min(counted.first_at) filter (
            where counted.is_failed and counted.failed_by_first = handed.after_failed
        ) as failed_first_at,
        min(counted.last_at) filter (
            where counted.is_failed and counted.failed_by_last = handed.after_failed
        ) as failed_last_at,
        min(counted.last_at) filter (
            where counted.is_failed and counted.failed_by_last = handed.failed_agreed
        ) as failed_enough_at
    from handed
    inner join counted on handed.lead_id = counted.lead_id and handed.pass = counted.pass
    group by handed.lead_id, handed.pass
),

entered as (
    select
        subject_id as lead_id,
        pass,
        case when stage = 'accepted' then 'accepted' else 'qualified' end as what,
        entered_on,
        not_before_on,
        case when entered_at != date_trunc('day', entered_at) then entered_at end as entered_at
    from stage_entries
    where
        subject = 'lead'
        and stage in ('accepted', 'sql', 'opportunity', 'won')
        and (stage != 'accepted' or evidence != 'inferred')
)

select
    lead_id,
    pass,
    'contact' as what,
    contact_first_at as first_at,
    contact_last_at as last_at,
    false as is_early,
    true as has_reason
from sales
where contact_last_at is not null
union all
select
    lead_id,
    pass,
    'outcome' as what,
    outcome_first_at as first_at,
    outcome_last_at as last_at,
    false as is_early,
    true as has_reason
from sales
where outcome_last_at is not null
union all
select
    lead_id,
    pass,
    'followed' as what,
    followed_first_at as first_at,
    followed_last_at as last_at,
    false as is_early,
    true as has_reason
from sales
where followed_last_at is not null
union all
select
    lead_id,
    pass,
    'given_up' as what,
    failed_first_at as first_at,
    failed_last_at as last_at,
    false as is_early,
    true as has_reason
from sales
where failed_last_at is not null and coalesce(contact_last_at > failed_first_at, true)
union all
select
    lead_id,
    pass,
    what,
    min(coalesce(cast(not_before_on as timestamp), entered_at, cast(entered_on as timestamp)))
        as first_at,
    min(
        case
            when not_before_on is null and entered_at is not null then entered_at
            else cast(entered_on + 1 as timestamp) - interval 1 microsecond
        end
    ) as last_at,
    false as is_early,
    true as has_reason
from entered
group by lead_id, pass, what
union all
select
    handed.lead_id,
    handed.pass,
    'refused' as what,
    coalesce(
        cast(handed.refused_not_before_on as timestamp),
        handed.decided_at,
        cast(handed.decided_on as timestamp)
    ) as first_at,
    case
        when handed.refused_not_before_on is null and handed.decided_at is not null
            then handed.decided_at
        else cast(handed.decided_on + 1 as timestamp) - interval 1 microsecond
    end as last_at,
    coalesce(
        handed.do_follow_ups_win
        and sales.failed_enough_at <= cast(handed.decided_on + 1 as timestamp)
        and coalesce(sales.contact_first_at >= cast(handed.decided_on + 1 as timestamp), true),
        false
    ) as is_early,
    handed.reason is not null as has_reason
from handed
left join sales on handed.lead_id = sales.lead_id and handed.pass = sales.pass
where handed.is_refused and handed.decided_on is not null;

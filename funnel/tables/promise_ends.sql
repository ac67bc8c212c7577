-- one row per promise with a clock and pass in which it was done: when first, and by what
-- `last_at` is null where nothing is sure to have been done. `what` is 'inferred' or 'bulk' of a
-- hand-over that nobody recorded, or that an import dated.
create temp table promise_ends as
with sales as (
    select
        events.*,
        handed.does_giving_up_win,
        not events.is_early as may_refusal_end,
        not events.may_be_early as does_refusal_end,
        not handed.needs_reason or handed.has_reason as does_refusal_decide
    from pass_events as events
    inner join handed_passes as handed
        on events.lead_no = handed.lead_no and events.pass = handed.pass
),

ends as (
    select
        'first_contact' as promise,
        lead_no,
        pass,
        contact_first_at as first_at,
        contact_last_at as last_at,
        'contact' as what
    from sales
    union all
    select
        'follow_ups' as promise,
        lead_no,
        pass,
        least(
            followed_first_at,
            qualified_first_at,
            case when may_refusal_end then refused_first_at end,
            case when does_giving_up_win then given_up_first_at end
        ) as first_at,
        least(
            followed_last_at,
            qualified_last_at,
            case when does_refusal_end then refused_last_at end,
            case when does_giving_up_win then given_up_last_at end
        ) as last_at,
        case
        least(
            followed_last_at,
            qualified_last_at,
            case when does_refusal_end then refused_last_at end,
            case when does_giving_up_win then given_up_last_at end
        )
            when followed_last_at then 'followed'
            when qualified_last_at then 'qualified'
            when refused_last_at then 'refused'
            else 'given_up'
        end as what
    from sales
    union all
    select
        'result_recorded' as promise,
        lead_no,
        pass,
        least(outcome_first_at, accepted_first_at, qualified_first_at, refused_first_at)
            as first_at,
        least(outcome_last_at, accepted_last_at, qualified_last_at, refused_last_at) as last_at,
        case least(outcome_last_at, accepted_last_at, qualified_last_at, refused_last_at)
            when outcome_last_at then 'outcome'
            when accepted_last_at then 'accepted'
            when qualified_last_at then 'qualified'
            else 'refused'
        end as what
    from sales
    union all
    select
        'decided' as promise,
        lead_no,
        pass,
        least(
            accepted_first_at,
            qualified_first_at,
            case when does_refusal_decide then refused_first_at end
        ) as first_at,
        least(
            accepted_last_at,
            qualified_last_at,
            case when does_refusal_decide then refused_last_at end
        ) as last_at,
        case
        least(
            accepted_last_at,
            qualified_last_at,
            case when does_refusal_decide then refused_last_at end
        )
            when accepted_last_at then 'accepted'
            when qualified_last_at then 'qualified'
            else 'refused'
        end as what
    from sales
    union all
    select
        'back_to_nurturing' as promise,
        lead_no,
        pass,
        least(contact_first_at, qualified_first_at, refused_first_at) as first_at,
        least(contact_last_at, qualified_last_at, refused_last_at) as last_at,
        case least(contact_last_at, qualified_last_at, refused_last_at)
            when contact_last_at then 'contact'
            when qualified_last_at then 'qualified'
            else 'refused'
        end as what
    from sales
    where given_up_first_at is not null
    union all
    select
        'handover' as promise,
        lead_no,
        pass,
        first_at,
        last_at,
        case when is_inferred then 'inferred' when is_bulk then 'bulk' end as what
    from handed_passes
)

select
    promise,
    lead_no,
    pass,
    first_at,
    last_at,
    case when last_at is not null then what end as what
from ends
where
    first_at is not null
    and promise in (select agreed_promises.promise from agreed_promises);

-- one row per pass: one hand-over of a lead to sales, and what came of it
-- `result` is the SQL. The decision is sales' last word in the pass: sent back, rejected, or
-- accepted, which a later stage implies; null while open. A status alone tells the decision of the
-- last pass without its day. Where a hand-over was skipped, the pass begins with the next stage
-- reached (evidence 'inferred'). `reason` is the lead's last one, so the last refused pass's.
create table passes as
with events as (
    select
        *,
        coalesce(accepted_on, least(sql_on, opportunity_on, won_on)) as taken_on,
        greatest(accepted_on, sql_on, opportunity_on, won_on) as last_taken_on,
        case
            when accepted_on is not null then accepted_at
            when sql_on <= coalesce(least(opportunity_on, won_on), sql_on) then sql_at
        end as taken_at,
        is_last
        and coalesce(sent_back_on, rejected_on, opportunity_on, won_on) is null
        and state in ('sent_back', 'rejected') as is_refused_undated
    from entered_journeys
    where handed_over_entered_on is not null
),

decided as (
    select
        *,
        case
            when is_refused_undated then state
            when sent_back_on >= coalesce(greatest(rejected_on, last_taken_on), sent_back_on)
                then 'sent_back'
            when rejected_on >= coalesce(last_taken_on, rejected_on) then 'rejected'
            when taken_on is not null then 'accepted'
            when is_last and state in ('accepted', 'sql', 'opportunity', 'won') then 'accepted'
        end as decision
    from events
)

select
    decided.lead_id,
    decided.pass,
    decided.handed_over_entered_on as handed_on,
    decided.handed_over_at as handed_at,
    decided.handed_over_not_before_on as not_before_on,
    decided.accepted_on,
    decided.accepted_at,
    case
        when
            coalesce(
                decided.first_contact_at >= decided.handed_over_at,
                decided.first_contact_on >= decided.handed_over_entered_on
            )
            then decided.first_contact_on
    end as first_contact_on,
    case
        when
            coalesce(
                decided.first_contact_at >= decided.handed_over_at,
                decided.first_contact_on >= decided.handed_over_entered_on
            )
            then decided.first_contact_at
    end as first_contact_at,
    decided.sql_on as result_on,
    decided.sql_at as result_at,
    case
        when decided.is_refused_undated then null
        when decided.decision = 'sent_back' then decided.sent_back_on
        when decided.decision = 'rejected' then decided.rejected_on
        when decided.decision = 'accepted' then decided.taken_on
    end as decided_on,
    case
        when decided.is_refused_undated then null
        when decided.decision = 'sent_back' then decided.sent_back_at
        when decided.decision = 'rejected' then decided.rejected_at
        when decided.decision = 'accepted' then decided.taken_at
    end as decided_at,
    case
        when decided.is_refused_undated then null
        when decided.decision = 'sent_back' then decided.sent_back_not_before_on
        when decided.decision = 'rejected' then decided.rejected_not_before_on
    end as refused_not_before_on,
    decided.decision,
    case
        when decided.is_last_refused and decided.decision in ('sent_back', 'rejected')
            then decided.reason
    end as reason,
    coalesce(decided.handed_over_evidence, 'inferred') as evidence,
    bulk_minutes.minute is not null as is_bulk,
    decided.created_on,
    decided.source,
    decided.owner
from decided
left join bulk_minutes
    on
        bulk_minutes.stage = 'handed_over'
        and split_part(decided.lead_id, ':', 1) = bulk_minutes.tool
        and date_trunc('minute', decided.handed_over_at) = bulk_minutes.minute;

-- one row per lead and pass whose MQL is another than the tool's, as the agreements judge it
-- The tool's day counts where the agreement in force on it says so; of a lead handed over before,
-- the one in force on that day, which told of the MQL first. A score's day belongs to the pass whose
-- hand-over follows, and counts from the hand-over before; once handed over, nobody becomes an MQL.
-- The earlier of both is the MQL; null where neither is left.
create table judged_mqls as
with by_score as (
    select
        since,
        until
    from agreements
    where mql_by = 'score'
),

concerned as (
    select lead_no
    from score_days
    union
    select leads.lead_no
    from leads
    inner join by_score on leads.mql_on >= by_score.since
    union
    select leads.lead_no
    from lead_passes
    inner join by_score on lead_passes.mql_on >= by_score.since
    inner join leads on lead_passes.lead_id = leads.lead_id
),

told as (
    select
        leads.lead_no,
        leads.lead_id,
        coalesce(lead_passes.pass, 1) as pass,
        case when lead_passes.pass is null then leads.mql_on else lead_passes.mql_on end as mql_on,
        case when lead_passes.pass is null then leads.mql_at else lead_passes.mql_at end as mql_at,
        case when lead_passes.pass is null then 'recorded' else lead_passes.mql_evidence end
            as mql_evidence,
        lead_passes.mql_not_before_on,
        case
            when lead_passes.pass is null
                then
                    coalesce(
                        leads.handed_over_on,
                        leads.accepted_on,
                        leads.sql_on,
                        deal_journeys.opportunity_on,
                        deal_journeys.won_on
                    )
            else
                coalesce(
                    lead_passes.handed_over_on,
                    lead_passes.accepted_on,
                    lead_passes.sql_on,
                    deal_journeys.opportunity_on,
                    deal_journeys.won_on
                )
        end as handed_on
    from concerned
    inner join judged_leads as leads on concerned.lead_no = leads.lead_no
    left join lead_passes on leads.lead_id = lead_passes.lead_id
    left join deal_journeys
        on
            leads.lead_no = deal_journeys.lead_no
            and coalesce(lead_passes.pass, 1) = deal_journeys.pass
),

in_order as (
    select
        *,
        max(handed_on) over (
            partition by lead_no order by pass
            rows between unbounded preceding and 1 preceding
        ) as handed_before_on
    from told
),

reached as (
    select
        in_order.lead_no,
        in_order.pass,
        min(score_days.reached_on) as reached_on
    from in_order
    inner join score_days
        on
            in_order.lead_no = score_days.lead_no
            and coalesce(in_order.handed_on >= score_days.reached_on, true)
            and coalesce(in_order.handed_before_on < score_days.reached_on, true)
    group by in_order.lead_no, in_order.pass
),

kept as (
    select
        in_order.*,
        case when by_score.since is null then in_order.mql_on end as kept_on,
        reached.reached_on
    from in_order
    left join by_score
        on
            least(in_order.mql_on, coalesce(in_order.handed_on, in_order.mql_on))
            >= by_score.since
            and least(in_order.mql_on, coalesce(in_order.handed_on, in_order.mql_on))
            <= by_score.until
    left join reached
        on in_order.lead_no = reached.lead_no and in_order.pass = reached.pass
)

select
    lead_no,
    lead_id,
    pass,
    least(kept_on, reached_on) as mql_on,
    case when kept_on <= coalesce(reached_on, kept_on) then mql_at end as mql_at,
    case
        when kept_on <= coalesce(reached_on, kept_on) then mql_evidence
        when reached_on is not null then 'agreed'
    end as mql_evidence,
    case when kept_on <= coalesce(reached_on, kept_on) then mql_not_before_on end
        as mql_not_before_on,
    mql_on as told_on
from kept
where least(kept_on, reached_on) is distinct from mql_on;

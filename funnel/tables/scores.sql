-- one row per lead with a score: the exported one, and on the last day by the agreement then in force
-- `computed` is the sum of its three parts; null where the agreement gives no points. `reached_on`
-- is the first day a threshold in force was reached, by the agreement of `number`. Whether the lead
-- fits is null where what is asked for is not known.
create table scores as
with latest as (
    select *
    from scoring
    where
        is_latest
        and (behaviour_other != 0 or number in (select agreed_points.number from agreed_points))
),

computed as (
    select
        attribute_scores.lead_no,
        attribute_scores.attributes,
        greatest(0, least(latest.behaviour_most, coalesce(last_scores.points, 0))) as behaviour,
        greatest(
            0,
            least(
                latest.engagement_most,
                latest.per_active_day * coalesce(last_scores.active_days, 0)
            )
        ) as engagement
    from attribute_scores
    inner join latest on attribute_scores.number = latest.number
    left join last_scores on attribute_scores.lead_no = last_scores.lead_no
),

fitting as (
    select
        attribute_scores.lead_no,
        attribute_scores.fits
    from attribute_scores
    inner join scoring on attribute_scores.number = scoring.number and scoring.is_latest
    where attribute_scores.number in (
        select agreed_words.number
        from agreed_words
        where agreed_words.list in ('fit_industry', 'fit_company_size', 'fit_title')
    )
),

firsts as (
    select
        lead_no,
        min(reached_on) as reached_on,
        arg_min(number, reached_on) as number
    from score_days
    group by lead_no
)

select
    leads.lead_no,
    leads.score as exported,
    cast(computed.attributes as double) as attributes,
    cast(computed.behaviour as double) as behaviour,
    cast(computed.engagement as double) as engagement,
    cast(computed.attributes + computed.behaviour + computed.engagement as double) as computed,
    fitting.fits,
    firsts.reached_on,
    firsts.number
from leads
left join computed on leads.lead_no = computed.lead_no
left join fitting on leads.lead_no = fitting.lead_no
left join firsts on leads.lead_no = firsts.lead_no
where
    leads.score is not null
    or computed.lead_no is not null
    or fitting.lead_no is not null
    or firsts.lead_no is not null;

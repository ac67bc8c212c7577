-- one row per agreement in `scoring` and lead: its points for who it is, and whether it fits
-- As known today: exports keep no history of a title or an industry. `fits` is null where what is
-- asked for is not known.
create temp table attribute_scores as
with asked as (
    select
        scoring.*,
        'fit_industry' in (
            select agreed_words.list
            from agreed_words
            where agreed_words.number = scoring.number
        ) as asks_industry,
        'fit_company_size' in (
            select agreed_words.list
            from agreed_words
            where agreed_words.number = scoring.number
        ) as asks_company_size,
        'fit_title' in (
            select agreed_words.list
            from agreed_words
            where agreed_words.number = scoring.number
        ) as asks_title
    from scoring
)

select
    asked.number,
    leads.lead_no,
    leads.created_on,
    greatest(
        0,
        least(
            asked.attributes_most,
            coalesce(industries.points, 0)
            + coalesce(company_sizes.points, 0)
            + coalesce(titles.points, 0)
        )
    ) as attributes,
    case
        when not asked.asks_industry then true
        when leads.industry is not null then coalesce(industries.fits, false)
    end
    and case
        when not asked.asks_company_size then true
        when leads.company_size is not null then coalesce(company_sizes.fits, false)
    end
    and case
        when not asked.asks_title then true
        when leads.title is not null then coalesce(titles.fits, false)
    end as fits
from leads
cross join asked
left join point_values as industries
    on
        asked.number = industries.number
        and industries.part = 'industry'
        and leads.industry = industries.value
left join point_values as company_sizes
    on
        asked.number = company_sizes.number
        and company_sizes.part = 'company_size'
        and leads.company_size = company_sizes.value
left join point_values as titles
    on
        asked.number = titles.number
        and titles.part = 'title'
        and leads.title = titles.value;

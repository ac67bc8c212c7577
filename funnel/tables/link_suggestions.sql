-- one row per deal without a lead and person it may belong to, for somebody to confirm
-- By company (the name without what writers add or leave out) or by the domain of the e-mail, up
-- to five a deal: created before the deal was opened, by both, the nearest in time. A name or domain
-- that more than 1,000 people share suggests nobody. What a person said no to is not asked again.
create table link_suggestions as
with unlinked as (
    select
        staged_deals.tool || ':' || staged_deals.id as deal_id,
        staged_deals.company,
        nullif(split_part(staged_deals.email, '@', 2), '') as domain,
        staged_deals.opened_on
    from staged_deals
    left join lead_deals on staged_deals.tool || ':' || staged_deals.id = lead_deals.deal_id
    where
        lead_deals.deal_id is null
        and coalesce(staged_deals.company, staged_deals.email) is not null
),

companies as (
    select
        company,
        company_key(company) as company_key
    from (select distinct company from unlinked where company is not null) as named
    where company_key(company) != ''
),

people_companies as (
    select
        company,
        company_key(company) as company_key
    from (
        select distinct leads.company
        from leads
        where leads.company is not null and (select count(*) > 0 from companies)
    ) as named
    where company_key(company) in (select companies.company_key from companies)
),

by_company as (
    select
        people_companies.company_key,
        leads.lead_id,
        leads.created_on,
        count(*) over (partition by people_companies.company_key) as people
    from leads
    inner join people_companies on leads.company = people_companies.company
),

domains as (
    select distinct domain
    from unlinked
),

by_domain as (
    select
        domains.domain,
        leads.lead_id,
        leads.created_on,
        count(*) over (partition by domains.domain) as people
    from leads
    inner join domains on split_part(leads.email, '@', 2) = domains.domain
    where domains.domain not in (select free_mail.domain from free_mail)
),

candidates as (
    select
        unlinked.deal_id,
        unlinked.opened_on,
        by_company.lead_id,
        by_company.created_on,
        'company' as suggested_by
    from unlinked
    inner join companies on unlinked.company = companies.company
    inner join by_company on companies.company_key = by_company.company_key
    where by_company.people <= 1000
    union all
    select
        unlinked.deal_id,
        unlinked.opened_on,
        by_domain.lead_id,
        by_domain.created_on,
        'email_domain' as suggested_by
    from unlinked
    inner join by_domain on unlinked.domain = by_domain.domain
    where by_domain.people <= 1000
),

refused as (
    select distinct
        confirmed_links.deal_id,
        lead_keys.lead_id
    from confirmed_links
    inner join lead_keys on confirmed_links.lead_id = lead_keys.tool || ':' || lead_keys.id
    where not confirmed_links.is_same
),

asked as (
    select
        candidates.deal_id,
        candidates.lead_id,
        case when count(*) > 1 then 'company and email_domain' else min(candidates.suggested_by)
        end
            as suggested_by,
        date_diff('day', candidates.created_on, candidates.opened_on) as days_before
    from candidates
    left join refused
        on candidates.deal_id = refused.deal_id and candidates.lead_id = refused.lead_id
    where refused.deal_id is null
    group by
        candidates.deal_id, candidates.lead_id, candidates.created_on, candidates.opened_on
),

ranked as (
    select
        *,
        row_number() over (
            partition by deal_id
            order by
                coalesce(days_before >= 0, false) desc,
                length(suggested_by) desc,
                abs(days_before),
                length(lead_id),
                lead_id
        ) as rank
    from asked
)

select
    deal_id,
    lead_id,
    suggested_by,
    days_before,
    rank
from ranked
where rank <= 5;

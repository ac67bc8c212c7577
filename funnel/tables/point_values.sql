-- one row per agreement, part of the score and value that gives points there, or fits
-- Whatever its case and width, a value is the agreed name; a title has the agreed word in it, and
-- of several the one with most points. `points` is null where a value only fits.
create temp table point_values as
with wanted as (
    select
        agreed_points.number,
        agreed_points.part,
        word_key(agreed_points.name) as word,
        cast(agreed_points.points as decimal(18, 4)) as points,
        false as is_fit
    from agreed_points
    inner join scoring on agreed_points.number = scoring.number
    union all
    select
        agreed_words.number,
        replace(agreed_words.list, 'fit_', '') as part,
        word_key(agreed_words.word) as word,
        null as points,
        true as is_fit
    from agreed_words
    inner join scoring on agreed_words.number = scoring.number
    where agreed_words.list in ('fit_industry', 'fit_company_size', 'fit_title')
),

said as (
    select distinct
        'industry' as part,
        industry as value
    from leads
    where industry is not null and 'industry' in (select wanted.part from wanted)
    union all
    select distinct
        'company_size' as part,
        company_size as value
    from leads
    where company_size is not null and 'company_size' in (select wanted.part from wanted)
    union all
    select distinct
        'title' as part,
        title as value
    from leads
    where title is not null and 'title' in (select wanted.part from wanted)
    union all
    select distinct
        'kind' as part,
        kind as value
    from touches
    where kind is not null and 'kind' in (select wanted.part from wanted)
),

keyed as (
    select
        part,
        value,
        word_key(value) as word
    from said
)

select
    wanted.number,
    wanted.part,
    keyed.value,
    max(wanted.points) as points,
    bool_or(wanted.is_fit) as fits
from keyed
inner join wanted
    on
        keyed.part = wanted.part
        and (
            keyed.word = wanted.word
            or (keyed.part = 'title' and contains(keyed.word, wanted.word))
        )
group by wanted.number, wanted.part, keyed.value;

"""The statements of the search: what is looked into, and how near a row is.

A word is a parameter, and looked for as it stands: `%` and `_` mean themselves. What is compared
and in which order is chosen so that a million rows are read in a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from funnel.reports.search_words import Asked, Word

_NEAREST = """
with {before}
found as (
    select
        {id} as id,
        {day} as day,
        {columns}
    from {table}
    where {where}
),

ranked as (
    select
        id,
        day,
        {near} as near
    from found
),

nearest as (
    select
        *,
        (select count(*) from ranked) as total
    from ranked
    order by near, day desc nulls last, id
    limit $limit
)"""


@dataclass(frozen=True)
class Part:
    """A table to be looked into.

    Args:
        table, id, day: where the rows are, what names them, and by what the latest comes first.
        names: columns with texts of the row itself.
        told: SQL of what is told of `nearest`; goes on after it.
        aside: columns that only say something of it.
        addresses: columns of the row itself, in small letters that nobody writes wide.
        unspaced: which of the names are also looked for without their blanks.
        ids: SQL that tells the rows of an id, with `{test}`, the test of the column `id`; the id
            itself begins with its tool and a colon.
        same: SQL that says whether `{typed}` is another id of the row `id`.
        before: SQL of the table, where it is none of the version's.
    """

    table: str
    id: str
    day: str
    names: tuple[str, ...]
    told: str
    aside: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    unspaced: tuple[str, ...] = ()
    ids: str = ""
    same: str = ""
    before: str = ""

    @property
    def own(self) -> tuple[str, ...]:
        """What is written of the row itself."""
        return (*self.names, *self.addresses)


LEADS = Part(
    table="leads",
    id="lead_id",
    day="created_on",
    names=("person", "company"),
    aside=("owner", "source"),
    addresses=("email",),
    unspaced=("person",),
    ids="""lead_id in (
        select lead_records.lead_id from lead_records where {test}
        union all
        select lead_aliases.lead_id from lead_aliases where {test}
    )""",
    same="id in (select records.lead_id from lead_records as records where records.id = {typed})",
    told=""",

mine as (
    select
        subject_id,
        stage,
        position,
        entered_on
    from stage_entries
    where subject = 'lead' and subject_id in (select id from nearest)
),

furthest as (
    select
        subject_id,
        max(position) as position
    from mine
    group by subject_id
),

reached as (
    select
        mine.subject_id,
        mine.stage,
        max(mine.entered_on) as entered_on
    from mine
    inner join furthest
        on mine.subject_id = furthest.subject_id and mine.position = furthest.position
    group by mine.subject_id, mine.stage
)

select
    nearest.total,
    nearest.id,
    nearest.near,
    leads.person,
    leads.company,
    coalesce(reached.stage, 'lead') as stage,
    case when leads.state in ('sent_back', 'rejected') then leads.state end as outcome,
    leads.owner,
    leads.source,
    coalesce(reached.entered_on, leads.created_on) as day,
    coalesce(leads.is_deleted, false) as is_deleted
from nearest
inner join leads on nearest.id = leads.lead_id
left join reached on nearest.id = reached.subject_id
order by nearest.near, nearest.day desc nulls last, nearest.id
""",
)
DEALS = Part(
    table="deals",
    id="deal_id",
    day="coalesce(closed_on, opened_on)",
    names=("name", "company"),
    aside=("owner", "source", "product"),
    ids="""deal_id in (
        select by_id.deal_id
        from (
            select
                deal_id,
                substr(deal_id, strpos(deal_id, ':') + 1) as id
            from deals
        ) as by_id
        where {test}
    )""",
    told="""
select
    nearest.total,
    nearest.id,
    nearest.near,
    deals.company,
    deals.name as title,
    deals.stage,
    deals.outcome,
    deals.owner,
    deals.source,
    nearest.day,
    deals.amount,
    coalesce(deals.is_deleted, false) as is_deleted
from nearest
inner join deals on nearest.id = deals.deal_id
order by nearest.near, nearest.day desc nulls last, nearest.id
""",
)
CAMPAIGNS = Part(
    table="campaigns",
    id="campaign",
    day="last_on",
    names=("campaign",),
    before="""campaigns as (
    select
        campaign,
        max(created_on) as last_on,
        count(*) as leads
    from leads
    where campaign is not null
    group by campaign
),
""",
    told="""
select
    nearest.total,
    nearest.id,
    nearest.near,
    nearest.id as title,
    nearest.day,
    campaigns.leads
from nearest
inner join campaigns on nearest.id = campaigns.campaign
order by nearest.near, nearest.day desc nulls last, nearest.id
""",
)
_KEY = "substr({0}, strpos({0}, ':') + 1)"
_UNSPACED = "replace(replace({0}, ' ', ''), '\u3000', '')"


class _Named:
    """Texts as parameters, each once."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        name = next((name for name, value in self.values.items() if value == text), None)
        if name is None:
            name = f"text_{len(self.values)}"
            self.values[name] = text
        return f"${name}"


def statement(part: Part, asked: Asked) -> tuple[str, dict[str, Any]]:
    """The SQL of a part, and its parameters but for `limit`."""
    named = _Named()
    columns = [f"lower({column}) as {column}" for column in (*part.own, *part.aside)]
    if part.ids:
        columns.append(f"{_KEY.format(part.id)} as own_key")
    nearest = _NEAREST.format(
        before=part.before, id=part.id, day=part.day, table=part.table,
        columns=",\n        ".join(columns),
        where="\n    and ".join(f"({_any(_holds(part, word, named))})" for word in asked.words),
        near=_near(part, asked, named),
    )  # fmt: skip
    return nearest + part.told, named.values


def _holds(part: Part, word: Word, named: _Named) -> list[str]:
    """The tests of one word: it stands in one of the columns."""
    columns = (*part.names, *part.aside, *(_UNSPACED.format(name) for name in part.unspaced))
    tests = [_test(column, form, named) for column in columns for form in word.forms]
    tests += [f"contains({column}, {named(word.itself)})" for column in part.addresses]
    if part.ids:
        of_id = _any(_test("id", form, named) for form in word.in_ids)
        tests.append(part.ids.format(test=of_id))
    return tests


def _test(column: str, form: str, named: _Named) -> str:
    """A form stands in a column. Case is only brought together where there is any: that is slow."""
    capital = form.upper()
    if form == capital:
        return f"contains({column}, {named(form)})"
    test = f"contains(lower({column}), {named(form)})"
    if form[0].isascii() or form[0] == capital[0]:
        return test
    begins = (f"contains({column}, {named(letter)})" for letter in (capital[0], form[0]))
    return f"(({' or '.join(begins)}) and {test})"  # wide letters are rare


def _near(part: Part, asked: Asked, named: _Named) -> str:
    """0 to 3, as `search.EXACT` and what follows, of columns that are in small letters already."""
    first = asked.words[0].itself
    is_it = [f"{column} = {named(asked.line)}" for column in part.own]
    is_it += [f"{_UNSPACED.format(column)} = {named(asked.whole)}" for column in part.unspaced]
    begins = [
        f"starts_with({column}, {named(form)})"
        for column in part.own for form in asked.words[0].forms
    ]  # fmt: skip
    within = [
        f"contains({column}, {named(form)})"
        for column in part.own for word in asked.words for form in word.forms
    ]  # fmt: skip
    if part.ids:
        is_it.append(f"own_key = {named(asked.typed)}")  # the case of its letters tells ids apart
        is_it += [part.same.format(typed=named(asked.typed))] if part.same else []
        begins.append(f"starts_with(lower(own_key), {named(first)})")
        within += [f"contains(lower(own_key), {named(word.itself)})" for word in asked.words]
    return (
        f"case when {_any(is_it)} then 0 when {_any(begins)} then 1 "
        f"when {_any(within)} then 2 else 3 end"
    )


def _any(tests: Iterable[str]) -> str:
    return "\n    or ".join(tests)

"""The views `staged_<object>`: the rows of all files of an object, but the excluded ones."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING, get_args

from funnel.importers.cells import values
from funnel.importers.profiles.profile import FIELDS, Object, TableProfile
from funnel.importers.staging.cook import literal
from funnel.importers.staging.repeats import STAND_INS, stand_in
from funnel.store.database import Database

if TYPE_CHECKING:
    from funnel.importers.staging.stage import StagedFile

OBJECTS: tuple[Object, ...] = tuple(one for one in get_args(Object) if one != "ignore")


def create_views(db: Database, files: Sequence[StagedFile]) -> None:
    """One view for each object; without files it is empty."""
    for kind in OBJECTS:
        db.run(_view(kind, [file for file in files if file.object == kind]))
    _add_stage_dates(db, files)


def _view(kind: Object, files: Sequence[StagedFile]) -> str:
    """The rows of all files of an object, but the excluded ones."""
    selects = [_select(kind, file) for file in files] or [_select_none(kind)]
    return f"create or replace temp view staged_{kind} as {' union all '.join(selects)}"


def _select_none(kind: Object) -> str:
    parts = ["cast(null as varchar) as tool", "cast(null as integer) as file_no"]
    parts.append("cast(null as bigint) as row_no")
    for name, type_ in _columns(kind):
        parts.append(f"cast(null as {type_}) as {name}")
    return f"select {', '.join(parts)} where false"


def _columns(kind: Object) -> list[tuple[str, str]]:
    columns: list[tuple[str, str]] = []
    for name, type_ in FIELDS[kind].items():
        if type_ == "moment":
            columns += [
                (f"{name}_moment", "timestamp"),
                (f"{name}_on", "date"),
                (f"{name}_at", "timestamp"),
            ]
        else:
            columns.append((name, values.SQL_TYPES[type_]))
    extra = {
        "leads": [("id_said", "varchar"), ("state", "varchar")],
        "deals": [("id_said", "varchar"), ("outcome", "varchar"), ("is_stage_known", "boolean")],
        "stage_history": [
            ("subject", "varchar"),
            ("meaning", "varchar"),
            ("meaning_before", "varchar"),
        ],
    }
    return columns + extra.get(kind, [])


def _select(kind: Object, file: StagedFile) -> str:
    tool = literal(file.recognised.profile.tool)
    parts = [f"{tool} as tool", f"cast({file.number} as integer) as file_no", "rows.row_no"]
    outcome, is_stage_known = _outcome(file.recognised.layout)
    days = {"closed", "lost", "expected"} & file.recognised.columns.keys()
    for name, type_ in FIELDS[kind].items():
        if type_ == "moment":
            moment, has_time = f"rows.{name}_moment", f"rows.{name}_has_time"
            if kind == "deals" and name == "closed" and days - {name}:
                moment = _closing("moment", outcome, days)
                has_time = _closing("has_time", outcome, days)
            parts.append(f"{moment} as {name}_moment")
            parts.append(f"cast({moment} as date) as {name}_on")
            parts.append(f"case when {has_time} then {moment} end as {name}_at")
        elif kind in STAND_INS and name == "id":
            # Ids are shown on the screen and in files; an address or a name must not be read off.
            parts.append(f"coalesce(rows.id, md5({stand_in(kind)})) as id")
        elif kind == "touches" and name == "kind":
            parts.append(f"{_kind(file.recognised.layout)} as kind")
        elif kind == "deals" and name == "stage":
            parts.append("coalesce(here.label, rows.stage) as stage")
        else:
            parts.append(f"rows.{name}")
    joins = ""
    if kind in STAND_INS:
        parts.append("rows.id as id_said")
    if kind == "leads":
        parts.append("here.meaning as state")
        joins = _join_meaning("here", tool, "lead", "status")
    elif kind == "deals":
        parts += [f"{outcome} as outcome", f"{is_stage_known} as is_stage_known"]
        joins = _join_meaning("here", tool, "deal", "stage")
        joins += _join_meaning("beside", tool, "deal", "status")
    elif kind == "stage_history":
        subject = file.recognised.layout.subject or "deal"
        parts += [
            f"'{subject}' as subject",
            "here.meaning as meaning",
            "earlier.meaning as meaning_before",
        ]
        joins = _join_meaning("here", tool, subject, "stage")
        joins += _join_meaning("earlier", tool, subject, "stage_before")
    return (
        f"select {', '.join(parts)} from {file.cooked.name} as rows{joins} where rows.row_no "
        f"not in (select excluded.row_no from excluded where excluded.file_no = {file.number})"
    )


def _kind(layout: TableProfile) -> str:
    """SQL: the kind of a touch, under the name the layout has for it."""
    named = {value: name for name, values_ in layout.kinds.items() for value in values_}
    cases = " ".join(f"when {literal(value)} then {literal(name)}" for value, name in named.items())
    return f"case rows.kind {cases} else rows.kind end" if cases else "rows.kind"


def _forecast(layout: TableProfile) -> str:
    """SQL: what the forecast says of a deal whose stage nobody knows by name, or its probability.

    What is left out of the forecast is lost only if nobody thinks it probable.
    """
    chance = "try_cast(regexp_replace(rows.probability, '[%％ ]', '', 'g') as double)"
    cases = []
    for outcome, names in layout.forecasts.items():
        words = ", ".join(literal(name.lower()) for name in names)
        none = f" and {chance} = 0" if outcome == "lost" else ""
        cases.append(f"when lower(rows.forecast) in ({words}){none} then '{outcome}'")
    if not cases:
        return "null"
    return f"case {' '.join(cases)} when rows.forecast is null and {chance} = 100 then 'won' end"


def _join_meaning(name: str, tool: str, subject: str, column: str) -> str:
    return (
        f" left join meanings as {name} on {name}.tool = {tool} and {name}.subject = '{subject}' "
        f"and {name}.value = rows.{column}"
    )


def _outcome(layout: TableProfile) -> tuple[str, str]:
    """SQL: what became of a deal, and whether that was known.

    By the layout, the tool's own flags, or the stage. A deal that is closed and not known as won is
    lost; one nobody knows anything of is open. Where the stage's name had to be passed over for
    that, it is not known.
    """
    if layout.outcome is not None:
        return f"'{layout.outcome}'", "true"
    # A status (open, won, lost) says more of the outcome than the stage the deal stood in.
    said = f"coalesce(beside.meaning, here.meaning, {_forecast(layout)})"
    outcome = f"""
        case
            when rows.is_won then 'won'
            when rows.is_closed and (rows.is_won = false or coalesce({said}, 'open') = 'open')
                then 'lost'
            when rows.is_closed = false then 'open'
            when rows.is_won = false and {said} = 'won' then 'open'
            else coalesce({said}, 'open')
        end"""
    is_known = f"""
        coalesce(
            {said} is not null
            or rows.is_won
            or rows.is_closed = false
            or (rows.is_closed and rows.is_won is not null),
            false
        )"""
    return outcome, is_known


def _closing(part: str, outcome: str, days: Container[str]) -> str:
    """SQL: when a deal was closed or, as long as it is open, is expected to be: a part of it.

    A column for losses or for plans goes before the one that other exports have for all of them.
    Where there are none but plans, they stand in for it.
    """
    own = {"lost": "lost", "open": "expected"}
    cases = " ".join(
        f"when {outcome} = '{said}' and rows.{name}_moment is not null then rows.{name}_{part}"
        for said, name in own.items()
    )
    return f"case {cases} else rows.{'closed' if 'closed' in days else 'expected'}_{part} end"


def _add_stage_dates(db: Database, files: Iterable[StagedFile]) -> None:
    """Columns such as `Date entered "Demo"` are history that lies across: stand it upright."""
    selects = []
    for file in files:
        tool = literal(file.recognised.profile.tool)
        for position, stage_name in file.recognised.stage_dates.items():
            moment = f"rows.entered_{position}_moment"
            selects.append(
                f"select {tool} as tool, {file.number} as file_no, rows.row_no, "
                f"coalesce(rows.id, md5({stand_in('deals')})) as deal_id, "
                f"coalesce(here.label, {literal(stage_name)}) as stage, "
                f"{moment} as changed_moment, "
                f"cast({moment} as date) as changed_on, "
                f"case when rows.entered_{position}_has_time then {moment} end as changed_at, "
                f"'deal' as subject, here.meaning as meaning from {file.cooked.name} as rows "
                f"left join meanings as here on here.tool = {tool} and here.subject = 'deal' "
                f"and here.value = {literal(stage_name)} where {moment} is not null "
                f"and rows.row_no not in (select excluded.row_no from excluded "
                f"where excluded.file_no = {file.number})"
            )
    if selects:
        upright = " union all by name ".join(selects)
        recorded = _view("stage_history", [f for f in files if f.object == "stage_history"])
        db.run(f"{recorded} union all by name {upright}")

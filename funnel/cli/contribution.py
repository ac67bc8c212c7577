"""What sources and campaigns contributed: the rules side by side."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from funnel.analysis.contribution import ALL_RULES
from funnel.analysis.touch_rules import HALF_LIFE
from funnel.cli.figures import Day, asked_for, open_version
from funnel.cli.shell import app, errors_told, padded, print_json, say, word
from funnel.reports.closed_deals import By
from funnel.reports.contribution import Contribution, Part, Row, Rule
from funnel.reports.contribution import contribution as contribution_of


@app.command()
def contribution(
    since: Day = None,
    until: Day = None,
    as_of: Day = None,
    by: Annotated[By, typer.Option(help="Divide among these.")] = "source",
    rule: Annotated[
        list[str] | None,
        typer.Option(help=f"{', '.join(ALL_RULES)}; all where none is named."),
    ] = None,
    half_life: Annotated[
        float, typer.Option(help="Of time decay, in days before the deal was opened.")
    ] = HALF_LIFE,
    as_json: Annotated[bool, typer.Option("--json", help="Totals, and a list of figures.")] = False,
) -> None:
    """Print what each source or campaign contributed to wins and value: credit, not cause.

    Without dates: the whole of the data, as of its last day.
    """
    with errors_told(as_json), open_version() as db:
        asked = asked_for(db, since, until, as_of, "period", [], None)
        found = contribution_of(
            db, asked.since, asked.until, asked.as_of,
            by=by, rules=rule or ALL_RULES, half_life=half_life,
        )  # fmt: skip
    if as_json:
        print_json(_as_object(found))
    else:
        _print(found)


def _as_object(found: Contribution) -> dict[str, Any]:
    return {
        "by": found.by,
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "as_of": found.as_of.isoformat(),
        "currency": found.currency,
        "half_life": found.half_life,
        "wins": found.wins,
        "value": found.value,
        "wins_without_amount": found.wins_without_amount,
        "touched_wins": found.touched_wins,
        "touches": found.touches,
        "unnamed_touches": found.unnamed_touches,
        "states": {rule.name: rule.state for rule in found.rules},
        "figures": [_figure(rule, row) for rule in found.rules for row in rule.rows],
    }


def _figure(rule: Rule, row: Row) -> dict[str, Any]:
    value = row.value
    return {
        "rule": rule.name,
        "kind": row.kind,
        "group": row.group,
        "wins": row.wins.amount,
        "share": row.wins.share,
        "low": row.wins.low,
        "high": row.wins.high,
        "rank": row.wins.rank,
        "rank_to": row.wins.rank_to,
        "value": value and value.amount,
        "value_share": value and value.share,
        "value_low": value and value.low,
        "value_high": value and value.high,
        "value_rank": value and value.rank,
        "value_rank_to": value and value.rank_to,
    }


def _print(found: Contribution) -> None:
    wins = "-" if found.wins is None else f"{found.wins:,}"
    value = "-" if found.value is None else f"{found.value:,} {found.currency}"
    say("contribution_total", wins=wins, value=value, since=found.since, until=found.until)
    columns = [word(f"contribution_{name}") for name in ("wins", "value")]
    for rule in found.rules:
        typer.echo(f"{rule.name}: {word(f'contribution_{rule.state}')}")
        if rule.rows:
            typer.echo(f"  {' ' * 28}{padded(columns[0], 34)}{columns[1]}")
        for row in rule.rows:
            wins, value = _said(row.wins, ",.2f"), _said(row.value, ",.0f")
            typer.echo(f"  {padded(_name(row), 28)}{padded(wins, 34)}{value}")
    say("credit_not_cause")


def _name(row: Row) -> str:
    return word(f"row_{row.kind}") if row.kind in ("none", "unlinked") else row.group or "-"


def _said(part: Part | None, form: str) -> str:
    """`12.50  31 % (25-38) #1-2`: the number, its share with its range, its places."""
    if part is None:
        return "-"
    text = f"{part.amount:{form}}"
    if part.share is not None and part.low is not None and part.high is not None:
        text += f"  {part.share:.0%} ({part.low:.0%}-{part.high:.0%})"
    if part.rank is None:
        return text
    return (
        f"{text} #{part.rank}"
        if part.rank == part.rank_to
        else f"{text} #{part.rank}-{part.rank_to}"
    )

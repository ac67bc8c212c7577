"""Why leads come back and deals are lost."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, Any

import typer

from funnel.cli.figures import Day, open_version, period_of
from funnel.cli.imports import Json
from funnel.cli.shell import app, errors_told, padded, print_json, say
from funnel.messages import language_of_environment
from funnel.reports.feedback import MISSING_TITLES, Feedback, feedback


class ByReason(StrEnum):
    """`feedback.By` once more: typer takes a list of options from an enumeration only."""

    source = "source"
    campaign = "campaign"
    owner = "owner"
    month = "month"


@app.command("feedback")
def feedback_(
    since: Day = None,
    until: Day = None,
    as_of: Day = None,
    by: Annotated[list[ByReason] | None, typer.Option(help="Group by; may be given again.")] = None,
    as_json: Json = False,
) -> None:
    """Print why sales sent leads back or lost deals, and what information was missing."""
    with errors_told(as_json), open_version() as db:
        period = period_of(db, since, until, as_of)
        found = feedback(db, *period, by=[name.value for name in by or []])
    if as_json:
        print_json(_as_object(found))
    else:
        _tell(found)


def _as_object(found: Feedback) -> dict[str, Any]:
    language = language_of_environment()
    return asdict(found) | {
        "reasons": [
            asdict(one) | {"title": one.title[language == "en"], "share": one.share}
            for one in found.reasons
        ],
        "missing": [asdict(one) | {"share": one.share} for one in found.missing],
        "unknown": [{"text": text, "count": count} for text, count in found.unknown],
    }


def _tell(found: Feedback) -> None:
    is_english = language_of_environment() == "en"
    for kind, is_measured in found.measured.items():
        say(f"feedback_{kind}" if is_measured else f"feedback_{kind}_not_measured")
        for one in found.reasons:
            if one.kind == kind:
                group = " ".join(f"{name}={value or ''}" for name, value in one.group.items())
                share = f"{one.count:,}/{one.denominator:,} = {one.share:.0%}"
                name = f"{group} {one.title[is_english]}".strip()
                typer.echo(f"  {padded(name, 40)} {share}")
    for what in found.missing:
        group = " ".join(f"{name}={value or ''}" for name, value in what.group.items())
        name = f"{group} {MISSING_TITLES[what.what][is_english]}".strip()
        say("feedback_missing", what=name, count=what.count, refused=what.denominator)
    for kind, undated in found.undated.items():
        if undated:
            say(f"feedback_undated_{kind}", undated=undated)
    if unknown := sum(count for _, count in found.unknown):
        say("feedback_unknown", unknown=unknown)

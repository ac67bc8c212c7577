"""The search over leads, deals, campaigns, figures and actions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer
from pydantic_core import to_jsonable_python

from funnel.cli.figures import open_version
from funnel.cli.imports import Json
from funnel.cli.shell import app, errors_told, print_json, say, word
from funnel.masking import one_line
from funnel.messages import in_language, language_of_environment
from funnel.metrics import METRICS
from funnel.reports.search import LIMIT, Found, Hit
from funnel.reports.search import search as searched
from funnel.store.workspace import Workspace

LONG = 60


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="An id, a name, an e-mail, a source, a word.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Of each kind.")] = LIMIT,
    as_json: Json = False,
) -> None:
    """Find leads, deals, campaigns, figures and actions in which every word stands.

    Names are printed in full: this is no projected screen.
    """
    with errors_told(as_json), open_version() as db:
        actions = Workspace.from_environment().team.actions()
        found = searched(db, text, actions, limit=limit)
    if as_json:
        print_json(_object(found))
    else:
        _tell(found)


def _object(found: Found) -> dict[str, Any]:
    groups = [
        {
            "kind": group.kind, "total": group.total, "more": group.more,
            "hits": [to_jsonable_python(_hit(hit)) for hit in group.hits],
        }
        for group in found.groups
    ]  # fmt: skip
    return {"words": list(found.words), "total": found.total, "groups": groups}


def _hit(hit: Hit) -> dict[str, Any]:
    """Without what the kind does not have; `kind` stands with the group."""
    told = {name: value for name, value in asdict(hit).items() if value is not None}
    told.pop("kind")
    if hit.kind == "metric":
        told["title"] = in_language(METRICS[hit.id].title, language_of_environment())
    if hit.amount is not None:
        told["amount"] = float(hit.amount)
    return told


def _tell(found: Found) -> None:
    if not found.groups:
        say("search_none")
    for group in found.groups:
        say("search_kind", kind=word(f"search_{group.kind}"), total=f"{group.total:,}")
        for hit in group.hits:
            told = _hit(hit)
            texts = [
                told.get(name)
                for name in ("person", "company", "title", "stage", "owner", "source", "day")
            ]
            typer.echo("  " + one_line("  ".join([hit.id, *(str(one) for one in texts if one)]),
                                       2 * LONG))  # fmt: skip
        if group.more:
            say("search_more", more=f"{group.more:,}")

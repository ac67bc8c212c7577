"""A made-up company to try things on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from funnel.cli.figures import Day
from funnel.cli.shell import app


@app.command()
def simulate(
    out: Annotated[Path, typer.Option(help="The folder the exports are written to.")],
    leads: Annotated[int, typer.Option(min=1)] = 4500,
    months: Annotated[int, typer.Option(min=1)] = 18,
    seed: int = 1,
    until: Day = None,
    story: Annotated[
        bool, typer.Option(help="Whether exhibitions get stuck in the last nine weeks.")
    ] = True,
) -> None:
    """Write the exports of a made-up company, as its tools would."""
    from funnel.simulate import (  # numpy takes its time
        DEMO_UNTIL,
        simulate_company,
        write_activities,
        write_exports,
        write_marketing,
    )

    made = simulate_company(leads, months, seed, until or DEMO_UNTIL, has_story=story)
    files = [*write_exports(made, out), *write_marketing(made, out), write_activities(made, out)]
    for path in files:
        typer.echo(str(path))

"""The command line: the jobs of the pages, for a nightly run and for whoever likes it better."""

from funnel.cli import (
    actions,
    agreements,
    bottleneck,
    contribution,
    costs,
    digest,
    durations,
    feedback,
    figures,
    forecast,
    imports,
    notes,
    promises,
    simulation,
    targets,
    versions,
    voices,
    whatif,
    worth,
)
from funnel.cli.figures import By
from funnel.cli.shell import app

__all__ = [
    "By",
    "actions",
    "agreements",
    "app",
    "bottleneck",
    "contribution",
    "costs",
    "digest",
    "durations",
    "feedback",
    "figures",
    "forecast",
    "imports",
    "notes",
    "promises",
    "simulation",
    "targets",
    "versions",
    "voices",
    "whatif",
    "worth",
]

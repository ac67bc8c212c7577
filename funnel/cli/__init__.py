"""The command line: the jobs of the pages, for a nightly run and for whoever likes it better."""

from funnel.cli import (
    agreements,
    bottleneck,
    contribution,
    costs,
    durations,
    feedback,
    figures,
    forecast,
    imports,
    promises,
    simulation,
    targets,
    versions,
    whatif,
    worth,
)
from funnel.cli.figures import By
from funnel.cli.shell import app

__all__ = [
    "By",
    "agreements",
    "app",
    "bottleneck",
    "contribution",
    "costs",
    "durations",
    "feedback",
    "figures",
    "forecast",
    "imports",
    "promises",
    "simulation",
    "targets",
    "versions",
    "whatif",
    "worth",
]

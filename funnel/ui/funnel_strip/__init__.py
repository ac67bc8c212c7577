"""The funnel from lead to won in one row: the component behind the weekly page's middle.

Streamlit has nothing that shows counts and, between them, rates one can click; so this is the one
component of our own. It draws what it is given: every number comes in as the text to show.
"""

from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_COMPONENT = st.components.v2.component(
    "shared_funnel_strip",
    html='<div class="strip" role="group"></div>',
    css=(_HERE / "strip.css").read_text(encoding="utf-8"),
    js=(_HERE / "strip.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Week:
    """One small bar. `value` is None where nothing is known, which is not zero."""

    label: str
    value: int | None
    is_partial: bool = False


@dataclass(frozen=True)
class Stage:
    """A stage of the funnel: its count as shown, a line below, the weeks, this week last.

    A stage that the exports do not measure has `measured=False` and says so in its caption.
    """

    id: str
    label: str
    value: str
    caption: str = ""
    weeks: tuple[Week, ...] = ()
    measured: bool = True


@dataclass(frozen=True)
class Rate:
    """What passes from one stage to the next, with the counts behind it.

    `marked` is the gap of the verdict, the one place that carries the accent colour; `label` names
    the rate for those who hear the page instead of seeing it.
    """

    id: str
    value: str
    counts: str
    label: str
    note: str | None = None
    marked: bool = False


@dataclass(frozen=True)
class Strip:
    """`rates[i]` stands between `stages[i]` and `stages[i + 1]`; None leaves the place empty."""

    label: str
    stages: tuple[Stage, ...]
    rates: tuple[Rate | None, ...]
    language: str = "ja"

    def __post_init__(self) -> None:
        if len(self.rates) != max(len(self.stages) - 1, 0):
            raise ValueError(f"{len(self.stages)} stages with {len(self.rates)} rates between them")
        ids = self.figure_ids
        if len(set(ids)) != len(ids):
            raise ValueError(f"the figures' ids are not unique: {ids}")
        if sum(rate.marked for rate in self.rates if rate) > 1:
            raise ValueError("more than one rate is marked")

    @property
    def figure_ids(self) -> list[str]:
        """The ids a click can return."""
        return [stage.id for stage in self.stages] + [rate.id for rate in self.rates if rate]


def funnel_strip(strip: Strip, key: str) -> str | None:
    """Draw the strip; the id of the figure that was clicked, in the run the click caused."""
    result = _COMPONENT(key=key, data=asdict(strip), on_figure_change=lambda: None)
    figure = result.figure
    return figure if figure in strip.figure_ids else None

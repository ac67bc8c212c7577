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
class Point:
    """One week or month of the picture, and the same a year before.

    `value` and `before` are None where nothing is known, which is not zero; `said` tells them in
    words. What is not whole (`is_partial`) stands as an open dot apart from the line. `events`
    says what happened in it, which a tick below the line stands for.
    """

    value: int | None
    before: int | None
    said: str
    is_partial: bool = False
    events: str = ""


@dataclass(frozen=True)
class Picture:
    """The last weeks beside the last months, oldest first; `label` tells it to who cannot see it.

    `names` stand below the two halves.
    """

    label: str
    names: tuple[str, str]
    weeks: tuple[Point, ...]
    months: tuple[Point, ...]


@dataclass(frozen=True)
class Goal:
    """The bar: what is there, of what is wanted, and where it should be by now; `said` in words."""

    actual: float
    target: float
    expected: float
    said: str


@dataclass(frozen=True)
class Stage:
    """A stage of the funnel: its count as shown, the lines below it, its bar, its picture.

    A stage that the exports do not measure has `measured=False` and says so in its lines.
    """

    id: str
    label: str
    value: str
    lines: tuple[str, ...] = ()
    goal: Goal | None = None
    picture: Picture | None = None
    measured: bool = True


@dataclass(frozen=True)
class Rate:
    """What passes from one stage to the next, with the counts behind it.

    `marked` is the step of the verdict, the one place that carries the accent colour; `label` names
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
    """`rates[i]` stands between `stages[i]` and `stages[i + 1]`; None leaves the place empty.

    `note` stands once below all of them.
    """

    label: str
    stages: tuple[Stage, ...]
    rates: tuple[Rate | None, ...]
    language: str = "ja"
    note: str = ""

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

"""What the parts of the agreement are made of: kinds of numbers and words, and a span of time."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le
from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

Count = Annotated[int, Ge(0), Le(1_000_000)]
Several = Annotated[int, Ge(1), Le(1_000_000)]
Points = Annotated[float, Ge(-1000), Le(1000)]
PartOf = Annotated[float, Gt(0), Le(1)]
Text = Annotated[str, StringConstraints(pattern=r"\S")]
"""A word of somebody's: one of blanks alone would be found everywhere."""
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Unit = Literal["hours", "working_hours", "days", "working_days"]
"""`hours` and `days` run on at night and on holidays, the others by the working calendar."""

WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def impossible(kind: str, field: str, value: object, detail: object = "") -> PydanticCustomError:
    """What no single value is to blame for: `kind` is a key of `funnel.messages.PROBLEMS`."""
    said = {"field": field, "value": str(value), "detail": str(detail)}
    return PydanticCustomError(kind, "{field}: {value} {detail}", said)


class Part(BaseModel):
    """What all parts have in common: nothing unknown is passed over, nothing changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Span(Part):
    """A time within which something is to happen: `within = 24, unit = "hours"`."""

    within: Annotated[float, Gt(0), Le(10_000)]
    unit: Unit = "working_hours"

    @model_validator(mode="after")
    def _whole_days(self) -> Span:
        if self.unit.endswith("days") and self.within != int(self.within):
            raise impossible("agreement_part_of_a_day", "within", f"{self.within:g}", self.unit)
        return self

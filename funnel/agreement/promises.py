"""What both sides promise in the agreement."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le, MinLen
from pydantic import Field, model_validator

from funnel.agreement.parts import Part, Several, Span, Text, Unit, Weekday, impossible

LeadField = Literal["email", "company", "name", "title", "industry", "company_size", "source"]


class MqlsAMonth(Part):
    """Marketing: so many MQLs a month."""

    at_least: Several


class Handover(Span):
    """Marketing: handed over so soon after becoming an MQL."""


class RequiredFields(Part):
    """Marketing: these are filled when a lead is handed over."""

    fields: Annotated[tuple[LeadField, ...], MinLen(1)]


class BehaviourHistory(Part):
    """Marketing: so many touches of the lead, up to the hand-over, are passed along."""

    at_least: Several = 1


class FirstContact(Span):
    """Sales: a first contact so soon after the hand-over; `by_source` may differ."""

    by_source: dict[Text, Span] = Field(default_factory=dict)


class FollowUps(Span):
    """Sales: so many attempts or contacts within the time, unless decided before."""

    at_least: Several
    unit: Unit = "working_days"


class ResultRecorded(Span):
    """Sales: any result (accepted, SQL, sent back, rejected, an outcome) is recorded within."""

    unit: Unit = "working_days"


class Decided(Span):
    """Sales: accepted or sent back within the time, sent back with a reason."""

    unit: Unit = "days"
    needs_reason: bool = True


class BackToNurturing(Span):
    """Sales: after so many failed attempts without a contact, back to marketing within the time."""

    after_failed: Several
    unit: Unit = "working_days"


class WeeklyMeeting(Part):
    """Both: the meeting held each week that has a working day, on this day as a rule."""

    weekday: Weekday = "mon"


class MonthlyReview(Part):
    """Both: the agreement reviewed each month, by this day (or the month's last)."""

    day: Annotated[int, Ge(1), Le(31)] = 10


class Promises(Part):
    """What both sides promise; what is not there is not promised.

    `follow_ups` of more than `back_to_nurturing.after_failed` attempts collide with it: who fails
    so often would have to go on and to give back. `first` says which of the two counts.
    """

    mqls_a_month: MqlsAMonth | None = None
    handover: Handover | None = None
    required_fields: RequiredFields | None = None
    behaviour_history: BehaviourHistory | None = None
    first_contact: FirstContact | None = None
    follow_ups: FollowUps | None = None
    result_recorded: ResultRecorded | None = None
    decided: Decided | None = None
    back_to_nurturing: BackToNurturing | None = None
    first: Literal["follow_ups", "back_to_nurturing"] | None = None
    weekly_meeting: WeeklyMeeting | None = None
    monthly_review: MonthlyReview | None = None

    @property
    def collide(self) -> bool:
        """Whether both cannot be kept for a lead that nobody reaches."""
        return (
            self.follow_ups is not None
            and self.back_to_nurturing is not None
            and self.back_to_nurturing.after_failed < self.follow_ups.at_least
        )

    @model_validator(mode="after")
    def _say_which_is_first(self) -> Promises:
        if self.follow_ups and self.back_to_nurturing and self.collide and self.first is None:
            raise impossible(
                "agreement_collides", "first", self.follow_ups.at_least,
                self.back_to_nurturing.after_failed,
            )  # fmt: skip
        return self


MARKETING = ("mqls_a_month", "handover", "required_fields", "behaviour_history")
SALES = ("first_contact", "follow_ups", "result_recorded", "decided", "back_to_nurturing")
BOTH = ("weekly_meeting", "monthly_review")

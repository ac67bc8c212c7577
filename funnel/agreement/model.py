"""The agreement as a document: what its words mean, what people can handle, on which calendar."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Any, Literal

from annotated_types import Ge, Gt, Le, MinLen
from pydantic import BeforeValidator, Field, model_validator

from funnel.agreement.parts import (
    Count,
    Part,
    PartOf,
    Points,
    Several,
    Text,
    Weekday,
    impossible,
)
from funnel.agreement.promises import Promises

OpportunityBase = Literal["handed_over", "mql", "sql"]
Need = Literal["budget", "authority", "need", "timeline"]


def _clock(said: object) -> object:
    """A time as TOML has it, `09:00:00`, or as people write it, `"9:00"`; without seconds."""
    if isinstance(said, str):
        hour, _, minute = said.partition(":")
        is_time = hour.isdecimal() and minute.isdecimal() and len(minute) == 2
        if is_time and int(hour) < 24 and int(minute) < 60:
            return time(int(hour), int(minute))
    if isinstance(said, time) and (said.second or said.microsecond or said.tzinfo):
        raise impossible("agreement_seconds", "", said)
    return said


Clock = Annotated[time, BeforeValidator(_clock)]


def _minutes(since: time, until: time) -> int:
    return (until.hour - since.hour) * 60 + until.minute - since.minute


class Break(Part):
    """A time of every working day at which nobody works: `{since = 12:00, until = 13:00}`."""

    since: Clock
    until: Clock


class Closure(Part):
    """Days off that no calendar knows, both included: `{since = 2026-08-12, until = ...}`."""

    since: date
    until: date
    name: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Closure:
        if self.until < self.since:
            raise impossible("agreement_closure_order", "until", self.until, self.since)
        return self


class Calendar(Part):
    """When people work. The time of one day does not pass midnight."""

    weekdays: Annotated[tuple[Weekday, ...], MinLen(1)] = ("mon", "tue", "wed", "thu", "fri")
    opens: Clock = time(9, 0)
    closes: Clock = time(18, 0)
    breaks: tuple[Break, ...] = ()
    national_holidays: bool = True
    """Japan's, with those in lieu and those between two."""
    closures: tuple[Closure, ...] = ()
    fiscal_year_begins: Annotated[int, Ge(1), Le(12)] = 4

    @property
    def minutes_a_day(self) -> int:
        """Working minutes of a working day."""
        return _minutes(self.opens, self.closes) - sum(
            _minutes(pause.since, pause.until) for pause in self.breaks
        )

    @model_validator(mode="after")
    def _has_time_to_work(self) -> Calendar:
        if self.opens >= self.closes:
            opens, closes = f"{self.opens:%H:%M}", f"{self.closes:%H:%M}"
            raise impossible("agreement_hours_order", "closes", closes, opens)
        last = self.opens
        for pause in self.breaks:
            if not last <= pause.since < pause.until <= self.closes:
                at = f"{pause.since:%H:%M}-{pause.until:%H:%M}"
                raise impossible("agreement_break_overlaps", "breaks", at)
            last = pause.until
        if self.minutes_a_day <= 0:
            raise impossible("agreement_no_time_left", "breaks", self.minutes_a_day)
        return self


class Fit(Part):
    """Who fits. An empty list asks nothing; `titles` are words that a title contains."""

    industries: tuple[Text, ...] = ()
    company_sizes: tuple[Text, ...] = ()
    """As the funnel groups them: '1-9', '10-49', '50-299', '300-999', '1000+'."""
    titles: tuple[Text, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it asks for anything at all."""
        return bool(self.industries or self.company_sizes or self.titles)


class AttributePoints(Part):
    """Points for who somebody is; `titles` by words a title contains, the best of them."""

    most: Points = 30
    industries: dict[Text, Points] = Field(default_factory=dict)
    company_sizes: dict[Text, Points] = Field(default_factory=dict)
    titles: dict[Text, Points] = Field(default_factory=dict)


class BehaviourPoints(Part):
    """Points for each touch by its kind, as the exports name it; `other` for kinds not named."""

    most: Points = 40
    kinds: dict[Text, Points] = Field(default_factory=dict)
    other: Points = 0


class EngagementPoints(Part):
    """Points for each day with a touch that scores."""

    most: Points = 30
    per_active_day: Points = 5


class Score(Part):
    """The lead score in three parts, each up to its `most` and never below 0.

    Behaviour and engagement of the last `window_days` count.
    """

    window_days: Annotated[int, Ge(1), Le(3_660)] = 90
    attributes: AttributePoints = AttributePoints()
    behaviour: BehaviourPoints = BehaviourPoints()
    engagement: EngagementPoints = EngagementPoints()

    @property
    def most(self) -> float:
        """The highest score there can be."""
        return self.attributes.most + self.behaviour.most + self.engagement.most

    @property
    def reachable(self) -> float:
        """The highest score that the points given add up to: a part without points gives none."""
        lists = (self.attributes.industries, self.attributes.company_sizes, self.attributes.titles)
        attributes = sum(max(0, *given.values(), 0) for given in lists)
        scores = any(
            points > 0 for points in (self.behaviour.other, *self.behaviour.kinds.values())
        )
        engagement = self.engagement.per_active_day * self.window_days
        return (
            max(0, min(self.attributes.most, attributes))
            + (max(0, self.behaviour.most) if scores else 0)
            + (max(0, min(self.engagement.most, engagement)) if scores else 0)
        )


class Mql(Part):
    """What makes an MQL: the tool's own day, or the first day the score reaches the threshold.

    `score` says which: the one that was exported, or the one computed by these points. An exported
    score is today's only, so by it nobody can have become an MQL on an earlier day than it is seen.
    """

    by: Literal["export", "score"] = "export"
    score: Literal["computed", "exported"] = "computed"
    threshold: Annotated[float, Ge(0), Le(1_000_000)] = 60
    needs_fit: bool = False


class Sql(Part):
    """What sales must know before it calls a lead an SQL: so many of these four."""

    asks: tuple[Need, ...] = ()
    at_least: Count = 0

    @model_validator(mode="after")
    def _can_be_met(self) -> Sql:
        different = len(set(self.asks))
        if self.at_least > different:
            raise impossible("agreement_too_few_asks", "at_least", self.at_least, different)
        return self


class Contacts(Part):
    """Which of sales' activities is an attempt, which a contact, and which no one's doing.

    Words are looked for in what the exports say, whatever case and width. In order: `automatic` in
    kind, title or outcome: nobody did it. `incoming` in the kind: the lead did it, which is sales'
    contact only with an outcome among `reached`. `failed` in any of the three: an attempt that
    failed. `one_sided` in the kind (a mail sent, a message left; in the title where the kind is but
    a task): an attempt, unless its outcome is among `reached`. All else is a contact.
    """

    automatic: tuple[Text, ...] = ("自動返信", "自動応答", "auto-reply", "automatic", "不在通知")
    incoming: tuple[Text, ...] = (
        "着信", "受電", "受信", "インバウンド", "inbound", "incoming", "missed",
    )  # fmt: skip
    failed: tuple[Text, ...] = (
        "不在", "不通", "留守", "未接続", "つながら", "繋がら", "応答なし", "通話中", "話し中",
        "番号違い", "番号間違い", "キャンセル", "延期", "no answer", "not connected", "not reached",
        "left voicemail", "left live message", "busy", "wrong number", "no reply", "bounced",
        "no show", "canceled", "cancelled", "rescheduled",
    )  # fmt: skip
    one_sided: tuple[Text, ...] = (
        "メール", "手紙", "資料送付", "メモ", "email", "e-mail", "mail", "letter", "fax", "dm",
        "sms", "note",
    )  # fmt: skip
    reached: tuple[Text, ...] = (
        "返信あり", "返信受領", "接続", "つながった", "面談", "会話", "connected", "replied",
        "reply received", "reached",
    )  # fmt: skip
    owner_change: Literal["goes_on", "starts_anew"] = "goes_on"
    """Whether the clock goes on when the lead gets another owner."""


class Capacity(Part):
    """What one owner can handle; None where nothing is agreed."""

    leads_an_owner: Several | None = None
    """Handed over and not yet decided, at once."""
    deals_an_owner: Several | None = None
    """Open deals at once."""
    sqls_a_month: Several | None = None
    """New SQLs a month, all owners together."""


class Rates(Part):
    """Rates that targets are derived by; where one is not said, by the company's own."""

    mql_rate: PartOf | None = None
    handover_rate: PartOf | None = None
    sql_rate: PartOf | None = None
    sql_opportunity_rate: PartOf | None = None
    win_rate: PartOf | None = None
    """Won of opened."""
    deal_value: Annotated[float, Gt(0), Le(1e15)] | None = None
    """What a win brings, in the company's currency."""
    deal_value_by: Literal["mean", "median"] = "mean"
    """Of own wins, where `deal_value` is not said."""


class Agreement(Part):
    """All that the two departments agreed on. Whatever is not said is as here."""

    title: str = ""
    fit: Fit = Fit()
    score: Score = Score()
    mql: Mql = Mql()
    sql: Sql = Sql()
    urgency: Literal["change", "constraint"] = "change"
    """What the bottleneck answers first: which step got worse, or which holds back most."""
    opportunity_base: OpportunityBase = "handed_over"
    """What the opportunity rate divides by."""
    contribution_rule: Literal[
        "first_touch", "last_touch", "linear", "u_shaped", "w_shaped", "time_decay",
    ] = "first_touch"  # fmt: skip
    handling_cost: Annotated[float, Ge(0), Le(1e12)] | None = None
    """Of one lead handed to sales, in the company's currency."""
    contacts: Contacts = Contacts()
    promises: Promises = Promises()
    capacity: Capacity = Capacity()
    rates: Rates = Rates()
    calendar: Calendar = Calendar()

    @model_validator(mode="after")
    def _threshold_can_be_reached(self) -> Agreement:
        # A score that was exported has a scale of its own.
        is_computed = self.mql.by == "score" and self.mql.score == "computed"
        if is_computed and self.mql.threshold > self.score.reachable:
            most = f"{self.score.reachable:g}"
            raise impossible(
                "agreement_unreachable", "mql.threshold", f"{self.mql.threshold:g}", most
            )
        return self


def as_document(agreement: Agreement) -> dict[str, Any]:
    """The agreement as plain values in the order of its parts, without what is not agreed."""
    return agreement.model_dump(mode="python", exclude_none=True)

"""Words of the verdict: steps, segments, readings and amounts, as short as the wall wants them."""

from __future__ import annotations

import re
from datetime import date
from typing import Protocol

from funnel.analysis.readings import Reading, Sign
from funnel.analysis.verdicts import Verdict
from funnel.masking import one_line
from funnel.money import short_money
from funnel.ui.numbers import counts, percent
from funnel.ui.texts import Texts

MOST_LETTERS = 24
NEVER_NAMED = ("owner",)
"""Nobody is accused on the wall: the dialog tells owners among all others."""
_ZEROS = re.compile(r"\.?0+(?=(M|億円)$)")


class HasStep(Protocol):
    """Anything that is about a step."""

    @property
    def base(self) -> str: ...

    @property
    def target(self) -> str: ...


def is_inflow(said: Verdict) -> bool:
    """Whether the entrance is what is told of: fewer come in, and no step is worse."""
    return said.change is None and said.inflow is not None and said.inflow.reading is not None


def stage_said(stage: str, t: Texts) -> str:
    """A stage's name."""
    return t(f"stage_{stage}")


def step_name(step: HasStep, t: Texts) -> str:
    """`引き渡し → SQL`."""
    return t("verdict_step", base=stage_said(step.base, t), target=stage_said(step.target, t))


def short_name(name: str, most: int = MOST_LETTERS) -> str:
    """A name out of an export on one line: no marks that turn the line around, cut with `…`."""
    return one_line(name, most)


def segment_said(dimension: str, name: str | None, t: Texts) -> str:
    """A source, campaign, ... by its name."""
    if dimension == "source":
        return short_name(t.source(name))
    return t("no_name") if name is None else short_name(name)


def number(value: float) -> str:
    """A count, or what is expected of one: with a decimal only where it is small and not whole."""
    rounded = f"{value:.1f}" if 0 < value < 9.95 else f"{value:,.0f}"
    return rounded.removesuffix(".0")


def rough_money(amount: float, currency: str, t: Texts) -> str:
    """Two digits that tell, without its sign: `150万円`, `¥1.5M`."""
    rounded = float(f"{abs(amount):.2g}")
    said = short_money(rounded, currency, t.language)
    return _ZEROS.sub("", said) if "." in said else said


def day_short(day: date, t: Texts) -> str:
    """`9月5日`, `5 Sep`."""
    return f"{day.month}月{day.day}日" if t.language == "ja" else f"{day.day} {day:%b}"


def reading_said(reading: Reading, t: Texts) -> str:
    """The likeliest reading in a few words, with the share that speaks for it, if one does."""
    told = next((one for one in reading.signs if one.speaks == "for" and one.counts), None)
    sign = "" if told is None else t("verdict_sign", sign=sign_said(told, t))
    return t.markdown("verdict_reading", reading=t(f"reading_{reading.kind}"), sign=sign)


def sign_said(sign: Sign, t: Texts) -> str:
    """One figure now and before, with what it is a share of."""
    if sign.about is not None:
        name = segment_said(*sign.about, t)
        return t("sign_about", name=name, now=number(sign.now), before=number(sign.before))
    if sign.figure == "entries_against_capacity":
        return t("sign_capacity", now=number(sign.now), before=number(sign.before))
    figure = t(f"sign_{sign.figure}")
    if sign.counts is None:
        now, before = number(sign.now), number(sign.before)
        return t("sign_numbers", figure=figure, now=now, before=before)
    share, past = sign.counts.now, sign.counts.before
    return t(
        "sign_counts",
        figure=figure,
        now=percent(sign.now, t),
        now_counts=counts(share.count, share.whole),
        before=percent(sign.before, t),
        before_counts=counts(past.count, past.whole),
    )

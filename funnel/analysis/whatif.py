"""What the forecast would be, were one thing otherwise: a rate, more leads, a faster first contact.

An answer is the change against the forecast as it is: both are taken on the same draws of rates and
arrivals, so that what is uncertain of both does not count twice.
"""

from __future__ import annotations

import numpy as np

from funnel.analysis.forecast import refusal
from funnel.analysis.forecast_deals import mean_amount
from funnel.analysis.forecast_draws import SEED, Ahead, Change, Levels
from funnel.analysis.forecast_flows import flows
from funnel.analysis.forecast_hazards import by_week, leaving
from funnel.analysis.forecast_history import Floats, History
from funnel.analysis.whatif_answers import (
    Answer,
    Group,
    NotAnswered,
    Response,
    Segment,
    Span,
    risk_ratio,
)

DRAWS = 1000
LOW, HIGH = 0.1, 0.9
LEAST_GROUP, LEAST_REACHED = 20, 5
"""People, and goings-on, in each of two groups that are compared."""
WEEKS_A_MONTH = 52 / 12
PRIOR = 15
"""Goings-on 'as everywhere' that a segment's own are weighed against."""


def at_rate(history: History, periods: Floats, stage: str, rate: float) -> Answer:
    """The response to a stage having another final rate from tomorrow on.

    All chances to go on from it are taken times rate / F, with F the share of those who enter that
    goes on in the end, by the hazards of the past; those in it now are not exempt.
    """
    if refused := refusal(history):
        return refused
    names = [one.name for one in history.stages]
    if stage not in names:
        return NotAnswered("unknown_stage")
    ahead = _ahead(history, periods)
    usual = float(ahead.flow.stages[names.index(stage)].gains.sum())
    if not 0 <= rate <= 1 or usual <= 0:
        return NotAnswered("not_a_rate")
    times = np.ones(len(names))
    times[names.index(stage)] = rate / usual
    return _changed(ahead, np.tile(times, (DRAWS, 1)), times, rate=(usual, rate))


def with_more(
    history: History, periods: Floats, stage: str, a_month: float, segment: Segment | None = None
) -> Answer:
    """The response to `a_month` more people entering a stage each month, from tomorrow on.

    They go on as the whole does, times the segment's own level at each stage,
    (O + 15) / (E + 15), drawn from Gamma(15 + O, 15 + E).
    """
    if refused := refusal(history):
        return refused
    names = [one.name for one in history.stages]
    if stage not in names:
        return NotAnswered("unknown_stage")
    ahead = _ahead(history, periods)
    random, levels = _levels(ahead)
    first = names.index(stage)
    own, own_drawn = _own(segment, len(names), random)
    extra = np.full((1, periods.shape[1]), a_month / WEEKS_A_MONTH)
    told = _passing(ahead, extra, own[None, :], first)
    drawn = _passing(ahead, extra, levels.rates * own_drawn, first)
    mean = mean_amount(ahead.flow.history.money)
    whole = np.array([float(one.gains.sum()) for one in ahead.flow.stages[first:]])
    ends = np.minimum(whole * (levels.rates * own_drawn)[:, first:], 1.0).prod(axis=1) * a_month
    end = float(np.minimum(whole * own[first:], 1.0).prod()) * a_month
    eventually = _span(end, ends)
    return Response(
        _spans(told[0], drawn),
        _spans(told[0] * mean, drawn * mean) if mean else None,
        None,
        (eventually, _span(end * mean, ends * mean) if mean else None),
    )


def with_faster_contact(
    history: History, periods: Floats, stage: str, fast: Group, slow: Group
) -> Answer:
    """The response to everybody being contacted as fast as `fast` were, if the data bear it out.

    Only where the ratio of the two groups' rates has a 95 % interval above 1 (Katz's logarithm:
    var log RR = 1/a - 1/n + 1/b - 1/m) and both are large enough. The stage's rate is then taken
    times p_fast / p_all, p by Beta (Jeffreys). An association: who is called first may be better.

    Source: Katz et al., Biometrics 34 (1978).
    """
    if refused := refusal(history):
        return refused
    names = [one.name for one in history.stages]
    if stage not in names:
        return NotAnswered("unknown_stage")
    if min(fast.entered, slow.entered) < LEAST_GROUP or (
        min(fast.reached, slow.reached) < LEAST_REACHED
    ):
        return NotAnswered("too_few")
    ratio = risk_ratio(fast, slow)
    if ratio.high < 1:
        return NotAnswered("slower_is_better", ratio)
    if ratio.low <= 1:
        return NotAnswered("no_difference", ratio)
    ahead = _ahead(history, periods)
    random = np.random.default_rng(SEED + 1)
    chances = [
        random.beta(one.reached + 0.5, one.entered - one.reached + 0.5, DRAWS)
        for one in (fast, slow)
    ]
    share = fast.entered / (fast.entered + slow.entered)
    drawn = np.ones((DRAWS, len(names)))
    drawn[:, names.index(stage)] = chances[0] / (share * chances[0] + (1 - share) * chances[1])
    rates = fast.reached / fast.entered, slow.reached / slow.entered
    now = share * rates[0] + (1 - share) * rates[1]
    times = np.ones(len(names))
    times[names.index(stage)] = rates[0] / now
    return _changed(ahead, drawn, times, rate=(now, rates[0]))


def at_threshold(history: History, periods: Floats, stage: str, kept: float, lift: float) -> Answer:
    """The response to handing on only a share `kept` of those who enter `stage`, of whom `lift`
    times as many go on: the threshold raised. Who is there already stays.
    """
    if refused := refusal(history):
        return refused
    names = [one.name for one in history.stages]
    if stage not in names:
        return NotAnswered("unknown_stage")
    ahead = _ahead(history, periods)
    _, levels = _levels(ahead)
    place = names.index(stage)

    def change(levels: Levels) -> Floats:
        """Those who come new to the stage: `kept` of them, going on `lift` times as often."""
        entering = _entering(ahead, levels, place)
        usual = _passing(ahead, entering, levels.rates, place)
        rates = levels.rates.copy()
        rates[:, place] = np.minimum(rates[:, place] * lift, 1 / max(float(
            ahead.flow.stages[place].gains.sum()), 1e-9))  # fmt: skip
        return _passing(ahead, entering * kept, rates, place) - usual

    def in_the_end(levels: Levels) -> Floats:
        """The same of one month's entries, once all have had their time."""
        a_month = _entering(ahead, levels, place).mean(axis=1) * WEEKS_A_MONTH
        whole = np.array([float(one.gains.sum()) for one in ahead.flow.stages[place:]])
        usual = whole * levels.rates[:, place:]
        lifted = usual.copy()
        lifted[:, 0] *= lift
        ends = [np.minimum(rates, 1.0).prod(axis=1) for rates in (lifted, usual)]
        return np.asarray(a_month * (kept * ends[0] - ends[1]))

    told, drawn = change(ahead.usual()), change(levels)
    end, ends = float(in_the_end(ahead.usual())[0]), in_the_end(levels)
    mean = mean_amount(ahead.flow.history.money)
    return Response(
        _spans(told[0], drawn),
        _spans(told[0] * mean, drawn * mean) if mean else None,
        eventually=(_span(end, ends), _span(end * mean, ends * mean) if mean else None),
    )


def segment_of(whole: History, part: History) -> Segment:
    """A source's record in the last two years beside the whole company's hazards."""
    seen, due = [], []
    for all_, own in zip(whole.stages, part.stages, strict=True):
        left = leaving(all_, max(all_.weeks, own.weeks) + 1, half_life=np.inf)
        one, other = by_week(own, left.on, all_.triangle.first_week)
        seen.append(float(one.sum()))
        due.append(float(other.sum()))
    return Segment(tuple(seen), tuple(due))


def _ahead(history: History, periods: Floats) -> Ahead:
    return Ahead(flows(history, periods.shape[1]), periods)


def _levels(ahead: Ahead) -> tuple[np.random.Generator, Levels]:
    random = np.random.default_rng(SEED)
    return random, ahead.levels(DRAWS, random)


def _changed(ahead: Ahead, drawn: Floats, told: Floats, rate: tuple[float, float]) -> Response:
    """The response to rates taken times `drawn` (a row a draw), `told` at the rates of the past."""
    _, levels = _levels(ahead)
    extra = np.zeros((ahead.stages, ahead.flow.weeks))
    usual = ahead.usual()
    pairs = [(usual, usual.changed(Change(told, extra), ahead.flow)),
             (levels, levels.changed(Change(drawn, extra), ahead.flow))]  # fmt: skip
    wins, money = [], []
    for before, after in pairs:
        was, then = ahead.expected(before), ahead.expected(after)
        wins.append((then - was)[:, :, -1].sum(axis=0))
        money.append((ahead.expected_money(then, after) - ahead.expected_money(was, before)).sum(
            axis=0))  # fmt: skip
    has_money = mean_amount(ahead.flow.history.money) > 0
    return Response(
        _spans(wins[0][0], wins[1]), _spans(money[0][0], money[1]) if has_money else None, rate
    )


def _own(
    segment: Segment | None, stages: int, random: np.random.Generator
) -> tuple[Floats, Floats]:
    if segment is None:
        return np.ones(stages), np.ones((DRAWS, stages))
    seen = PRIOR + np.asarray(segment.observed, dtype=float)
    due = PRIOR + np.asarray(segment.expected, dtype=float)
    return seen / due, random.gamma(seen, 1 / due, (DRAWS, stages))


def _entering(ahead: Ahead, levels: Levels, stage: int) -> Floats:
    """Shape (draws, weeks): all who come to a stage in the weeks ahead."""
    came = levels.new[0]
    for place in range(stage):
        gone = (came @ ahead.flow.gains[place]) * levels.rates[:, place, None]
        history = ahead.flow.history.stages[place]
        waiting = history.waiting.astype(np.float64) @ ahead.flow.of_waiting(place)
        came = gone + waiting * levels.rates[:, place, None] + levels.new[place + 1]
    return came


def _passing(ahead: Ahead, entering: Floats, rates: Floats, first: int) -> Floats:
    """Shape (draws, periods): the wins of those who enter a stage week by week."""
    came = entering
    for place in range(first, ahead.stages):
        came = (came @ ahead.flow.gains[place]) * rates[:, place, None]
    return np.asarray(came @ ahead.periods.T)


def _spans(told: Floats, drawn: Floats) -> tuple[Span, ...]:
    """One a period and one of all; `told` has shape (periods,), `drawn` (draws, periods)."""
    found = [_span(float(one), many) for one, many in zip(told, drawn.T, strict=True)]
    return (*found, _span(float(told.sum()), drawn.sum(axis=1)))


def _span(told: float, drawn: Floats) -> Span:
    low, high = (float(end) for end in np.quantile(drawn, (LOW, HIGH)))
    return Span(told, min(low, told), max(high, told))

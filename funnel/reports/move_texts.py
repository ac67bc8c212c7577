"""What an action moved, in a sentence, English and Japanese."""

from __future__ import annotations

from funnel.analysis.moves import Kind, Move, Side, State
from funnel.reports.duration_texts import Text
from funnel.reports.moves import Moved

STATES: dict[State, Text] = {
    "better": ("clearly up", "はっきり上がりました"),
    "worse": ("clearly down", "はっきり下がりました"),
    "no_clear_change": ("no more than chance may do", "偶然の範囲を超える変化はありません"),
    "too_early": ("too early to judge, from {day} on", "判断はまだ早すぎます({day}から)"),
    "too_few": ("too few to judge", "件数が足りず判断できません"),
    "not_measured": ("not measured by these exports", "この書き出しでは計測していません"),
}
NO_FIGURE: Text = ("no figure was named", "動かす数字が決められていません")
ARROW = " → "
BY_PAST: dict[Kind, Text] = {
    "rate": (
        "{value} ({observed} came, {of:.0f} by its own past)",
        "{value}({observed}件、過去並みなら{of:.0f}件)",
    ),
    "share": ("{value} ({observed}/{of:.0f})", "{value}({observed}/{of:.0f})"),
    "count": (
        "{value} a week ({observed} in {of:.0f} weeks)",
        "週{value}件({of:.0f}週で{observed}件)",
    ),
}


def move_said(found: Moved) -> Text:
    """Before, after, and what may be said of the difference."""
    move = found.move
    if move is None:
        return NO_FIGURE
    english, japanese = (
        STATES[move.state][place].format(day=found.judged_from) for place in (0, 1)
    )
    if move.before is None:
        return english, japanese
    sides = [side for side in (move.before, move.after) if side is not None]
    told = [ARROW.join(_side(move, side, place) for side in sides) for place in (0, 1)]
    return f"{told[0]}: {english}", f"{told[1]}。{japanese}"


def values_said(found: Moved) -> Text | None:
    """Before and after alone, for those at the back: `48% → 33%`; None where nothing is known."""
    move = found.move
    if move is None or move.before is None:
        return None
    sides = [side for side in (move.before, move.after) if side is not None]
    japanese, english = (
        ARROW.join(_value(move.kind, side.value, place) for side in sides) for place in (1, 0)
    )
    return english, japanese


def _side(move: Move, side: Side, place: int) -> str:
    return BY_PAST[move.kind][place].format(
        value=_value(move.kind, side.value, place), observed=side.observed, of=side.of
    )


def _value(kind: Kind, value: float | None, place: int) -> str:
    if value is None:
        return ("no data", "データなし")[place]
    if kind == "count":
        return f"{value:,.1f}".removesuffix(".0")
    return f"{value:.1%}" if 0 < value < 0.095 else f"{value:.0%}"

"""What a worse step most likely means, with the figures that say so, English and Japanese."""

from __future__ import annotations

from funnel.analysis.readings import Kind, Reading
from funnel.reports.duration_texts import Text

READINGS: dict[Kind, Text] = {
    "few_leads": ("few leads", "リード不足"),
    "quality_or_talk": (
        "lead quality or inside sales' talk",
        "リードの質、またはインサイドセールスの会話",
    ),
    "closing_or_competition": ("closing or competition", "クロージング、または競合"),
    "promise_not_kept": ("the promise (SLA) is not kept", "約束(SLA)の未達"),
    "capacity": ("capacity", "対応できる件数の限界"),
}
PART: Text = (
    "{dimension} {name}, {observed} against {expected:.0f} expected",
    "{dimension}「{name}」{observed}件(見込み{expected:.0f}件)",
)
DIMENSIONS: dict[str, Text] = {
    "source": ("source", "流入元"),
    "owner": ("owner", "担当"),
    "campaign": ("campaign", "キャンペーン"),
    "product": ("product", "製品"),
    "industry": ("industry", "業種"),
    "company_size": ("company size", "企業規模"),
}
NAMELESS: Text = ("not said", "記載なし")
SHARES: dict[str, Text] = {
    "promise_kept": ("promises kept", "約束を守れた割合"),
    "contacted": ("contacted", "連絡できた割合"),
    "fit": ("of the agreed fit", "対象に合う割合"),
    "accepted": ("accepted by sales", "営業が受け入れた割合"),
    "rejected_unfit": ("rejected as unfit", "対象外とされた割合"),
    "lost_to_competitor": ("of losses, to a competitor", "失注のうち競合"),
    "lost_on_price": ("of losses, on price", "失注のうち価格"),
}
SHARE: Text = ("{name} {now:.0%}, before {before:.0%}", "{name} {now:.0%}、以前は{before:.0%}")
ENTRIES: dict[str, Text] = {
    "entries_a_month": (
        "{now:.0f} entries a month, before {before:.0f}",
        "月あたり{now:.0f}件、以前は{before:.0f}件",
    ),
    "entries_against_capacity": (
        "{now:.0f} entries a month for a capacity of {before:.0f}",
        "月あたり{now:.0f}件、対応できるのは{before:.0f}件",
    ),
}
USUAL: Text = (
    "the usual one here; no figure speaks for it",
    "この段階でよくある例。裏づける数字なし",
)


def part_said(
    dimension: str, name: str | None, observed: float, expected: float, place: int
) -> str:
    """One segment; `place` is that of the language in a text."""
    return PART[place].format(
        dimension=DIMENSIONS[dimension][place],
        name=NAMELESS[place] if name is None else name,
        observed=round(observed),
        expected=expected,
    )


def reading_said(reading: Reading, place: int) -> str:
    """The reading with the figures that speak for it; `place` as in `part_said`."""
    told = []
    for sign in reading.signs:
        if sign.speaks != "for":
            continue
        if sign.about is not None:
            told.append(part_said(*sign.about, sign.now, sign.before, place))
        elif sign.figure in SHARES:
            name = SHARES[sign.figure][place]
            told.append(SHARE[place].format(name=name, now=sign.now, before=sign.before))
        else:
            told.append(ENTRIES[sign.figure][place].format(now=sign.now, before=sign.before))
    said = "; ".join(told) if told else USUAL[place]
    return f"{READINGS[reading.kind][place]}" + (f" ({said})" if place == 0 else f"({said})")

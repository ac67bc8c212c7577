"""What the catalogue says of a metric beside its own texts, in pairs of (English, Japanese)."""

from __future__ import annotations

from collections.abc import Iterable

from funnel.filters import Basis, Dimension
from funnel.metrics.catalogue import Metric, Row, Unit

Pair = tuple[str, str]

NEEDED: dict[str, Pair] = {
    "lead": ("leads", "リード"),
    "mql": ("MQLs", "MQL"),
    "handed_over": ("hand-overs", "引き渡し"),
    "accepted": ("acceptances", "営業受入"),
    "sql": ("SQLs", "SQL"),
    "opportunity": ("opportunities", "商談の開始"),
    "won": ("wins", "受注"),
    "closed": ("deals won or lost", "受注+失注"),
    "lost": ("lost deals", "失注"),
    "amount": ("amounts", "金額"),
    "cost": ("costs", "費用"),
}
"""What exports measure, and what a rate divides by."""
UNITS: dict[Unit, Pair] = {
    "count": ("number", "件数"),
    "money": ("money", "金額"),
    "ratio": ("ratio", "割合"),
    "days": ("days: mean, median, P90", "日数(平均・中央値・P90)"),
}
BETTER: dict[str, Pair] = {
    "higher": ("higher is better", "高いほど良い"),
    "lower": ("lower is better", "低いほど良い"),
}
ROWS: dict[Row, Pair] = {
    "lead": ("a person", "1人"),
    "pass": ("a hand-over", "引き渡し1回"),
    "deal": ("a deal", "商談1件"),
    "spend": ("a cost of a day", "1日分の費用"),
}
DIMENSIONS: dict[Dimension, Pair] = {
    "week": ("week", "週"),
    "month": ("month", "月"),
    "quarter": ("fiscal quarter", "四半期(4月始まり)"),
    "source": ("source", "ソース"),
    "campaign": ("campaign", "施策"),
    "owner": ("owner", "担当"),
    "team": ("team", "チーム"),
    "industry": ("industry", "業種"),
    "company_size": ("company size", "会社の規模"),
    "product": ("product", "商品"),
    "lane": ("lane", "レーン(マーケ・営業起点)"),
}
EMPTY: dict[Unit, Pair] = {
    "count": ("0 where nothing falls in the period", "期間内に該当がなければ0"),
    "money": (
        "0 where nothing falls in the period, not measured where what falls in it has no amount",
        "期間内に該当がなければ0、該当のどれにも金額がなければ未計測",
    ),
    "ratio": ("no data where nothing is below the line", "分母が0ならデータなし"),
    "days": ("no data where nothing closed in the period", "期間内に該当がなければデータなし"),
}
EMPTY_UNIT_COST: Pair = (
    "no data where nothing is below the line, not measured where nothing is known to be spent",
    "分母が0ならデータなし、費用が1件もなければ未計測",
)
"""Of money divided by a count."""
BASES: tuple[Basis, ...] = ("period", "cohort")


def facts_of(metric: Metric) -> list[tuple[Pair, Pair]]:
    """Everything beside its definition: what the fact is about, and the fact."""
    unit, better, base = UNITS[metric.unit], BETTER[metric.better], base_of(metric)
    return [
        (("Unit", "単位"), (f"{unit[0]}; {better[0]}", f"{unit[1]}・{better[1]}")),
        *([(("Divided by", "分母"), base)] if base else []),
        (("When empty", "空のとき"), empty_case(metric)),
        (("A row behind it", "明細の1行"), rows_of(metric)),
        (("Grouped by", "分け方"), dimensions_of(metric)),
    ]


def empty_case(metric: Metric) -> Pair:
    """When it is 0, no data, or not measured."""
    is_unit_cost = metric.unit == "money" and metric.base is not None
    english, japanese = EMPTY_UNIT_COST if is_unit_cost else EMPTY[metric.unit]
    needs = _both({basis: _listed(NEEDED[n] for n in _in_order(metric, basis)) for basis in BASES})
    return (
        f"{english}; not measured where the exports never have: {needs[0]}",
        f"{japanese}。書き出しに{needs[1]}がなければ未計測",
    )


def base_of(metric: Metric) -> Pair | None:
    """What a rate divides by, on both bases."""
    if metric.base is None:
        return None
    return _both({basis: NEEDED[metric.base[basis]] for basis in BASES})


def rows_of(metric: Metric) -> Pair:
    """What one of the rows behind it is, on both bases."""
    return _both(
        {basis: _listed((ROWS[row] for row in metric.rows[basis]), " / ") for basis in BASES}
    )


def dimensions_of(metric: Metric) -> Pair:
    """What it can be grouped by."""
    always = set(metric.dimensions("period")) & set(metric.dimensions("cohort"))
    told = [
        (name[0], name[1])
        if key in always
        else (f"{name[0]} (period only)", f"{name[1]}(期間のみ)")
        for key, name in DIMENSIONS.items()
        if metric.has(key, "period")
    ]
    return _listed(told)


def _in_order(metric: Metric, basis: Basis) -> list[str]:
    return [name for name in NEEDED if name in metric.needs[basis]]


def _listed(pairs: Iterable[Pair], between: str | None = None) -> Pair:
    english, japanese = zip(*pairs, strict=True)
    return (between or ", ").join(english), (between or "・").join(japanese)


def _both(said: dict[Basis, Pair]) -> Pair:
    """Once where both bases say the same."""
    (english, japanese), cohort = said["period"], said["cohort"]
    if said["period"] == cohort:
        return english, japanese
    return f"{english} (cohort: {cohort[0]})", f"{japanese}(コホート: {cohort[1]})"

"""The month in a handful of sentences: each made of a report, in both languages, the same again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from funnel.analysis.verdicts import Change
from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.money import short_money
from funnel.publishing.demo import start_demo
from funnel.reports.summary import Summary, summary
from funnel.reports.summary_texts import as_markdown, sentences
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests.conftest import NOON
from tests.uploads import Exports

AS_OF = date(2026, 11, 20)
KINDS = ("so_far", "ahead", "why", "stuck", "promises", "ask")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Database]]:
    workspace = Workspace(tmp_path_factory.mktemp("demo") / "workspace")
    start_demo(workspace, NOON)
    with workspace.open(1) as db:
        yield workspace, db


@pytest.fixture(scope="module")
def found(demo: tuple[Workspace, Database]) -> Summary:
    workspace, db = demo
    return summary(db, workspace.team, AS_OF)


def by_kind(found: Summary, language: str = "ja") -> dict[str, str]:
    return {one.kind: one.text for one in sentences(found, "ja" if language == "ja" else "en")}


def test_the_demo_in_six_sentences_and_the_same_again(
    demo: tuple[Workspace, Database], found: Summary
) -> None:
    workspace, db = demo
    again = summary(db, workspace.team, AS_OF)
    for language in ("ja", "en"):
        told = by_kind(found, language)
        assert tuple(told) == KINDS
        assert told == by_kind(again, language)
        assert all("\n" not in text and "{" not in text for text in told.values())


def test_numbers_are_those_of_the_metrics_and_the_pages(
    demo: tuple[Workspace, Database], found: Summary
) -> None:
    _, db = demo
    told = by_kind(found)
    (value,) = figures(db, METRICS["won_value"], Filters(date(2026, 11, 1), AS_OF, AS_OF))
    assert value.value is not None
    assert f"20日までの受注は{short_money(value.value, 'JPY', 'ja')}" in told["so_far"]
    month, before = date(2026, 10, 1), date(2026, 9, 1)
    october, september = (
        figures(db, METRICS["won_value"], Filters(first, last, AS_OF))[0].value or 0
        for first, last in ((month, date(2026, 10, 31)), (before, date(2026, 9, 30)))
    )
    assert f"10月は{short_money(october, 'JPY', 'ja')}、9月比" in told["why"]
    assert f"{round(100 * (1 - october / september))}%" in told["why"]
    met = sum(one.met for one in found.kept)
    judged = met + sum(one.broken for one in found.kept)
    assert f"{judged:,}件中{met:,}件" in told["promises"]
    total = found.month.total
    assert total is not None
    low, high = (short_money(each, "JPY", "ja") for each in (total.low80, total.high80))
    assert f"{low}〜{high}の見込み" in told["ahead"]
    assert f"進んでいない{found.behind}件" in told["ask"]


def test_what_is_stuck_is_told_with_its_source_and_escaped_for_markdown(found: Summary) -> None:
    said = found.found.verdict
    assert isinstance(said.change, Change)
    assert said.change.in_one_source
    named = replace(said.change, source="*x* [a](b) <i>")
    hostile = replace(found, found=replace(found.found, verdict=replace(said, change=named)))
    assert "(*x* [a](b) <i>)" in by_kind(hostile)["stuck"]
    text = as_markdown(hostile, "ja")
    assert r"\*x\* \[a\](b) \<i\>" in text
    assert "*x* [a]" not in text
    assert text.startswith("## 2026年11月(20日まで)のまとめ\n\n- **順調か**: ")
    assert text.endswith("データは2026/11/20まで。\n")


def test_a_whole_month_is_not_called_unfinished(demo: tuple[Workspace, Database]) -> None:
    workspace, db = demo
    found = summary(db, workspace.team, date(2026, 10, 31))
    assert "途中" not in by_kind(found)["so_far"]
    assert "10月の受注は894万円" in by_kind(found)["so_far"]
    assert as_markdown(found, "en").startswith("## Summary of 2026-10\n")


def told_of(folder: Path, **tables: list[dict[str, str]]) -> dict[str, str]:
    exports = Exports(folder)
    exports.bring(AS_OF, **tables)
    with exports.opened() as db:
        return by_kind(summary(db, exports.workspace.team, AS_OF))


def test_without_deals_the_ask_is_for_deals(tmp_path: Path) -> None:
    told = told_of(tmp_path, leads=[{"lead": "1", "created": "2026-11-01", "source": "Web"}])
    assert told["so_far"] == "受注は計測されていません。"
    assert told["ask"] == "受注と金額を含む商談の表を書き出してもらう。"
    assert told["promises"] == "マーケと営業の約束はまだ決まっていません。"


def test_too_few_to_tell_anything_says_so(tmp_path: Path) -> None:
    """One lead, one win of 100: no forecast, no explanation, no verdict."""
    told = told_of(
        tmp_path,
        leads=[{"lead": "1", "created": "2026-10-01", "source": "Web", "lead deals": "D1"}],
        deals=[{"deal": "D1", "stage": "Won", "opened": "2026-10-02", "closed": "2026-11-20",
                "amount": "100"}],
    )  # fmt: skip
    assert "20日までの受注は100円" in told["so_far"]
    assert told["ahead"].startswith("予測できません")
    assert told["why"].startswith("説明できません")
    assert told["stuck"] == "どこが詰まっているかは、まだ判断できません。"
    assert told["ask"].startswith("過去の書き出しも取り込み")

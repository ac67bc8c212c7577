"""The review of the agreement: what its sentence says in each state, and what if."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from funnel.agreement.document import read_agreement
from funnel.agreement.timeline import timeline
from funnel.metrics.query import days_covered
from funnel.publishing.agreements import save_agreement
from funnel.reports import whatif
from funnel.store.workspace import Workspace
from funnel.ui import review_whatif
from funnel.ui.navigation import REVIEW
from funnel.ui.texts import Texts
from tests.conftest import NOON
from tests.states import STATES
from tests.uploads import Exports

END = date(2026, 9, 30)


def scored(folder: Path, *, weeks: int = 90, amount: str = "1000000", cost: str = "") -> Exports:
    """Forty leads a week become MQLs at once: of the 20 that score 70 half become SQLs after a
    week, of those that score 60 one. Every SQL is won in another two weeks."""
    leads: list[dict[str, Any]] = []
    deals: list[dict[str, Any]] = []
    for week in range(weeks):
        day = END - timedelta(weeks=week)
        for place in range(40):
            high = place >= 20
            lead = f"{week}-{place}"
            row: dict[str, Any] = {
                "lead": lead, "created": day, "mql": day, "source": "Web",
                "score": 70 if high else 60,
            }  # fmt: skip
            if week and place in (0, *range(20, 30)):
                row["sql"] = day + timedelta(days=7)
                closed = day + timedelta(days=21)
                if closed <= END:
                    deals.append(
                        {"deal": f"D{lead}", "stage": "Won", "amount": amount, "closed": closed,
                         "opened": day + timedelta(days=10), "deal leads": lead}
                    )  # fmt: skip
            leads.append(row)
    exports = Exports(folder)
    exports.bring(END, leads=leads, deals=deals)
    if cost:
        agree(exports.workspace, f"handling_cost = {cost}\n[mql]\nthreshold = 60.0\n")
    return exports


def agree(workspace: Workspace, toml: str) -> None:
    save_agreement(
        workspace, read_agreement(toml), date(2024, 1, 1), "why", based_on=0, who="me", at=NOON
    )


def page(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, **asked: str) -> AppTest:
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    app = AppTest.from_file(str(REVIEW.file), default_timeout=120)
    app.session_state["choice_lang"] = asked.pop("lang", "ja")
    for name, value in asked.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def told(app: AppTest) -> str:
    parts = (*app.title, *app.markdown, *app.caption, *app.error)
    return " ".join(element.value for element in parts).replace("\\", "")


@pytest.mark.parametrize(
    ("sort", "sentence"),
    [
        ("raise", "しきい値を 60 から 70 に上げると採算が合います"),
        ("stays", "いまのしきい値 60 で採算が合っています"),
        ("nowhere", "どのしきい値でも採算が合いません"),
        ("no_cost", "リード1件の対応費用が決まっていないので、しきい値の採算は言えません"),
        ("no_value", "SQL 1件の価値が分からないので、しきい値の採算は言えません"),
    ],
)
def test_the_sentence_says_whether_another_threshold_pays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sort: str, sentence: str
) -> None:
    """An SQL is worth a million, so a band pays from cost / million on: .05 of 60, .5 of 70."""
    costs = {"raise": "200000", "stays": "10000", "nowhere": "900000", "no_value": "10000"}
    amount = "" if sort == "no_value" else "1000000"
    exports = scored(tmp_path, amount=amount, cost=costs.get(sort, ""))
    if sort == "no_cost":
        agree(exports.workspace, "[mql]\nthreshold = 60.0\n")
    app = page(exports.workspace, monkeypatch)
    assert app.title[0].value == sentence
    if sort == "raise":
        assert "70点以上は いまの MQL の 50%で、SQL 率は **50%**" in told(app)
        assert "採算の目安は SQL 率 20%以上(対応費用 20万円 ÷ SQL 1件の価値 98.1万円)" in told(app)
        (table,) = [one.value for one in app.table if "採算" in one.value]
        assert table.to_numpy().tolist() == [
            [
                "**60 \\(いま\\)**" if False else table.iloc[0, 0],
                "100% \\(3,600\\)",
                "28%",
                "合わない",
            ],
            ["70", "50% \\(1,800\\)", "50%", "合う"],
        ]


def test_the_proposal_stands_in_the_form_and_nothing_is_agreed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = scored(tmp_path, cost="200000")
    app = page(exports.workspace, monkeypatch)
    assert app.button(key="review_agree").label == "しきい値 70 の合意案をつくる"
    form = AppTest.from_function(_proposing, default_timeout=120).run()
    assert not form.exception, form.exception
    assert form.title[0].value == Texts("ja")("agreement_changing")
    assert 70 in [box.value for box in form.number_input]
    (changes,) = [one.value for one in form.table if len(one.value) == 3][:1]
    assert {"60", "**70**"} <= {str(cell) for cell in changes.to_numpy().ravel()}
    assert len(exports.workspace.team.agreements()) == 1


def _proposing() -> None:
    """The page of the agreement, once the threshold of 70 was proposed."""
    from funnel.ui.agreement_change import change_page, changing, propose
    from funnel.ui.frame import company
    from funnel.ui.texts import Texts

    if not changing():
        propose(
            (("mql", "threshold"), 70), (("mql", "by"), "score"), (("mql", "score"), "exported")
        )
    change_page(company(), Texts("ja"))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", ["two_stages", "leads_only", "deals_only"])
def test_every_company_gets_a_page_that_makes_sense(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, language: str
) -> None:
    exports = Exports(tmp_path)
    STATES[name](exports.workspace, tmp_path)
    t = Texts("ja" if language == "ja" else "en")
    app = page(exports.workspace, monkeypatch, lang=language)
    assert app.title[0].value.replace("\\", "") == t("review_unmeasured")
    assert app.button(key="bring_data")


def test_every_question_is_the_reports_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the page says of three months is what `funnel whatif` says."""
    exports = scored(tmp_path, cost="200000")
    t = Texts("ja")
    with exports.opened() as db:
        day = days_covered(db)[1]
        more = whatif.with_more(db, day, "lead", 30, source="Web")
        rate = whatif.at_rate(db, day, "mql", 0.5)
        agreement = timeline(exports.workspace.team.agreements())[-1].agreement
        higher = whatif.at_threshold(db, day, 70, agreement)
    asked: list[tuple[dict[str, str], whatif.WhatIfReport]] = [
        ({"ask": "more", "from": "lead", "of": "Web", "more": "30"}, more),
        ({"ask": "rate", "from": "mql", "rate_mql": "50"}, rate),
        ({"ask": "threshold", "score": "70"}, higher),
    ]
    for query, report in asked:
        app = page(exports.workspace, monkeypatch, **query)
        sentence = review_whatif.sentence_of(report, t)
        assert "今後3か月の受注" in sentence
        assert sentence.replace("\\", "") in told(app)
        assert t(f"whatif_caution_{query['ask']}") in told(app)
        assert app.button(key=f"whatif_act_{query['ask']}")


def test_what_cannot_be_answered_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exports = scored(tmp_path, cost="200000")
    app = page(exports.workspace, monkeypatch, ask="contact", hours="nonsense")
    assert "答えられません: 必要な項目が書き出しにありません" in told(app)
    assert "whatif_act_contact" not in {one.key for one in app.button}
    few = page(scored(tmp_path / "few", weeks=8).workspace, monkeypatch, ask="rate")
    assert "予測できません" in told(few)


def test_a_number_of_the_address_that_cannot_be_is_kept_within_its_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = scored(tmp_path, cost="200000")
    for number, shown in (("400", 100.0), ("-3", 0.0), ("inf", 100.0)):
        query = {"ask": "rate", "from": "mql", "rate_mql": number}
        app = page(exports.workspace, monkeypatch, **query)
        (box,) = app.number_input
        assert box.value == shown

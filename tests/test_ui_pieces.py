"""What the strip refuses and what the charts draw, without a browser."""

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pandas as pd
import pytest

from funnel.analysis.rates import Estimate, Judged
from funnel.filters import Filters
from funnel.metrics import Figure
from funnel.reports import weekly
from funnel.ui.charts.look import CONFIG, LIGHT
from funnel.ui.charts.sources import bars_by_source
from funnel.ui.compression import CompressStaticOnce
from funnel.ui.data import Funnel, View
from funnel.ui.funnel_strip import Rate, Stage, Strip
from funnel.ui.numbers import judged_said, share_said, shown
from funnel.ui.strip import filters_of, place_of
from funnel.ui.texts import Texts

LEAD, WON = Stage("lead", "リード", "412"), Stage("won", "受注", "4")
RATE = Rate("rate", "1%", "4/412", "受注率")


@pytest.mark.parametrize(
    ("stages", "rates", "problem"),
    [
        ((LEAD, WON), (), "2 stages with 0 rates"),
        ((LEAD, LEAD), (None,), "not unique"),
        (
            (LEAD, WON, Stage("x", "x", "1")),
            (Rate("a", "1%", "1/1", "a", marked=True), Rate("b", "1%", "1/1", "b", marked=True)),
            "more than one",
        ),
    ],
)
def test_a_strip_that_makes_no_sense_is_refused(stages, rates, problem):
    with pytest.raises(ValueError, match=problem):
        Strip("ファネル", stages, rates)


def test_a_strip_names_its_figures():
    assert Strip("ファネル", (LEAD, WON), (RATE,)).figure_ids == ["lead", "won", "rate"]
    assert Strip("ファネル", (), ()).figure_ids == []


def test_bars_are_sorted_and_sales_own_is_grey():
    figure = bars_by_source(
        pd.DataFrame(
            {
                "source": ["営業起点", "Web", "<b>展示会</b>"],
                "value": [2, 8, 5],
                "text": ["2件", "8件", "5件"],
                "share": ["13% 2/15", "53% 8/15", "33% 5/15"],
            }
        )
    )
    bars = figure.data[0]
    assert list(bars.customdata) == ["営業起点", "<b>展示会</b>", "Web"]  # the lowest comes first
    assert list(bars.marker.color) == [LIGHT.grey, LIGHT.blue, LIGHT.blue]
    assert figure.layout.yaxis2.ticktext[2] == "<b>8件</b>  53% 8/15"
    assert "&lt;b&gt;" in figure.layout.yaxis.ticktext[1]
    assert figure.layout.font.size >= 18


@pytest.mark.parametrize("values", [[], [0]])
def test_bars_without_length_are_drawn(values):
    n = len(values)
    frame = pd.DataFrame(
        {"source": ["Web"] * n, "value": values, "text": ["0件"] * n, "share": ["-"] * n}
    )
    assert bars_by_source(frame).layout.xaxis.range == (0, 1)


def test_a_chart_has_no_way_out():
    assert not CONFIG["displayModeBar"]
    assert not CONFIG["showSendToCloud"]


def test_a_script_that_was_cut_off_is_not_kept():
    script = b"x" * 5_000
    pieces = [script[:2_000], script]  # the first visitor leaves while it is read

    async def files(_scope, _receive, send):
        headers = [(b"content-length", b"5000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": pieces.pop(0)})

    def get(app):
        answers = []

        async def send(message):
            answers.append(message.get("body", b""))

        async def receive():
            return {"type": "http.disconnect"}

        scope = {
            "type": "http", "method": "GET", "path": "/static/js/a.js",
            "headers": [(b"accept-encoding", b"gzip")],
        }  # fmt: skip
        # In a thread of its own: the browser tests leave a loop behind in this one.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, app(scope, receive, send)).result()
        return b"".join(answers)

    app = CompressStaticOnce(files)
    get(app)
    assert gzip.decompress(get(app)) == script
    assert gzip.decompress(get(app)) == script  # and now it is kept


def test_a_share_of_something_is_never_nothing():
    said = [share_said(share) for share in (0.0, 0.001, 0.0049, 0.005, 0.32, 1.0)]
    assert said == ["0%", "<1%", "<1%", "<1%", "32%", "100%"]


def test_half_a_day_is_said_as_the_commands_say_it():
    filters = Filters(date(2026, 11, 1), date(2026, 11, 20), date(2026, 11, 20), "period")
    for value, said in ((52.5, "52.5日"), (70.0, "70日"), (1234.0, "1,234日")):
        figure = Figure("deal_length_days", {}, "median", 1, 1, value, "days", None, filters)
        assert shown(figure, Texts("ja")) == said


def test_a_rate_is_said_with_its_interval_its_state_and_the_past_in_account():
    young = Judged("young", Estimate(0.27, 0.23, 0.31), 0.71, Estimate(0.38, 0.35, 0.42),
                   Estimate(0.4, 0.33, 0.46))  # fmt: skip
    assert judged_said(young, Texts("ja")) == (
        "80%区間 23%〜31%。若いコホート: 71%まで成熟、最終 38% (35〜42) の見込み"
        "。過去もふまえた推定 40%(33%〜46%)"
    )
    assert judged_said(Judged("no_data"), Texts("en")) == "no data"


def test_a_long_label_keeps_its_end() -> None:
    """Campaigns differ by the month at their end."""
    names = ["メールマガジン 2026-03", "メールマガジン 2026-04", "展示会"]
    frame = pd.DataFrame(
        {"source": names, "value": [3, 2, 1], "text": ["件"] * 3, "share": ["-"] * 3}
    )
    assert list(bars_by_source(frame).layout.yaxis.ticktext) == [
        "展示会", "メール…26-04", "メール…26-03",
    ]  # fmt: skip


def test_the_step_in_question_is_marked_on_the_rate_that_leads_over_it() -> None:
    stages = tuple(weekly.Stage(one, stage, True, (), (), None)
                   for one, stage in weekly.STAGES.items())  # fmt: skip
    filters = Filters(date(2026, 11, 1), date(2026, 11, 20), date(2026, 11, 20))
    passages = tuple(
        weekly.Passage(Figure(rate, {}, "value", known, 9, 0.1, "ratio", None, filters), "enough")
        for rate, known in zip(weekly.RATES, (1, None, 1, 1, 1), strict=True)
    )
    told = weekly.Weekly(filters.since, filters.as_of, stages, passages)
    funnel = Funnel(told, {})
    places = {
        ("lead", "mql"): 0,
        ("mql", "handed_over"): None,  # not measured: nothing stands there to be marked
        ("mql", "sql"): 2,
        ("handed_over", "accepted"): 2,  # the strip has no place of its own for it
        ("accepted", "sql"): 2,
        ("opportunity", "won"): 4,
    }
    assert {step: place_of(funnel, step) for step in places} == places
    assert place_of(funnel, None) is None
    view = View(filters.since, filters.as_of)
    assert filters_of("sql_rate", funnel, ("mql", "sql"), view) == view.recent
    assert filters_of("win_rate", funnel, ("mql", "sql"), view) == view.this_month
    assert filters_of("leads", funnel, None, view) == view.this_month

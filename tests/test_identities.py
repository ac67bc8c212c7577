"""What must hold for any company: cohorts never rise, groups add up, nothing is fanned out."""

from __future__ import annotations

import csv
import os
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from funnel.filters import SEGMENTS, Filters
from funnel.metrics import METRICS, figures
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests.conftest import bring

NO_SHRINK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Each example builds a company: shrinking one takes longer than reading it."""
START = date(2026, 1, 1)
DAYS = st.integers(0, 90).map(lambda days: START + timedelta(days=days))
MAYBE = st.one_of(st.none(), DAYS)
FUNNEL = ["leads", "mqls", "handovers", "sqls", "opportunities", "wins"]
ADDS_UP = [*FUNNEL, "won_value"]


def check_identities(db: Database, since: date, until: date, as_of: date) -> None:
    cohort = Filters(since, until, as_of, "cohort")
    counts = [figures(db, METRICS[name], cohort)[0].value for name in FUNNEL]
    measured = [count for count in counts if count is not None]
    assert measured == sorted(measured, reverse=True), dict(zip(FUNNEL, counts, strict=True))
    for name in [name for name in METRICS if METRICS[name].unit == "ratio"]:
        (rate,) = figures(db, METRICS[name], cohort)
        assert rate.value is None or 0 <= rate.value <= 1
    for basis in ("period", "cohort"):
        filters = Filters(since, until, as_of, basis)
        for name in METRICS:
            whole = figures(db, METRICS[name], filters)[0]
            if whole.numerator is None:
                continue
            for by in ("week", "month", *SEGMENTS):
                parts = figures(db, METRICS[name], filters, [by])
                parts = [part for part in parts if part.stat in ("value", "mean")]
                assert sum(f.numerator or 0 for f in parts) == whole.numerator
                assert sum(f.denominator or 0 for f in parts) == (whole.denominator or 0)


def test_simulated_company(company: Database) -> None:
    check_identities(company, date(2025, 5, 1), date(2026, 11, 20), date(2026, 11, 20))
    check_identities(company, date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 31))


def test_value_by_source_is_what_was_booked(company: Database) -> None:
    whole = Filters(date(2025, 5, 1), date(2026, 11, 20), date(2026, 11, 20))
    by_source = figures(company, METRICS["won_value"], whole, ["source"])
    booked = company.value("select sum(amount) from deals where outcome = 'won'")
    assert sum(figure.value or 0 for figure in by_source) == booked
    shares = company.rows("select sum(share) from lead_deals group by deal_id")
    assert {share for (share,) in shares} == {1}


LEADS = st.lists(
    st.fixed_dictionaries(
        {
            "created": DAYS,
            "source": st.sampled_from(["Web", "Expo", ""]),
            "owner": st.sampled_from(["A", "B", ""]),
            "mql": MAYBE,
            "handed_over": MAYBE,
            "accepted": MAYBE,
            "sql": MAYBE,
            "deal": st.integers(0, 6),
        }
    ),
    min_size=1,
    max_size=12,
)
DEALS = st.lists(
    st.fixed_dictionaries(
        {
            "opened": MAYBE,
            "closed": MAYBE,
            "stage": st.sampled_from(["Won", "Lost", "Open"]),
            "amount": st.integers(0, 900),
            "owner": st.sampled_from(["A", "C"]),
        }
    ),
    max_size=5,
)
MAPPING = """
tool = "any"
[[tables]]
object = "leads"
[tables.columns]
id = "lead"
created = "created"
source = "source"
owner = "owner"
mql = "mql"
handed_over = "handed_over"
accepted = "accepted"
sql = "sql"
deal_ids = "deal"
[[tables]]
object = "deals"
[tables.columns]
id = "deal_id"
opened = "opened"
closed = "closed"
stage = "stage"
amount = "amount"
owner = "deal_owner"
[tables.outcomes]
won = ["Won"]
lost = ["Lost"]
open = ["Open"]
"""


def write(path: Path, header: list[str], rows: list[list[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


# Dates in any order, stages skipped, deals without leads, leads sharing a deal: all at once.
@settings(
    max_examples=int(os.environ.get("FUNNEL_EXAMPLES", "3")),
    deadline=None,
    phases=NO_SHRINK,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(leads=LEADS, deals=DEALS, as_of=DAYS)
def test_any_company(leads: list[dict], deals: list[dict], as_of: date) -> None:
    with TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "map.toml").write_text(MAPPING, encoding="utf-8")
        dates = ["created", "mql", "handed_over", "accepted", "sql"]
        files = [
            write(
                home / "leads.csv",
                ["lead", "source", "owner", "deal", *dates],
                [
                    [f"L{i}", row["source"], row["owner"], f"D{row['deal']}"]
                    + [row[name] or "" for name in dates]
                    for i, row in enumerate(leads)
                ],
            )
        ]
        if deals:
            files.append(
                write(
                    home / "deals.csv",
                    ["deal_id", "opened", "closed", "stage", "amount", "deal_owner"],
                    [
                        [f"D{i}", row["opened"] or "", row["closed"] or "", row["stage"],
                         row["amount"], row["owner"]]
                        for i, row in enumerate(deals)
                    ],
                )
            )  # fmt: skip
        workspace = Workspace(home / "workspace")
        published = bring(workspace, *files, mapping=home / "map.toml")
        with workspace.open(published.version) as db:
            check_identities(db, START + timedelta(days=20), START + timedelta(days=60), as_of)
            assert db.value("select count(*) from deals") == len(deals)
            assert db.value("select count(*) from leads") == len(leads)

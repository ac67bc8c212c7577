"""What figures can be grouped by: where it comes from, and that groups add up to the whole."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import get_args

import pytest

from funnel.filters import DIMENSIONS, SEGMENTS, Basis, Dimension, Filters
from funnel.metrics import METRICS, Figure, Metric, figures
from funnel.metrics.dimensions import TIMES
from funnel.simulate import simulate_company, write_exports
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests.conftest import bring, real_tables
from tests.uploads import MAPPING, Exports


@pytest.fixture
def exports(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


@pytest.mark.parametrize(
    ("written", "band"),
    [
        ("0", "1-9"), ("9", "1-9"), ("10", "10-49"), ("49.0", "10-49"), ("50", "50-299"),
        ("299名", "50-299"), ("300 人", "300-999"), ("1,000", "1000+"), ("9000 employees", "1000+"),
        ("10〜49名", "10〜49名"), ("Enterprise", "Enterprise"), ("50-299", "50-299"), ("", None),
    ],
)  # fmt: skip
def test_a_number_of_employees_falls_into_a_band_and_a_band_stays(
    exports: Exports, written: str, band: str | None
) -> None:
    leads = [{"lead": "L1", "created": "2026-01-05", "employees": written}]
    exports.bring("2026-02-01", leads=leads)
    assert exports.rows("select company_size from leads") == [(band,)]


def test_a_campaign_is_the_leads_own_or_that_of_its_first_touch(exports: Exports) -> None:
    """L1 says its own. L2's first touch of a campaign is the fair, though the webinar stands first
    in the file; of L3's two in one moment the first by name. L4's touch names none."""
    exports.bring(
        "2026-02-01",
        leads=[
            {"lead": "L1", "created": "2026-01-05", "lead campaign": "Ads"},
            {"lead": "L2", "created": "2026-01-05", "lead campaign": ""},
            {"lead": "L3", "created": "2026-01-05", "lead campaign": ""},
            {"lead": "L4", "created": "2026-01-05", "lead campaign": ""},
        ],
        touches=[
            touch("L1", "Fair", "2026-01-04"),
            touch("L2", "Webinar", "2026-01-09 10:00"),
            touch("L2", "", "2026-01-02"),
            touch("L2", "Fair", "2026-01-09 09:00"),
            touch("L3", "Webinar", "2026-01-09 09:00"),
            touch("L3", "Mail", "2026-01-09 09:00"),
            touch("L4", "", "2026-01-09"),
        ],
    )
    assert exports.rows("select lead_id, campaign, campaign_on from leads order by all") == [
        ("crm:L1", "Ads", None),
        ("crm:L2", "Fair", "2026-01-09"),
        ("crm:L3", "Mail", "2026-01-09"),
        ("crm:L4", None, None),
    ]


def test_an_id_of_a_campaign_is_shown_by_the_name_its_costs_have(exports: Exports) -> None:
    exports.bring(
        "2026-02-01",
        leads=[
            {"lead": "L1", "created": "2026-01-05", "lead campaign": "77"},
            {"lead": "L2", "created": "2026-01-05", "lead campaign": "78"},
            {"lead": "L3", "created": "2026-01-05", "lead campaign": ""},
        ],
        touches=[touch("L3", "77", "2026-01-09")],
        spend=[{"campaign id": "77", "spent on": "Fair", "from": "2026-01-01", "spent": "900"}],
    )
    assert exports.rows("select lead_id, campaign from leads order by all") == [
        ("crm:L1", "Fair"), ("crm:L2", "78"), ("crm:L3", "Fair"),
    ]  # fmt: skip


def test_the_oldest_record_that_says_it_names_what_several_records_say(exports: Exports) -> None:
    """One person in two tools, by e-mail. The older record knows no campaign."""
    older = {"lead": "9", "created": "2026-01-04", "email": "a@x.example",
             "industry": "製造", "employees": "12", "lead campaign": ""}  # fmt: skip
    newer = {"lead": "L1", "created": "2026-01-05", "email": "a@x.example",
             "industry": "小売", "employees": "900", "lead campaign": "Fair"}  # fmt: skip
    exports.bring(
        "2026-02-01", mapping=MAPPING.replace('tool = "crm"', 'tool = "ma"'), leads=[older]
    )
    exports.bring("2026-02-02", leads=[newer])
    assert exports.rows("select records, campaign, industry, company_size from leads") == [
        (2, "Fair", "製造", "10-49")
    ]


def test_a_deal_has_what_its_primary_lead_has(exports: Exports) -> None:
    """D1's leads are L1 and the younger L2; D2 is sales' own."""
    exports.bring(
        "2026-02-01",
        leads=[
            {"lead": "L1", "created": "2026-01-05", "lead campaign": "Ads",
             "industry": "製造", "employees": "12"},
            {"lead": "L2", "created": "2026-01-06", "lead campaign": "Fair",
             "industry": "小売", "employees": "900"},
        ],
        deals=[
            {"deal": "D1", "stage": "Talks", "opened": "2026-01-09", "deal leads": "L2;L1",
             "product": "Suite"},
            {"deal": "D2", "stage": "Talks", "opened": "2026-01-09", "deal leads": "",
             "product": "Lite"},
        ],
    )  # fmt: skip
    assert exports.rows("select * from dimensions order by all") == [
        ("deal", "crm:D1", "Ads", None, "製造", "10-49", "Suite", "marketing"),
        ("deal", "crm:D2", "営業起点", None, None, None, "Lite", "sales"),
        ("lead", "crm:L1", "Ads", None, "製造", "10-49", None, "marketing"),
        ("lead", "crm:L2", "Fair", None, "小売", "300-999", None, "marketing"),
    ]


def touch(lead: str, campaign: str, day: str) -> dict[str, str]:
    return {"touched lead": lead, "touched email": "", "touch": "form", "campaign": campaign,
            "touched": day}  # fmt: skip


# As another tool writes it -----------------------------------------------------------------------


def test_industries_and_sizes_of_real_prospects(workspace: Workspace) -> None:
    """Fivetran's Pardot: the same counts from the raw file, by hand."""
    files = sorted(real_tables("fivetran_pardot").glob("*.csv"))
    (prospects,) = (
        file for file in files if "prospect_data" in file.name and "opp" not in file.name
    )
    with prospects.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    bounds = {10: "1-9", 50: "10-49", 300: "50-299", 1000: "300-999", float("inf"): "1000+"}

    def band(employees: str) -> str | None:
        if not employees:
            return None
        return next(name for below, name in bounds.items() if float(employees) < below)

    with workspace.open(bring(workspace, *files, refuse_rows=True).version) as db:
        days = Filters(date(2000, 1, 1), date(2100, 1, 1), date(2100, 1, 1))
        by_industry = {f.group["industry"]: f.value for f in figures(db, LEADS, days, ["industry"])}
        by_size = {
            f.group["company_size"]: f.value for f in figures(db, LEADS, days, ["company_size"])
        }
    assert len(by_industry) > 5
    assert by_industry == Counter(row["industry"] or None for row in rows)
    assert by_size == Counter(band(row["employees"]) for row in rows)


# Figures by them ---------------------------------------------------------------------------------

ALL_2026 = Filters(date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Five leads, four deals; the fiscal quarter turns between March and April."""
    exports = Exports(tmp_path_factory.mktemp("small"))
    exports.bring(
        "2026-12-31",
        leads=[
            person("L1", "2026-01-10", "Fair", "製造", "20", mql="2026-02-01"),
            person("L2", "2026-03-31", "Fair", "小売", "500", mql="2026-04-01"),
            person("L3", "2026-04-01", "Web", "製造", "500", mql=""),
            person("L4", "2026-04-02", "Web", "", "", mql="2026-04-20"),
            person("L5", "2026-04-03", "", "小売", "20", mql=""),
        ],
        touches=[touch("L5", "Mail", "2026-05-01")],
        deals=[
            deal("D1", "L1", "Suite", "Won", "2026-03-01", "2026-04-10", "100"),
            deal("D2", "L2", "Suite", "Lost", "2026-04-05", "2026-05-10", "50"),
            deal("D3", "L4", "Lite", "Won", "2026-05-01", "2026-07-02", "30"),
            deal("D4", "", "Lite", "Won", "2026-05-01", "2026-07-03", "7"),
        ],
    )
    with exports.opened() as db:
        yield db


def test_by_campaign_and_industry_at_once(small: Database) -> None:
    assert grouped(small, "leads", "campaign", "industry") == {
        ("Fair", "製造"): 1, ("Fair", "小売"): 1, ("Mail", "小売"): 1,
        ("Web", "製造"): 1, ("Web", None): 1,
    }  # fmt: skip
    # D1 is L1's, D3 is L4's, D4 is sales' own: no industry, and no campaign brought it.
    assert grouped(small, "won_value", "campaign", "industry") == {
        ("Fair", "製造"): 100, ("Web", None): 30, ("営業起点", None): 7,
    }  # fmt: skip


def test_by_product_and_lane(small: Database) -> None:
    assert grouped(small, "wins", "product", "lane") == {
        ("Lite", "marketing"): 1, ("Lite", "sales"): 1, ("Suite", "marketing"): 1,
    }  # fmt: skip
    # Won of won and lost: Suite D1 of D1, D2; Lite both.
    assert grouped(small, "win_rate", "product") == {("Lite",): 1, ("Suite",): 0.5}
    assert grouped(small, "deal_length_days", "product", stat="median") == {
        ("Lite",): 62.5,  # D3 62 days, D4 63
        ("Suite",): 40,
    }


def test_what_divides_people_has_no_product(small: Database) -> None:
    """Two of the three deals with a lead are Suite; they are divided by people."""
    assert grouped(small, "leads", "product") == {(None,): 5}
    assert grouped(small, "lead_opportunity_rate", "product") == {(None,): 3 / 5}
    assert grouped(small, "lead_opportunity_rate", "lane") == {("marketing",): 3 / 5}
    assert grouped(small, "wins", "product", basis="cohort") == {(None,): 2}
    suite = replace(ALL_2026, where=(("product", "Suite"),))
    (none,) = figures(small, METRICS["leads"], suite)
    assert (none.numerator, none.value) == (None, None)
    assert figures(small, METRICS["wins"], suite)[0].value == 1


def test_by_fiscal_quarter_and_size(small: Database) -> None:
    """The year begins in April: March 2026 is the last month of FY2025."""
    assert grouped(small, "leads", "quarter", "company_size") == {
        ("FY2025-Q4", "10-49"): 1, ("FY2025-Q4", "300-999"): 1, ("FY2026-Q1", "10-49"): 1,
        ("FY2026-Q1", "300-999"): 1, ("FY2026-Q1", None): 1,
    }  # fmt: skip
    assert grouped(small, "mqls", "quarter") == {("FY2025-Q4",): 1, ("FY2026-Q1",): 2}
    assert grouped(small, "wins", "quarter") == {("FY2026-Q1",): 1, ("FY2026-Q2",): 2}


def test_sizes_stand_in_the_order_of_size(varied: Database) -> None:
    year = Filters(date(2025, 1, 1), date(2026, 12, 31), date(2026, 12, 31))
    found = figures(varied, LEADS, year, ["lane", "company_size"])
    assert [f.group["company_size"] for f in found] == ["1-9", "50-299", "1000+", None]


def test_three_at_once_and_a_condition_on_a_fourth(small: Database) -> None:
    big = replace(ALL_2026, where=(("company_size", "300-999"),))
    found = figures(small, METRICS["leads"], big, ["month", "campaign", "industry"])
    assert [(figure.group, figure.value) for figure in found] == [
        ({"month": "2026-03", "campaign": "Fair", "industry": "小売"}, 1),
        ({"month": "2026-04", "campaign": "Web", "industry": "製造"}, 1),
    ]


def test_a_touch_after_the_day_asked_for_had_not_told_its_campaign(small: Database) -> None:
    april = replace(ALL_2026, as_of=date(2026, 4, 30))
    by_campaign = {f.group["campaign"]: f.value for f in figures(small, LEADS, april, ["campaign"])}
    assert by_campaign == {"Fair": 2, "Web": 2, None: 1}
    mail = replace(ALL_2026, where=(("campaign", "Mail"),))
    assert figures(small, LEADS, mail)[0].value == 1
    assert figures(small, LEADS, replace(mail, as_of=date(2026, 4, 30)))[0].value == 0


@pytest.mark.parametrize("day", [date(2026, 1, 1) + timedelta(days=7 * n) for n in range(60)])
def test_a_quarter_is_three_months_from_april(small: Database, day: date) -> None:
    year, quarter = (day.year, (day.month - 4) // 3 + 1) if day.month > 3 else (day.year - 1, 4)
    said = small.value(f"select {TIMES['quarter']} from (select $day as day)", {"day": day})
    assert said == f"FY{year}-Q{quarter}"


# Groups add up -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The simulated company, whose exports name industry, size, campaign and product as well."""
    folder = tmp_path_factory.mktemp("varied")
    chance = random.Random(1)
    contacts, *others = write_exports(simulate_company(400, 14, 5, date(2026, 11, 20)), folder)
    with_columns(contacts, "utf-8-sig", chance, {
        "業種": ["製造", "小売", ""], "従業員数": ["5", "120", "2000", ""],
        "First Touch Converting Campaign": ["Fair", "Ads", ""],
    })  # fmt: skip
    for path in others:
        with_columns(path, "cp932", chance, {"商品": ["Suite", "Lite", ""]})
    workspace = Workspace(folder / "home")
    with workspace.open(bring(workspace, contacts, *others).version) as db:
        yield db


PAIRS = list(combinations(DIMENSIONS, 2))


@pytest.mark.parametrize("basis", get_args(Basis))
@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_groups_of_any_one_or_two_dimensions_add_up_to_the_whole(
    varied: Database, metric: Metric, basis: Basis
) -> None:
    filters = Filters(date(2025, 1, 1), date(2026, 12, 31), date(2026, 9, 30), basis)
    whole = sums(figures(varied, metric, filters))
    single: dict[Dimension, dict[str | None, Counter[str]]] = {}
    for name in DIMENSIONS:
        single[name] = sums_by(figures(varied, metric, filters, [name]), name)
        assert total(single[name].values()) == whole, name
    for one, other in PAIRS:
        found = figures(varied, metric, filters, [one, other])
        groups = [(*figure.group.values(), figure.stat) for figure in found]
        assert len(set(groups)) == len(groups), (one, other)
        assert sums_by(found, one) == single[one], (one, other)
        assert sums_by(found, other) == single[other], (one, other)


@pytest.mark.parametrize("basis", get_args(Basis))
def test_a_condition_says_the_same_as_its_group(varied: Database, basis: Basis) -> None:
    filters = Filters(date(2025, 1, 1), date(2026, 12, 31), date(2026, 9, 30), basis)
    seen = 0
    for name in SEGMENTS:
        for metric in (METRICS["leads"], METRICS["win_rate"], METRICS["lead_time_days"]):
            for figure in figures(varied, metric, filters, [name]):
                narrowed = replace(filters, where=((name, figure.group[name]),))
                (same,) = (f for f in figures(varied, metric, narrowed) if f.stat == figure.stat)
                assert (same.numerator, same.denominator, same.value) == (
                    figure.numerator, figure.denominator, figure.value
                )  # fmt: skip
                seen += 1
    assert seen > 60


def test_the_varied_company_has_every_dimension(varied: Database) -> None:
    """Else the sums above would hold for a single group."""
    wins = METRICS["wins"]
    filters = Filters(date(2025, 1, 1), date(2026, 12, 31), date(2026, 11, 20))
    for name in DIMENSIONS:
        if name != "team":
            assert len(figures(varied, wins, filters, [name])) > 1, name


LEADS = METRICS["leads"]


def grouped(
    db: Database, name: str, *by: Dimension, basis: Basis = "period", stat: str = "value"
) -> dict[tuple[str | None, ...], float | None]:
    found = figures(db, METRICS[name], replace(ALL_2026, basis=basis), by)
    return {tuple(f.group.values()): f.value for f in found if f.stat == stat}


def sums(found: Iterable[Figure]) -> Counter[str]:
    """Above and below the line, of one stat of each group; what is null counts nothing."""
    first = [figure for figure in found if figure.stat in ("value", "mean")]
    return Counter(
        above=sum(figure.numerator or 0 for figure in first),
        below=sum(figure.denominator or 0 for figure in first),
    )


def sums_by(found: Iterable[Figure], name: str) -> dict[str | None, Counter[str]]:
    groups: dict[str | None, list[Figure]] = {}
    for figure in found:
        groups.setdefault(figure.group[name], []).append(figure)
    return {group: sums(of_group) for group, of_group in groups.items()}


def total(parts: Iterable[Counter[str]]) -> Counter[str]:
    whole: Counter[str] = Counter(above=0, below=0)
    for part in parts:
        whole.update(part)
    return whole


def person(
    lead: str, created: str, campaign: str, industry: str, employees: str, *, mql: str
) -> dict[str, str]:
    return {"lead": lead, "created": created, "lead campaign": campaign, "industry": industry,
            "employees": employees, "mql": mql}  # fmt: skip


def deal(*said: str) -> dict[str, str]:
    """In the order of the headers below."""
    headers = "deal", "deal leads", "product", "stage", "opened", "closed", "amount"
    return dict(zip(headers, said, strict=True))


def with_columns(
    path: Path, encoding: str, chance: random.Random, columns: dict[str, list[str]]
) -> None:
    """Write `columns` behind those of a CSV, each cell drawn from its values."""
    with path.open(encoding=encoding, newline="") as file:
        header, *rows = csv.reader(file)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*header, *columns])
        for row in rows:  # below them a report ends with lines that are none
            is_one = len(row) == len(header)
            writer.writerow([*row, *map(chance.choice, columns.values())] if is_one else row)

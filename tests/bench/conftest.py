"""A million leads, made once: `make bench`, by hand, never part of the tests."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import duckdb
import pytest

from funnel.simulate import simulate_company, write_exports

LEADS = int(os.environ.get("FUNNEL_BENCH_LEADS", "1000000"))


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The three exports of a company of `LEADS` leads."""
    company = simulate_company(LEADS, 18, 7, date(2026, 11, 20))
    return write_exports(company, tmp_path_factory.mktemp("exports"))


@pytest.fixture(scope="session")
def marketo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A bulk extract of `LEADS` leads, and ten times as many activities, by the API's headers."""
    folder = tmp_path_factory.mktemp("marketo")
    leads, activities = folder / "leads.csv", folder / "activities.csv"
    duckdb.execute(f"""
        copy (
            select
                1000000 + i as id,
                'person' || i || '@company' || i % 300000 || '.example' as email,
                '太郎' || i % 97 as "firstName",
                '山田' || i % 89 as "lastName",
                '株式会社会社' || i % 300000 as company,
                ['Webinar', 'Web', 'Exhibition', 'Referral'][1 + i % 4] as "leadSource",
                case when i % 4 = 0 then '00Q5i' || lpad(i::varchar, 10, '0') end as "sfdcLeadId",
                strftime(timestamp '2025-05-01' + interval (i * 47 % 48000000) second,
                         '%Y-%m-%dT%H:%M:%SZ') as "createdAt"
            from range({LEADS}) as numbers(i)
        ) to '{leads}' (header)
    """)
    duckdb.execute(f"""
        copy (
            select
                100000000 + i as "marketoGUID",
                1000000 + i * 7919 % {LEADS} as "leadId",
                strftime(timestamp '2025-05-01' + interval (i * 31 % 48000000) second,
                         '%Y-%m-%dT%H:%M:%SZ') as "activityDate",
                [1, 2, 10, 11, 46][1 + i % 5] as "activityTypeId",
                'Campaign ' || i % 500 as "primaryAttributeValue"
            from range({10 * LEADS}) as numbers(i)
        ) to '{activities}' (header)
    """)
    return leads, activities

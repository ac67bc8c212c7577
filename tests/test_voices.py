"""The voice of sales: counted by reason, and by the source of the leads it is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from funnel.errors import UnknownName
from funnel.reports.voices import (
    PRAISE,
    Handed,
    Said,
    SourceCount,
    VoiceCount,
    Voiced,
    campaigns,
    checked_lead,
    checked_reason,
    counted,
    handed_lately,
    voice_titles,
    voiced,
)
from funnel.store.database import Database
from funnel.store.team import About, Voice
from tests.conftest import NOON
from tests.uploads import Exports

SINCE, UNTIL = date(2026, 3, 1), date(2026, 3, 31)
TIMING, BUDGET = ("時期", "Timing"), ("予算", "Budget")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    leads = [
        {"lead": "L1", "created": "2026-01-02", "source": "Expo", "lead campaign": "Fair",
         "lead company": "株式会社アスター", "handed over": "2026-03-03", "owner": "Ito"},
        {"lead": "L2", "created": "2026-01-03", "source": "Expo", "handed over": "2026-03-02"},
        {"lead": "L3", "created": "2026-02-04", "lead campaign": "Mail",
         "handed over": "2026-03-03"},
        {"lead": "L4", "created": "2026-01-05", "source": "Web", "handed over": "2026-03-01"},
        {"lead": "L5", "created": "2026-01-05", "source": "Web", "handed over": "2026-03-31"},
        {"lead": "L6", "created": "2026-01-05", "source": "Web"},
    ]  # fmt: skip
    exports = Exports(tmp_path_factory.mktemp("voices"))
    exports.bring("2026-04-01", leads=leads)
    with exports.opened() as opened:
        yield opened


def voice(
    number: int, about: About, subject: str | None, reason: str, day: date = UNTIL
) -> Voice:  # fmt: skip
    return Voice(number, day, about, subject, reason, f"said {number}", "me", NOON)


def test_voices_are_counted_by_reason_and_by_the_source_of_their_leads(db: Database) -> None:
    """Six in the month. Two Expo leads (timing, timing), one without a source, one not exported."""
    ids = [one.lead_id for one in handed_lately(db, UNTIL)]
    name = {lead.rpartition(":")[2]: lead for lead in ids}
    voices = [
        voice(7, "campaign", "Fair", "timing"),
        voice(6, "general", None, "good"),
        voice(5, "lead", "crm:gone", "budget"),
        voice(4, "lead", name["L3"], "good"),
        voice(3, "lead", name["L2"], "timing"),
        voice(2, "lead", name["L1"], "timing", SINCE),
        voice(1, "lead", name["L1"], "budget", date(2026, 2, 28)),
    ]
    found = voiced(db, voices, SINCE, UNTIL)
    nobody = (None, None, None)
    assert found == Voiced(
        SINCE,
        UNTIL,
        (
            VoiceCount("timing", TIMING, 3, 6),
            VoiceCount("good", PRAISE, 2, 6),
            VoiceCount("budget", BUDGET, 1, 6),
        ),
        (
            SourceCount("Expo", True, "timing", TIMING, 2, 2),
            SourceCount(None, True, "good", PRAISE, 1, 1),
            SourceCount(None, False, "budget", BUDGET, 1, 1),
        ),
        (
            Said(voices[0], *nobody),
            Said(voices[1], *nobody),
            Said(voices[2], *nobody),
            Said(voices[3], *nobody),
            Said(voices[4], "Expo", None, None),
            Said(voices[5], "Expo", None, "株式会社アスター"),
        ),
    )
    assert counted(voices, SINCE, SINCE) == [VoiceCount("timing", TIMING, 1, 1)]


def test_without_voices_there_are_no_counts(db: Database) -> None:
    assert voiced(db, [], SINCE, UNTIL) == Voiced(SINCE, UNTIL, (), (), ())


def test_a_reason_that_is_on_the_list_no_more_counts_as_other() -> None:
    found = counted([voice(1, "general", None, "unheard")], SINCE, UNTIL)
    assert found == [VoiceCount("other", ("その他", "Other"), 1, 1)]


def test_leads_handed_over_in_thirty_days_may_be_chosen(db: Database) -> None:
    """From 03-02 to 03-31: L4 was handed over a day before, L6 never."""
    found = handed_lately(db, date(2026, 3, 31))
    assert [one.lead_id.rpartition(":")[2] for one in found] == ["L5", "L1", "L3", "L2"]
    assert found[1] == Handed(
        found[1].lead_id, date(2026, 3, 3), "Expo", "Ito", None, "株式会社アスター"
    )
    assert campaigns(db) == ["Mail", "Fair"]


def test_what_is_not_there_is_named(db: Database) -> None:
    assert "not_said" not in voice_titles()
    assert checked_reason("good") == "good"
    with pytest.raises(UnknownName, match="not_said"):
        checked_reason("not_said")
    with pytest.raises(UnknownName, match="nobody"):
        checked_lead(db, "nobody")

"""The digest in words, English and Japanese: plain lines that each way of sending escapes itself.

Names are masked and cut as on the page; marks that turn a line around are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from funnel.analysis.readings import Reading
from funnel.analysis.verdicts import Change
from funnel.masking import mask_address, mask_company, mask_person, one_line
from funnel.messages import Language
from funnel.metrics import METRICS
from funnel.reports.bottleneck_texts import change_said, constraint_said, inflow_said
from funnel.reports.digest import Digest, Reviewed
from funnel.reports.digest_words import Words, short
from funnel.reports.move_texts import move_said
from funnel.reports.promise_texts import NAMES, PARTIES
from funnel.reports.promises import Kept
from funnel.reports.today import TO_MOVE, Row, most_urgent
from funnel.reports.worth import TITLES

ROWS, ACTIONS, TITLE = 10, 8, 80
"""So many are told, the page has all; so many letters of what is to be done."""
NEVER_NAMED = "owner"
"""Nobody is accused in public: the page's dialogs tell owners among all others."""
MARKS = {"done": "✓", "open": "・", "dropped": "×"}


@dataclass(frozen=True)
class Section:
    """A heading and its lines."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    """The whole, in one language. All of it is plain text on single lines.

    `link` is the page's address with what it is called, None where nobody said it.
    """

    language: Language
    subject: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    link: tuple[str, str] | None


def letter(found: Digest, language: Language, link: str | None = None) -> Letter:
    """What is to be sent."""
    words = Words(language)
    sections = [_verdict(found, words), _today(found, words)]
    if found.actions:
        sections.append(_actions(found, words))
    if found.kept:
        lines = tuple(_promise(one, words) for one in found.kept)
        sections.append(Section(words("promises"), lines))
    notes = [words("data", day=words.day(found.as_of), version=found.version)]
    if found.is_old:
        notes.append(words("old"))
    if found.leads_until is not None:
        notes.append(words("leads_until", day=words.day(found.leads_until)))
    notes.append(words("masked"))
    return Letter(
        language,
        _subject(found, words),
        tuple(sections),
        tuple(notes),
        None if link is None else (words("open_page"), link),
    )


def plain_text(told: Letter) -> str:
    """The letter as an e-mail's text."""
    parts = [
        "\n".join([f"■ {section.title}", *(f"  {line}" for line in section.lines)])
        for section in told.sections
    ]
    if told.link is not None:
        parts.append(f"{told.link[0]}: {told.link[1]}")
    return "\n\n".join([*parts, "\n".join(["--", *told.notes])]) + "\n"


def _subject(found: Digest, words: Words) -> str:
    """Words of our own and numbers alone: what people wrote stays out of it."""
    parts = [headline_said(found, words)]
    parts += [
        words(f"count_{kind}", count=f"{found.today.totals[kind]:,}")
        for kind in ("overdue", "due")
        if found.today.totals.get(kind)
    ]
    late = sum(one.is_overdue for one in found.actions)
    if late:
        parts.append(words("count_actions", count=late))
    return words("subject", said=words("and").join(parts), day=words.short_day(found.as_of))


def headline_said(found: Digest, words: Words) -> str:
    """The verdict in one sentence, as at the top of the page."""
    said = found.found.verdict
    if said.state == "not_enough":
        return words("not_enough")
    if said.change is not None:
        if said.constraint is not None and said.order[0] == "constraint":
            return words(
                "constraint", step=_step(said.constraint.base, said.constraint.target, words)
            )
        return words(said.state, step=_step(said.change.base, said.change.target, words))
    is_inflow = said.inflow is not None and said.inflow.reading is not None
    return words("inflow" if is_inflow else "none")


def _step(base: str, target: str, words: Words) -> str:
    return f"{words.said(TITLES[base])} → {words.said(TITLES[target])}"


def _verdict(found: Digest, words: Words) -> Section:
    said, currency = found.found.verdict, found.found.currency
    told = []
    for question in said.order:
        if question == "change" and said.change is not None:
            told.append(change_said(in_public(said.change), currency))
        if question == "constraint" and said.constraint is not None:
            told.append(constraint_said(said.constraint, currency))
    if said.inflow is not None and said.inflow.reading is not None:
        told.append(inflow_said(said.inflow))
    lines = tuple(words.said(text).strip() for text in told)
    if said.state == "not_enough":
        lines = (*lines, words("bring"))
    return Section(headline_said(found, words), lines or (words("go_on"),))


def in_public(change: Change) -> Change:
    """The same without owners, and with names that fit on a line."""
    return replace(
        change,
        source=None if change.source is None else short(change.source),
        inside=tuple(
            replace(part, name=None if part.name is None else short(part.name))
            for part in change.inside
            if part.dimension != NEVER_NAMED
        ),
        readings=tuple(_reading(reading) for reading in change.readings),
    )


def _reading(reading: Reading) -> Reading:
    signs = []
    for sign in reading.signs:
        about = sign.about
        if about is not None:
            about = about[0], "…" if about[0] == NEVER_NAMED else about[1] and short(about[1])
        signs.append(replace(sign, about=about))
    return replace(reading, signs=tuple(signs))


def _today(found: Digest, words: Words) -> Section:
    totals = {kind: found.today.totals.get(kind, 0) for kind in TO_MOVE}
    counts = [words(f"count_{kind}", count=f"{totals[kind]:,}") for kind in TO_MOVE if totals[kind]]
    if not counts:
        return Section(words("today"), (words("today_none"),))
    rows = most_urgent(found.today, ROWS)
    lines = [_row(row, words) for row in rows]
    left = sum(totals.values()) - len(rows)
    if left:
        lines.append(words("more", count=f"{left:,}"))
    return Section(words("today_counts", counts=words("and").join(counts)), tuple(lines))


def _row(row: Row, words: Words) -> str:
    masked = (mask_person(row.person), mask_company(row.company))
    who = " ".join(short(part) for part in masked if part)
    what = words("deal") if row.promise is None and row.kind == "stalled" else ""
    if row.promise is not None:
        what = words.said(NAMES[row.promise])
    late = words(
        "late_today" if row.kind == "overdue" and not row.days else f"late_{row.kind}",
        days=f"{row.days:,}",
        limit="" if row.limit is None else f"{row.limit:,}",
        day="" if row.since is None else words.day(row.since),
    )
    return words(
        "row",
        late=words("row_what", late=late, what=what) if what else late,
        who=who or short(row.subject_id.partition(":")[2]),
        source=words.source(row.source),
        owner=words("nobody") if not row.owner else short(row.owner),
    )


def _actions(found: Digest, words: Words) -> Section:
    done = sum(one.action.state == "done" for one in found.actions)
    lines = [_action(one, words) for one in found.actions[:ACTIONS]]
    left = len(found.actions) - len(lines)
    if left:
        lines.append(words("more", count=left))
    return Section(words("actions", done=done, count=len(found.actions)), tuple(lines))


def _action(one: Reviewed, words: Words) -> str:
    plan = one.action.plan
    line = words(
        "action",
        mark=MARKS[one.action.state],
        title=mask_address(one_line(plan.title, TITLE)),
        owner=short(plan.owner),
        day=words.day(plan.due_on),
        late=words("action_late") if one.is_overdue else "",
    )
    if one.moved is None or one.moved.move is None or one.moved.move.after is None:
        return line
    figure = METRICS[plan.metric].title if plan.metric else NAMES[plan.promise or ""]
    said = words.said(move_said(one.moved))
    return words("moved", action=line, figure=words.said(figure), moved=said)


def _promise(one: Kept, words: Words) -> str:
    said = words("no_data")
    if one.share is not None:
        said = words(
            "share",
            share=f"{one.share:.0%}",
            met=f"{one.met:,}",
            judged=f"{one.met + one.broken:,}",
        )
        if one.judged.state == "too_few":
            said += words("few")
    return words(
        "promise",
        party=words.said(PARTIES[one.party]),
        name=words.said(NAMES[one.promise]),
        share=said,
    )

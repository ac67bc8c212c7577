"""An agreement in words: each part as people would say it, and what two of them differ in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from funnel.agreement.model import Agreement, as_document
from funnel.agreement.promises import BOTH, MARKETING, SALES
from funnel.ui.texts import TEXTS, Texts

Line = tuple[str, str]
"""What is agreed on, and what about it."""

PARTS: dict[str, tuple[str, ...]] = {
    "mql": ("mql", "fit"),
    "score": ("score",),
    "sql": ("sql",),
    "rates": ("urgency", "opportunity_base", "contribution_rule", "handling_cost", "rates"),
    "contacts": ("contacts",),
    "capacity": ("capacity",),
    "calendar": ("calendar",),
}
"""The sections in which the document is shown, beside its promises."""
PROMISES: dict[str, tuple[str, ...]] = {
    "promises_marketing": MARKETING,
    "promises_sales": SALES,
    "promises_both": BOTH,
}
WORDS = (
    "fit.", "score.", "title",
    *(f"contacts.{name}" for name in ("automatic", "incoming", "failed", "one_sided", "reached")),
)  # fmt: skip
"""Places of words that people wrote, which are nobody's to translate."""
_PREFIXES = {"opportunity_base": "stage_", "contribution_rule": "rule_", "mql.by": "said_by_"}


def sections(agreement: Agreement, t: Texts) -> list[tuple[str, str, list[Line]]]:
    """The name and title of each section, and its lines."""
    document = as_document(agreement)
    promised = document["promises"]
    found = [
        (
            part,
            t(f"agreed_{part}"),
            [(t(f"agreed_promises_{name}"), promise_said(name, promised.get(name), t))
             for name in names],
        )
        for part, names in PROMISES.items()
    ]  # fmt: skip
    if "first" in promised:
        found[1][2].append((t("agreed_promises_first"), t(f"said_{promised['first']}")))
    for part, names in PARTS.items():
        lines = [line for name in names for line in _lines((name,), document.get(name), t)]
        if lines:
            found.append((part, t(f"agreed_{part}"), lines))
    return found


def promise_said(name: str, promise: Mapping[str, Any] | None, t: Texts) -> str:
    """A promise in half a sentence."""
    if promise is None:
        return t("not_promised")
    said = []
    if "after_failed" in promise:
        said.append(t("said_after_failed", count=promise["after_failed"]))
    if "at_least" in promise:
        said.append(t(f"said_at_least_{name}", count=promise["at_least"]))
    if "within" in promise:
        said.append(_span(promise, t))
    if "fields" in promise:
        said.append(t("comma").join(t(f"said_{field}") for field in promise["fields"]))
    if promise.get("needs_reason"):
        said.append(t("agreed_needs_reason"))
    if "weekday" in promise:
        said.append(t("said_weekly", day=t(f"said_{promise['weekday']}")))
    if "day" in promise:
        said.append(t("said_monthly", day=promise["day"]))
    by_source = promise.get("by_source") or {}
    said += [f"{source}: {_span(span, t)}" for source, span in by_source.items()]
    return t("comma").join(said)


def _span(span: Mapping[str, Any], t: Texts) -> str:
    return t("said_within", time=f"{span['within']:g}", unit=t(f"said_{span['unit']}"))


def _lines(path: tuple[str, ...], value: Any, t: Texts) -> list[Line]:
    key = f"agreed_{'_'.join(path)}"
    is_part = isinstance(value, Mapping) and any(f"{key}_{name}" in TEXTS for name in value)
    if is_part:
        return [line for name, each in value.items() for line in _lines((*path, name), each, t)]
    if value in (None, (), {}, ""):
        return []
    return [(t(key), value_said(".".join(path), value, t))]


def value_said(path: str, value: Any, t: Texts) -> str:
    """One value as people say it; a dash where nothing is agreed."""
    if value is None or value in ((), [], {}, ""):
        return "—"
    if isinstance(value, bool):
        return t(f"said_{str(value).lower()}")
    if isinstance(value, (int, float)):
        return f"{value:,.12g}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return f"{value:%Y/%m/%d}"
    if isinstance(value, str):
        if path.startswith(WORDS):
            return value
        key = f"{_PREFIXES.get(path, 'said_')}{value}"
        return t(key) if key in TEXTS else value
    if isinstance(value, Mapping):
        return _mapping_said(path, value, t)
    return t("comma").join(value_said(path, each, t) for each in value)


def _mapping_said(path: str, value: Mapping[str, Any], t: Texts) -> str:
    if {"since", "until"} <= value.keys():
        days = [value_said(path, value[name], t) for name in ("since", "until")]
        name = value.get("name", "")
        return (days[0] if days[0] == days[1] else "–".join(days)) + (f" {name}" if name else "")
    if path.startswith("promises."):
        return promise_said(path.split(".")[1], value, t)
    return t("comma").join(f"{name} {value_said(path, each, t)}" for name, each in value.items())


def path_said(path: str, t: Texts) -> str:
    """What a place of the document is called: the longest part of its path that has a name."""
    names = path.split(".")
    if "by_source" in names:
        place = names.index("by_source")
        source = ".".join(names[place + 1 : -1])
        return f"{path_said('.'.join(names[:place]), t)} ({source}) {t(f'agreed_{names[-1]}')}"
    for length in range(len(names), 0, -1):
        key = f"agreed_{'_'.join(names[:length])}"
        if key in TEXTS:
            last = f"agreed_{names[-1]}"
            rest = t(last) if length < len(names) and last in TEXTS else ""
            return f"{t(key)} {rest}".strip()
    return path

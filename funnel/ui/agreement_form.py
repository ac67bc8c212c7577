"""The form in which an agreement is changed: one box for each thing agreed on.

Each run the boxes write what they hold into a copy of the document that the form began with, so
that what it does not show (times by source, breaks) stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from copy import deepcopy
from datetime import date, time
from typing import Any, get_args

import pandas as pd
import streamlit as st

from funnel.agreement import model
from funnel.agreement.parts import WEEKDAYS, Unit
from funnel.agreement.promises import LeadField
from funnel.ui.texts import Texts

Document = dict[str, Any]
Path = tuple[str, ...]

UNITS: tuple[str, ...] = get_args(Unit)
SIZES = ("1-9", "10-49", "50-299", "300-999", "1000+")
FRESH: dict[str, Document] = {
    "mqls_a_month": {"at_least": 50},
    "handover": {"within": 24.0, "unit": "hours"},
    "required_fields": {"fields": ["email", "company"]},
    "behaviour_history": {"at_least": 1},
    "first_contact": {"within": 2.0, "unit": "working_hours"},
    "follow_ups": {"at_least": 3, "within": 10.0, "unit": "working_days"},
    "result_recorded": {"within": 5.0, "unit": "working_days"},
    "decided": {"within": 7.0, "unit": "days", "needs_reason": True},
    "back_to_nurturing": {"after_failed": 5, "within": 5.0, "unit": "working_days"},
    "weekly_meeting": {"weekday": "mon"},
    "monthly_review": {"day": 10},
}
"""What a promise begins with when it is switched on."""


def agreement_form(document: Document, name: str, t: Texts) -> Document:
    """Draw the form, which begins with `document`; returns it as the boxes say now.

    `name` tells forms apart: under a new one all boxes begin anew.
    """
    form = _Form(document, name, t)
    form.draw()
    return form.draft


class _Form:
    def __init__(self, document: Document, name: str, t: Texts) -> None:
        self.draft, self.name, self.t = deepcopy(document), name, t
        self.draft.setdefault("promises", {})
        self.start = deepcopy(document)
        self.start["promises"] = FRESH | self.start.get("promises", {})

    def draw(self) -> None:
        """All parts, each to be opened; the definition of the MQL is open at once."""
        parts: list[tuple[str, Callable[[], None]]] = [
            ("mql", self._mql),
            ("score", self._score),
            ("promises_marketing", self._marketing),
            ("promises_sales", self._sales),
            ("promises_both", self._both),
            ("sql", self._sql),
            ("rates", self._rates),
            ("contacts", self._contacts),
            ("capacity", self._capacity),
            ("calendar", self._calendar),
        ]
        with st.container(border=True, key="card_form"):
            for name, draw in parts:
                with st.expander(self.t(f"agreed_{name}"), expanded=name == "mql"):
                    draw()
            st.caption(self.t("more_by_toml"))

    # parts

    def _mql(self) -> None:
        left, right = st.columns(2, gap="large")
        with left:
            by = self._choice(("mql", "by"), ("export", "score"), prefix="said_by_")
            if by == "score":
                self._choice(("mql", "score"), ("computed", "exported"))
            self._number(("mql", "threshold"), 0, disabled=by != "score")
            self._flag(("mql", "needs_fit"))
        with right:
            self._words(("fit", "industries"))
            self._words(("fit", "company_sizes"), SIZES)
            self._words(("fit", "titles"))

    def _score(self) -> None:
        self._number(("score", "window_days"), 1, step=1)
        columns = st.columns(3, gap="large")
        with columns[0]:
            self._number(("score", "attributes", "most"), -1000)
            for name in ("industries", "company_sizes", "titles"):
                self._points(("score", "attributes", name))
        with columns[1]:
            self._number(("score", "behaviour", "most"), -1000)
            self._number(("score", "behaviour", "other"), -1000)
            self._points(("score", "behaviour", "kinds"))
        with columns[2]:
            self._number(("score", "engagement", "most"), -1000)
            self._number(("score", "engagement", "per_active_day"), -1000)

    def _marketing(self) -> None:
        self._promise("mqls_a_month", self._at_least)
        self._promise("handover", self._span)
        self._promise("required_fields", self._fields)
        self._promise("behaviour_history", self._at_least)

    def _sales(self) -> None:
        self._promise("first_contact", self._span)
        self._promise("follow_ups", self._at_least, self._span)
        self._promise("result_recorded", self._span)
        self._promise("decided", self._span, self._needs_reason)
        self._promise("back_to_nurturing", self._after_failed, self._span)
        if {"follow_ups", "back_to_nurturing"} <= self.draft["promises"].keys():
            self._choice(("promises", "first"), ("follow_ups", "back_to_nurturing"))

    def _both(self) -> None:
        self._promise("weekly_meeting", self._weekday)
        self._promise("monthly_review", self._day)

    def _sql(self) -> None:
        self._several(("sql", "asks"), get_args(model.Need))
        self._number(("sql", "at_least"), 0, step=1)

    def _rates(self) -> None:
        self._choice(("urgency",), ("change", "constraint"))
        self._choice(("opportunity_base",), get_args(model.OpportunityBase), prefix="stage_")
        rules = get_args(model.Agreement.model_fields["contribution_rule"].annotation)
        self._choice(("contribution_rule",), rules, prefix="rule_")
        self._number(("handling_cost",), 0, optional=True)

    def _contacts(self) -> None:
        for name in ("automatic", "incoming", "failed", "one_sided", "reached"):
            self._words(("contacts", name))
        self._choice(("contacts", "owner_change"), ("goes_on", "starts_anew"))

    def _capacity(self) -> None:
        for name in ("leads_an_owner", "deals_an_owner", "sqls_a_month"):
            self._number(("capacity", name), 1, step=1, optional=True)

    def _calendar(self) -> None:
        left, right = st.columns(2, gap="large")
        with left:
            self._several(("calendar", "weekdays"), WEEKDAYS)
            self._time(("calendar", "opens"))
            self._time(("calendar", "closes"))
            self._flag(("calendar", "national_holidays"))
            self._number(("calendar", "fiscal_year_begins"), 1, step=1)
        with right:
            self._closures()

    # promises

    def _promise(self, name: str, *boxes: Callable[[Path], None]) -> None:
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"promise_{name}"):
            is_made = st.toggle(
                self.t(f"agreed_promises_{name}"),
                value=name in self.draft["promises"],
                key=self._key(("promises", name)),
                width=270,
            )
            if not is_made:
                self.draft["promises"].pop(name, None)
                return
            self.draft["promises"].setdefault(name, dict(FRESH[name]))
            for box in boxes:
                box(("promises", name))

    def _span(self, path: Path) -> None:
        self._number((*path, "within"), 0, label="agreed_within", width=120)
        self._choice((*path, "unit"), UNITS, label="agreed_unit", width=150)

    def _at_least(self, path: Path) -> None:
        self._number((*path, "at_least"), 1, step=1, label="agreed_at_least", width=120)

    def _after_failed(self, path: Path) -> None:
        self._number((*path, "after_failed"), 1, step=1, label="agreed_after_failed", width=120)

    def _fields(self, path: Path) -> None:
        self._several((*path, "fields"), get_args(LeadField), label="agreed_fields")

    def _needs_reason(self, path: Path) -> None:
        self._flag((*path, "needs_reason"), label="agreed_needs_reason")

    def _weekday(self, path: Path) -> None:
        self._choice((*path, "weekday"), WEEKDAYS, label="agreed_weekday", width=130)

    def _day(self, path: Path) -> None:
        self._number((*path, "day"), 1, step=1, label="agreed_day", width=130)

    # boxes

    def _key(self, path: Path) -> str:
        return f"agreed_{self.name}_{'_'.join(path)}_{self.t.language}"

    def _label(self, path: Path, label: str | None) -> str:
        return self.t(label or f"agreed_{'_'.join(path)}")

    def _get(self, path: Path) -> Any:
        value: Any = self.start
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def _put(self, path: Path, value: Any) -> None:
        part = self.draft
        for name in path[:-1]:
            part = part.setdefault(name, {})
        if value is None:
            part.pop(path[-1], None)
        else:
            part[path[-1]] = value

    def _choice(
        self,
        path: Path,
        options: tuple[str, ...],
        *,
        prefix: str = "said_",
        label: str | None = None,
        width: int = 330,
    ) -> str | None:
        now = self._get(path)
        chosen: str | None = st.selectbox(
            self._label(path, label),
            options,
            index=options.index(now) if now in options else None,
            format_func=lambda option: self.t(f"{prefix}{option}"),
            key=self._key(path),
            width=width,
        )
        self._put(path, chosen)
        return chosen

    def _number(
        self,
        path: Path,
        least: float = 0,
        *,
        step: int | None = None,
        optional: bool = False,
        disabled: bool = False,
        label: str | None = None,
        width: int = 330,
    ) -> None:
        now = self._get(path)
        kind: Callable[[Any], Any] = int if step else float
        found = st.number_input(
            self._label(path, label),
            min_value=kind(least),  # what else cannot be, the model says, with the reason
            value=None if now is None else kind(now),
            step=kind(step or 1),
            format=None if step else "%g",
            key=self._key(path),
            disabled=disabled,
            width=width,
        )
        if found is not None or optional:
            self._put(path, found)

    def _flag(self, path: Path, *, label: str | None = None) -> None:
        found = st.toggle(
            self._label(path, label), value=bool(self._get(path)), key=self._key(path)
        )
        self._put(path, found)

    def _time(self, path: Path) -> None:
        now = self._get(path) or time(9)
        found: time | None = st.time_input(
            self._label(path, None), value=now, key=self._key(path), width=330
        )
        if found is not None:
            self._put(path, found)

    def _several(
        self, path: Path, options: tuple[str, ...], *, label: str | None = None
    ) -> list[str]:
        chosen: list[str] = st.multiselect(
            self._label(path, label),
            options,
            default=[one for one in self._get(path) or () if one in options],
            format_func=lambda option: self.t(f"said_{option}"),
            key=self._key(path),
            placeholder=self.t("agreed_choose"),
        )
        self._put(path, [one for one in options if one in chosen])
        return chosen

    def _words(self, path: Path, options: tuple[str, ...] = ()) -> None:
        now = list(self._get(path) or ())
        chosen: list[str] = st.multiselect(
            self._label(path, None),
            [*options, *(word for word in now if word not in options)],
            default=now,
            accept_new_options=True,
            placeholder=self.t("agreed_words_add"),
            key=self._key(path),
        )
        self._put(path, chosen)

    def _points(self, path: Path) -> None:
        now: dict[str, float] = self._get(path) or {}
        st.markdown(self._label(path, None))
        frame = pd.DataFrame({"name": list(now), "points": [float(p) for p in now.values()]})
        edited = st.data_editor(
            frame.astype({"name": "str", "points": "float"}),
            num_rows="dynamic",
            hide_index=True,
            column_config={
                "name": st.column_config.TextColumn(self.t("points_name"), required=True),
                "points": st.column_config.NumberColumn(
                    self.t("points_points"), required=True, min_value=-1000, max_value=1000
                ),
            },
            key=self._key(path),
        )
        rows = edited.dropna()
        self._put(path, dict(zip(rows["name"], rows["points"].astype(float), strict=True)))

    def _closures(self) -> None:
        path = ("calendar", "closures")
        now = self._get(path) or ()
        st.markdown(self._label(path, None))
        frame = pd.DataFrame(
            [{"since": one["since"], "until": one["until"], "name": one.get("name", "")}
             for one in now],
            columns=["since", "until", "name"],
        )  # fmt: skip
        day = st.column_config.DateColumn
        edited = st.data_editor(
            frame.astype({"since": "object", "until": "object", "name": "str"}),
            num_rows="dynamic",
            hide_index=True,
            column_config={
                "since": day(self.t("closure_since"), required=True),
                "until": day(self.t("closure_until"), required=True),
                "name": st.column_config.TextColumn(self.t("closure_name"), default=""),
            },
            key=self._key(path),
        )
        self._put(path, [_closure(row) for row in edited.dropna().to_dict("records")])


def _closure(row: dict[Hashable, Any]) -> dict[str, Any]:
    def as_day(value: Any) -> date:
        return value if type(value) is date else pd.Timestamp(value).date()

    return {"since": as_day(row["since"]), "until": as_day(row["until"]), "name": row["name"]}

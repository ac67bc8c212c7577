"""What a person has to decide or know before publishing."""

from __future__ import annotations

import streamlit as st

from funnel.importers.profiles.profile import FIELDS, Object, vendor_profiles
from funnel.importers.profiles.recognise import Recognised
from funnel.preview import Preview
from funnel.publishing.publish import Prepared
from funnel.ui.intake import Intake
from funnel.ui.numbers import day_said
from funnel.ui.texts import Texts


def warnings(found: Intake, prepared: Prepared, changes: Preview, t: Texts) -> None:
    """What a person has to decide or know before publishing; nothing where there is nothing."""
    told = [*_older(prepared, t), *_warnings(prepared, changes, t)]
    if not (told or changes.partial or found.adds):
        return
    with st.container(border=True, key="card_warnings"):
        st.subheader(t("warnings"), anchor=False)
        for part in changes.partial:
            st.markdown(
                t.markdown(
                    "warn_partial",
                    tool=_title(prepared, part.tool, t),
                    object=t(f"object_{part.object}"),
                    before=f"{part.rows_before:,}",
                    after=f"{part.rows_after:,}",
                    lost=f"{part.lost:,}",
                )
            )
        if changes.partial or found.adds:
            _choose_adding(found, t)
        st.markdown("\n".join(f"- {line}" for line in told))


def _older(prepared: Prepared, t: Texts) -> list[str]:
    return [
        t.markdown(
            "warn_older",
            file=older.file,
            tool=_title(prepared, older.tool, t),
            object=t(f"object_{older.object}"),
            day=day_said(older.exported_on, t),
            before=day_said(older.in_force, t),
        )
        for older in prepared.older
    ]


def _choose_adding(found: Intake, t: Texts) -> None:
    choice = st.segmented_control(
        t("adds_choice"),
        (False, True),
        default=found.adds,
        required=True,
        format_func=lambda adds: t("adds_yes" if adds else "adds_no"),
        key=f"adds_{t.language}",
    )
    if bool(choice) != found.adds:
        found.adds = bool(choice)
        found.read_again()
        st.rerun()


def _warnings(prepared: Prepared, changes: Preview, t: Texts) -> list[str]:
    told = []
    if changes.stages_lost:
        stages = t("and").join(t(f"stage_{stage}") for stage in changes.stages_lost)
        told.append(t.markdown("warn_stages_lost", stages=stages))
    told += [
        t.markdown(
            "warn_emptied",
            object=t(f"object_{emptied.table}"),
            column=column,
            count=f"{emptied.filled:,}",
        )
        for emptied in changes.emptied
        if (column := _column(emptied.table, emptied.column, t))
    ]
    for change in changes.columns:
        said = {
            "tool": _title(prepared, change.tool, t),
            "object": t(f"object_{change.object}"),
        }
        for key, columns in (("warn_vanished", change.vanished), ("columns_gained", change.new)):
            if columns:
                told.append(t.markdown(key, columns=t("comma").join(columns), **said))
    unverified = [
        f"{t.tool(file.recognised.profile.name)} {t(f'object_{file.object}')}"
        for file in prepared.files
        if certainty(file.recognised) == "unverified"
    ]
    if unverified:
        told.append(t.markdown("warn_unverified", tables=t("comma").join(unverified)))
    if changes.stages_gained:
        stages = t("and").join(t(f"stage_{stage}") for stage in changes.stages_gained)
        told.append(t.markdown("stages_gained", stages=stages))
    return list(dict.fromkeys(told))


def _title(prepared: Prepared, tool: str, t: Texts) -> str:
    names = {file.recognised.profile.tool: file.recognised.profile.name for file in prepared.files}
    return t.tool(names.get(tool, tool))


def certainty(found: Recognised) -> str:
    """How sure the reading of a table is: by whom it was checked."""
    is_vendors = any(found.profile is profile for profile in vendor_profiles())
    return found.layout.certainty if is_vendors else "own"


def _column(table: str, column: str, t: Texts) -> str | None:
    """What a column of the canonical tables is called; None of one that is only computed."""
    name = column.removesuffix("_on")
    kind: Object = "leads" if table == "leads" else "deals"
    return t.field(table, name) if name in FIELDS[kind] else None

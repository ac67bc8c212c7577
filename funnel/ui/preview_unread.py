"""The card of the preview about columns that nothing is read from and that may be worth it."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from funnel.importers.staging.stage import StagedFile
from funnel.importers.suggest.suggestions import Suggestion, worth_reading
from funnel.preview import Preview
from funnel.publishing.publish import Prepared
from funnel.ui import mapping
from funnel.ui.intake import Intake
from funnel.ui.preview_warnings import certainty
from funnel.ui.texts import Texts


def unread_columns(found: Intake, prepared: Prepared, changes: Preview, t: Texts) -> None:
    """Dates, addresses and ids that stand in a file and are not read: a stage may hang on them."""
    if found.given is not None:
        return
    if found.unread is None:
        found.unread = [_unread(file, changes) for file in prepared.files]
    with_columns = [
        (file, said) for file, said in zip(prepared.files, found.unread, strict=True) if said
    ]
    if not with_columns:
        return
    with st.container(border=True, key="card_unread"):
        st.subheader(t("unread"), anchor=False)
        st.markdown(t("unread_why"))
        for number, (file, said) in enumerate(with_columns):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown("\n".join(f"- {line}" for line in _lines(file, said, t)))
                if st.button(t("reread"), key=f"reread_unread_{number}"):
                    mapping.remap(found, file)


def _lines(file: StagedFile, said: dict[str, Suggestion], t: Texts) -> Iterator[str]:
    for name, each in said.items():
        yield t.markdown(
            "unread_column",
            file=file.name,
            column=each.header,
            field=t.field(file.object, name),
        )


def _unread(file: StagedFile, changes: Preview) -> dict[str, Suggestion]:
    """What may be read from `file` beside what is; of a mapping of one's own, from new columns."""
    found = file.recognised
    said = worth_reading(found)
    if certainty(found) != "own":
        return said
    # Who made the mapping saw the other columns, and left them.
    new = {
        column
        for change in changes.columns
        if (change.tool, change.object) == found.place
        for column in change.new
    }
    return {name: each for name, each in said.items() if each.header in new}

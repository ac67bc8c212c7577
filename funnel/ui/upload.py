"""The upload: files in, what was understood or refused out; the same code as `funnel import`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from funnel.errors import FunnelError, ImportRefused
from funnel.messages import describe
from funnel.publish import Published, Upload, current_user, publish
from funnel.store.workspace import Workspace
from funnel.ui.texts import Texts

MOST_PROBLEMS = 20


def upload_form(t: Texts) -> None:
    """The fields, the button, and what came of the last upload."""
    with st.container(key=f"upload_{t.language}"):
        _form(t)


def _form(t: Texts) -> None:
    st.subheader(t("upload_exports"), anchor=False)
    outcome = st.container()  # above the fields: what happened is read first
    st.markdown(f"{t('choose_files')}  \n{t('known_tools')} {t('replaces')}")
    generation = st.session_state.setdefault("upload_generation", 0)
    files = st.file_uploader(
        t("choose_files"),
        accept_multiple_files=True,
        key=f"files_{generation}",
        on_change=_forget,
        label_visibility="collapsed",
    )
    with st.expander(t("mapping_file")):
        mapping = st.file_uploader(
            t("mapping_file"),
            type="toml",
            key=f"mapping_{generation}",
            on_change=_forget,
            label_visibility="collapsed",
        )
    if st.button(t("publish"), type="primary", key="publish", disabled=not files):
        _publish(files, mapping, t, refuse_rows=False)
    refusal: FunnelError | None = st.session_state.get("upload_refusal")
    with outcome:
        if refusal is not None and files:
            _show_refusal(refusal, files, mapping, t)
        if told := st.session_state.pop("upload_told", None):
            st.success("  \n".join(told))


def _forget() -> None:
    """What was refused is not what is chosen now."""
    st.session_state["upload_refusal"] = None


def _publish(
    files: Sequence[UploadedFile], mapping: UploadedFile | None, t: Texts, *, refuse_rows: bool
) -> None:
    _forget()
    with st.spinner(t("publishing")), TemporaryDirectory() as folder:
        paths = [_save(file, Path(folder) / "files") for file in files]
        mapping_path = _save(mapping, Path(folder)) if mapping else None
        now = datetime.now(UTC).astimezone()
        upload = Upload(paths, current_user(), now, mapping_path)
        try:
            published = publish(Workspace.from_environment(), upload, refuse_rows=refuse_rows)
        except FunnelError as error:
            st.session_state["upload_refusal"] = error
            return
    st.session_state["upload_told"] = _told(published, t)
    st.session_state["upload_generation"] += 1  # empties the fields
    st.rerun()


def _save(file: UploadedFile, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / Path(file.name).name
    path.write_bytes(file.getbuffer())
    return path


def _told(published: Published, t: Texts) -> list[str]:
    return [
        t.markdown("published", version=published.version),
        *(
            t.markdown(
                "file_understood",
                file=file.recognised.table.name,
                tool=file.recognised.profile.name,
                object=t(f"object_{file.recognised.layout.object}"),
                rows=f"{file.rows_read:,}",
                refused=f"{file.rows_refused:,}",
            )
            for file in published.files
        ),
        *(
            t.markdown("file_replaced", file=name, rows=f"{rows:,}")
            for name, rows in published.replaced
        ),
        *(t.markdown("file_unused", file=name) for name in published.unused),
    ]


def _show_refusal(
    refusal: FunnelError, files: Sequence[UploadedFile], mapping: UploadedFile | None, t: Texts
) -> None:
    st.error(t("import_refused"))
    for problem in refusal.problems[:MOST_PROBLEMS]:
        st.text(describe(problem, t.language))
    if len(refusal.problems) > MOST_PROBLEMS:
        st.caption(t("problems_more", count=f"{len(refusal.problems) - MOST_PROBLEMS:,}"))
    if isinstance(refusal, ImportRefused) and refusal.rows_only:
        rows = {(problem.file, problem.row) for problem in refusal.problems}
        if st.button(t("publish_rest", count=f"{len(rows):,}"), key="publish_rest"):
            _publish(files, mapping, t, refuse_rows=True)
            st.rerun()

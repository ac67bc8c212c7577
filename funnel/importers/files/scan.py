"""One pass over a text: is it UTF-8, is it text at all, may DuckDB read it as it is.

This costs a tenth of the import of a large file, so it is done on whole blocks at a time.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from funnel.importers.files.encodings import (
    BLOCK,
    CONTROL,
    LONGEST_LINE,
    Advance,
    too_many_strays,
)
from funnel.importers.files.layout import FOOTER, FOOTER_ROWS, TOTAL_WORDS, Head, is_total, split

TAB, LF, CR, ESC, BLANK, ZERO = 9, 10, 13, 27, 32, np.uint8(48)
FULL_WIDTH, UNBROKEN = "\u3000", "\u00a0"
"""Blanks that a plain trim leaves."""
IS_CONTROL = np.array([code in CONTROL for code in range(32)])
SUM = re.compile(  # 件数 小計 合計 総計 集計 計, and not 設計 or 会計
    b"(?:otals?|OTALS?|%s|(?:" % "件数".encode()
    + b"|".join(b"(?<=%s)" % sign.encode() for sign in "小合総集")
    + rb"|(?<=[\s\",;|]))\xe8\xa8\x88)(?:[\s\"',;|:(]|\xef|$)"
)
"""Behind it the cell ends, or a count follows."""
FOOTER_BYTES = 8192


@dataclass(frozen=True)
class Scan:
    """What one pass over a text found."""

    is_utf8: bool = True
    is_text: bool = True
    """No zero byte, few control bytes, and lines that end."""
    is_regular: bool = False
    """No blank line, total or repeated header inside, and no footer at the end. Rows that are too
    long or too short, and quotes that do not close, are left for DuckDB to find."""
    has_odd_blanks: bool = False
    """A blank other than the plain one stands somewhere, or a tab that is no delimiter."""
    is_padded: bool = True
    """A plain blank may stand at an end of a cell: one stands beside what parts cells."""


def scan(path: Path, head: Head, advance: Advance) -> Scan:
    """Go once over the text `path`, whose first rows are `head`."""
    shape = _Shape(head)
    strays = done = 0
    has_odd_blanks = is_padded = False
    rest = b""
    with path.open("rb") as file:
        # Up to a line's end, so that neither a sign nor a line is cut in two.
        while read := file.read(BLOCK) + file.readline(LONGEST_LINE):
            done += len(read)
            block = rest + read
            try:
                # A single sign is found at once in text; in bytes it costs as much as decoding.
                text, whole = ("", len(block)) if block.isascii() else _decoded(block)
            except UnicodeDecodeError:
                return Scan(is_utf8=False)
            block, rest = block[:whole], block[whole:]
            view = np.frombuffer(block, np.uint8)
            marks = np.flatnonzero(view < 32)
            controls = np.bincount(view[marks], minlength=32)
            strays += int(controls[IS_CONTROL].sum())
            endless = len(read) >= BLOCK + LONGEST_LINE and not controls[CR]
            if endless or controls[0] or too_many_strays(strays, done):
                return Scan(is_text=False)
            if controls[ESC] and b"\x1b$" in block:  # ISO-2022-JP, which is ASCII to the eye
                return Scan(is_utf8=False)
            has_odd_blanks = (
                has_odd_blanks
                or (controls[TAB] and head.delimiter != "\t")
                or FULL_WIDTH in text
                or UNBROKEN in text
            )
            is_padded = is_padded or _is_padded(view, head.delimiter)
            if shape.is_regular:
                ends = marks[view[marks] == LF]
                words = [word.encode() for word in TOTAL_WORDS if word.isascii() or word in text]
                shape.take(block, view, ends, words, has_return=bool(controls[CR]))
            advance(done)
    is_regular = shape.is_regular and not _has_footer(path)
    return Scan(
        is_utf8=not rest, is_regular=is_regular, has_odd_blanks=bool(has_odd_blanks),
        is_padded=is_padded,
    )  # fmt: skip


def _decoded(block: bytes) -> tuple[str, int]:
    """The whole signs of UTF-8 in `block`, and how many bytes they take."""
    return codecs.utf_8_decode(block, "strict", False)


def _is_padded(view: NDArray[np.uint8], delimiter: str) -> bool:
    """A fourth of what it costs to ask each cell. Behind the ends of a block may be anything."""
    blanks = np.flatnonzero(view == BLANK)
    if not len(blanks):
        return False
    if blanks[0] == 0 or blanks[-1] == len(view) - 1:
        return True
    beside = np.concatenate([view[blanks - 1], view[blanks + 1]])
    return bool(np.isin(beside, np.frombuffer(f'{delimiter}"\r\n'.encode(), np.uint8)).any())


class _Shape:
    """Whether every line so far is a row as wide as the header, as far as it shows cheaply."""

    def __init__(self, head: Head) -> None:
        self.is_regular = not head.is_wrapped
        self._delimiter = head.delimiter
        self._headers = [b"\n" + line for line in head.repeatable]
        self._unread = head.size
        """Bytes up to the end of the header, which does not repeat itself."""
        self._has_blank = False

    def take(
        self,
        block: bytes,
        view: NDArray[np.uint8],
        ends: NDArray[np.intp],
        words: Sequence[bytes],
        *,
        has_return: bool,
    ) -> None:
        """Look at the next lines of the file, which end at `ends`; `words` may speak of sums."""
        self.is_regular = not (
            (has_return and self._has_lone_return(block, view))
            or self._has_blank_line(block, view, ends)
            or (
                not self._has_numbers_in_front(block, view, ends)
                and any(self._has_total_row(block, word) for word in words)
            )
            or self._has_header(block)
        )
        self._unread = max(self._unread - len(block), 0)

    @staticmethod
    def _has_lone_return(block: bytes, view: NDArray[np.uint8]) -> bool:
        returns = np.flatnonzero(view == CR)
        return block.endswith(b"\r") or bool((view[returns + 1] != LF).any())

    def _has_blank_line(
        self, block: bytes, view: NDArray[np.uint8], ends: NDArray[np.intp]
    ) -> bool:
        """A blank line with text below it; at the end of a file they do no harm."""
        starts = np.concatenate([np.zeros(1, np.intp), ends + 1])[: len(ends)]
        lengths = ends - starts
        is_blank = (lengths == 0) | ((lengths == 1) & (view[starts] == CR))
        if not self._has_blank and not is_blank.any():
            return False
        texts = np.flatnonzero(~is_blank)
        last = len(ends) if not block.endswith(b"\n") else int(texts[-1]) if len(texts) else -1
        inside = bool(is_blank[: max(last, 0)].any()) or (self._has_blank and last >= 0)
        self._has_blank = True
        return inside

    def _has_numbers_in_front(
        self, block: bytes, view: NDArray[np.uint8], ends: NDArray[np.intp]
    ) -> bool:
        """Every line begins with a number of one width, as ids do: then none begins with a word.

        Looking for the words themselves takes half of all the time a large file is looked at.
        """
        width = block.find(self._delimiter.encode())
        starts = np.concatenate([np.zeros(1, np.intp), ends[ends < len(view) - 1] + 1])
        if width < 1 or starts[-1] + width >= len(view):
            return False
        is_digit = (view[starts] - ZERO < 10) & (view[starts + (width - 1)] - ZERO < 10)
        return bool((is_digit & (view[starts + width] == ord(self._delimiter))).all())

    def _has_total_row(self, block: bytes, word: bytes) -> bool:
        at = block.find(word)
        while at >= 0:
            if SUM.match(block, at):
                since = block.rfind(b"\n", 0, at) + 1
                until = block.find(b"\n", at)
                line = block[since : until if until >= 0 else len(block)]
                if is_total(split(line.decode().strip("\ufeff\r"), self._delimiter)):
                    return True
            at = block.find(word, at + 1)
        return False

    def _has_header(self, block: bytes) -> bool:
        """A line of the header again, further down."""
        since = max(self._unread - 1, 0)
        for line in self._headers:
            at = block.find(line, since)
            while at >= 0:
                if block[at + len(line) : at + len(line) + 1] in (b"\n", b"\r", b""):
                    return True
                at = block.find(line, at + 1)
        return False


def _has_footer(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(file.tell() - FOOTER_BYTES, 0))
        closing = file.read().decode(errors="replace").rstrip()
    return any(FOOTER.search(line) for line in closing.splitlines()[-FOOTER_ROWS:])

"""Which encoding a file is in, and its text as UTF-8, without ever holding the whole of it."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

BLOCK = 1 << 20
"""Bytes read at a time."""
SAMPLE = 1 << 16
"""Bytes by which one of several encodings is tried first; each is held against the whole file."""
LONGEST_LINE = 16 << 20
"""A line with more bytes is no line of a table."""

Advance = Callable[[int], None]
"""Told how many bytes have been read, counted from the start."""

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
JAPANESE = ("euc_jp", "euc_jis_2004", "iso2022_jp", "iso2022_jp_2004", "iso2022_jp_ext")
"""What the detector may answer; of a text in another script it knows too little."""
OTHERS = ("gb18030", "big5", "euc_kr")
"""Offered to the detector so that it has something else than Japanese to say."""
UNASSIGNED = "\x80\uf8f0\uf8f1\uf8f2\uf8f3"
"""What Python makes of the bytes that cp932 leaves open, such as the euro sign of Western text."""
MOST_DOUBT = 10
"""Per cent of disorder in the decoded text up to which the detector is believed."""
CONTROL = bytes({*range(1, 0x20)} - {*b"\t\n\v\f\r\x1b"})
"""Bytes that no text has. A zero is half a sign of UTF-16, and ISO-2022-JP escapes by 0x1B."""


def too_many_strays(controls: int, size: int) -> bool:
    """Whether so many control bytes are more than what slips into memos when people paste."""
    return controls > max(16, size * 0.001)


def candidates(path: Path) -> Iterator[str]:
    """The encodings to try on `path`, the likeliest first; each has to hold for the whole file.

    None at all means that this is no text.
    """
    with path.open("rb") as file:
        start = file.read(BLOCK)
    for mark, encoding in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            yield encoding
            return
    if b"\0" in start:
        yield from _without_mark(start)
        return
    if too_many_strays(len(start) - len(start.translate(None, CONTROL)), len(start)):
        return
    yield "utf-8"
    # The bytes of EUC-JP often are half-width katakana in cp932: such a text is EUC-JP if it can.
    yield from ("euc_jp", "cp932") if _is_half_width(start) else ("cp932",)
    yield from _detected(path)


def _without_mark(start: bytes) -> Iterator[str]:
    """UTF-16, if so read it has the ASCII signs that every table has, if only breaks and commas."""
    plain = {
        encoding: sum(map(str.isascii, start[:SAMPLE].decode(encoding, errors="ignore")))
        for encoding in ("utf-16-le", "utf-16-be")
    }
    likely = max(plain, key=lambda encoding: plain[encoding])
    if plain[likely] > len(start[:SAMPLE]) / 400:
        yield likely


def _is_half_width(start: bytes) -> bool:
    text = start[:SAMPLE].decode("cp932", errors="ignore")
    foreign = [sign for sign in text if not sign.isascii()]
    return sum("\uff61" <= sign <= "\uff9f" for sign in foreign) * 2 > len(foreign)


def _detected(path: Path) -> Iterator[str]:
    from charset_normalizer import from_bytes

    with path.open("rb") as file:
        lines = iter(lambda: file.readline(4096), b"")
        said = b"".join(islice((x for x in lines if not x.isascii() or b"\x1b" in x), 200))
    best = from_bytes(said, cp_isolation=[*JAPANESE, *OTHERS]).best() if said else None
    if best is not None and best.encoding in JAPANESE and best.percent_chaos <= MOST_DOUBT:
        # One signs' table in two editions: the detector names either.
        yield from dict.fromkeys(("euc_jp", best.encoding) if "euc" in best.encoding else JAPANESE)


def transcode(path: Path, encoding: str, target: Path, advance: Advance) -> None:
    """Write the text of `path` to `target` in UTF-8, without a byte order mark.

    Raises:
        UnicodeDecodeError: the file is not in this encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    done = 0
    with path.open("rb") as source, target.open("wb") as sink:
        while block := source.read(BLOCK):
            text = decoder.decode(block)
            if encoding == "cp932" and any(sign in text for sign in UNASSIGNED):
                raise UnicodeDecodeError(encoding, block, 0, 1, "not assigned")
            sink.write(text.encode())
            done += len(block)
            advance(done)
        sink.write(decoder.decode(b"", final=True).encode())

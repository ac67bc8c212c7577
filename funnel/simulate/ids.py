"""Record ids as Salesforce writes them: 15 characters in reports, 18 elsewhere."""

from __future__ import annotations

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_SERIAL_LENGTH = 7

LEAD_PREFIX = "00Q"
OPPORTUNITY_PREFIX = "006"
TASK_PREFIX = "00T"


def record_ids(prefix: str, start: int, count: int) -> list[str]:
    """`count` consecutive 15-character ids. Two of them may differ in case alone."""
    return [f"{prefix}5i000{_serial(number)}" for number in range(start, start + count)]


def _serial(number: int) -> str:
    digits = []
    for _ in range(_SERIAL_LENGTH):
        number, digit = divmod(number, 62)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))


def to_18(short: str) -> str:
    """The 18-character form: the same id, safe where upper and lower case are not told apart.

    Each block of five characters gives one check character; its bits say which of the five are
    upper case, the first character being the lowest bit.
    """
    checks = []
    for block in (short[:5], short[5:10], short[10:15]):
        bits = sum(1 << place for place, char in enumerate(block) if "A" <= char <= "Z")
        checks.append(_CHECKS[bits])
    return short + "".join(checks)

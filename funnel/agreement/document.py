"""The agreement as a file that people read, write and compare: TOML."""

from __future__ import annotations

import tomllib

from funnel.agreement.model import Agreement


def read_agreement(text: str) -> Agreement:
    """The agreement that a TOML text says."""
    return Agreement.model_validate(tomllib.loads(text))

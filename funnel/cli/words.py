"""What the commands say, in English and Japanese."""

from __future__ import annotations

from funnel.cli import (
    words_actions,
    words_agreements,
    words_deals,
    words_digest,
    words_figures,
    words_imports,
    words_search,
    words_targets,
)

# Each key once: tests/test_ui_texts.py.
PARTS = (
    words_actions.WORDS,
    words_agreements.WORDS,
    words_deals.WORDS,
    words_digest.WORDS,
    words_figures.WORDS,
    words_imports.WORDS,
    words_search.WORDS,
    words_targets.WORDS,
)
WORDS = {key: text for part in PARTS for key, text in part.items()}

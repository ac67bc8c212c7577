"""What the screens say, in Japanese and English, in one place.

A text belongs here when a person reads it on the screen. `{name}` stands for a value; the pages
format numbers and dates before they pass them in.
"""

import re
from typing import Literal

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")
LANGUAGE_NAMES: dict[Language, str] = {"ja": "日本語", "en": "English"}

# key: (Japanese, English)
TEXTS: dict[str, tuple[str, str]] = {
    "brand": ("共有ファネル", "Shared Funnel"),
    "language": ("表示言語", "Language"),
    # pages
    "page_weekly": ("今週", "This week"),
    "page_data": ("データ", "Data"),
    "page_missing": (
        "「{path}」というページはないので、今週を開きました。",
        "There is no page {path}; this is “This week”.",
    ),
    # stages of the funnel
    "stage_lead": ("リード", "Leads"),
    "stage_mql": ("MQL", "MQL"),
    "stage_handover": ("引き渡し", "Handed over"),
    "stage_sal": ("営業受入", "Accepted"),
    "stage_sql": ("SQL", "SQL"),
    "stage_opportunity": ("商談", "Opportunities"),
    "stage_won": ("受注", "Won"),
    # figures
    "not_measured": ("未計測", "Not measured"),
    "no_data": ("データなし", "No data"),
    "this_week": ("今週 {value}", "This week {value}"),
    "funnel_strip": ("ファネル", "Funnel"),
    "next_action": ("次の一手", "Next action"),
    "no_source": ("ソースなし", "No source"),
    "sales_own": ("営業起点", "Sales’ own"),
}

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$~:])")


class MissingText(KeyError):
    """A page asked for a text that nobody wrote."""

    def __init__(self, key: str) -> None:
        super().__init__(f"no text called {key!r} in funnel/ui/texts.py")


class Texts:
    """The texts of one language: `t("this_week", value=86)`."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def __call__(self, key: str, **values: object) -> str:
        """The text as plain characters."""
        return self._template(key).format(**values)

    def markdown(self, key: str, **values: object) -> str:
        """The text for `st.markdown`: its own marks work, those in the values do not."""
        return self._template(key).format(
            **{name: plain(str(value)) for name, value in values.items()}
        )

    def _template(self, key: str) -> str:
        if key not in TEXTS:
            raise MissingText(key)
        return TEXTS[key][LANGUAGES.index(self.language)]


def plain(value: str) -> str:
    """Escape what Markdown would take as a mark: names come from people's exports."""
    return _MARKDOWN.sub(r"\\\1", value)


def language_of(value: object) -> Language:
    """The language an address or a widget asks for; Japanese unless it is one we have."""
    return value if value in LANGUAGES else "ja"

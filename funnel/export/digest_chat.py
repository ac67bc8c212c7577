"""The digest as a message of a chat: Slack, Microsoft Teams, Google Chat, by incoming webhook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Literal

from funnel.reports.digest_texts import Letter

ChatChannel = Literal["slack", "teams", "google_chat"]
SLACK_HEADER, SLACK_SECTION = 150, 3000
"""Characters that Slack takes in a header and in a section."""


def slack(told: Letter) -> dict[str, Any]:
    """Blocks, and the subject as text for notifications.

    What people wrote stands in plain text, which knows no marks, links or mentions; `&`, `<` and
    `>` are escaped there too, as Slack asks for.
    """
    blocks: list[dict[str, Any]] = [
        {
            "type": "header",
            "text": _slack_plain(told.subject[:SLACK_HEADER]),
        }
    ]
    for section in told.sections:
        title = {"type": "mrkdwn", "text": f"*{_entities(section.title)}*", "verbatim": True}
        blocks.append({"type": "section", "text": title})
        lines = [f"• {_entities(line)}" for line in section.lines]
        blocks += [
            {"type": "section", "text": _slack_plain(part)} for part in _parts(lines, SLACK_SECTION)
        ]
    if told.link is not None:
        text = f"<{_entities(told.link[1])}|{_entities(told.link[0])}>"
        blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": text}})
    notes = [_slack_plain(_entities(note)) for note in told.notes]
    blocks.append({"type": "context", "elements": notes})
    return {
        "text": _entities(told.subject), "blocks": blocks,
        "unfurl_links": False, "unfurl_media": False,
    }  # fmt: skip


def teams(told: Letter) -> dict[str, Any]:
    """An Adaptive Card, as a workflow takes it that posts when a webhook is called.

    What people wrote stands in runs of text, which are never read as Markdown.
    """
    body: list[dict[str, Any]] = [_teams_text([told.subject], size="Large", weight="Bolder")]
    for section in told.sections:
        body.append(_teams_text([section.title], weight="Bolder", separator=True))
        body += [_teams_text([f"• {line}"]) for line in section.lines]
    body.append(_teams_text(["\n".join(told.notes)], size="Small", is_subtle=True, separator=True))
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "lang": told.language,
        "fallbackText": told.subject,
        "msteams": {"width": "Full"},
        "body": body,
    }
    if told.link is not None:
        title, url = told.link
        card["actions"] = [{"type": "Action.OpenUrl", "title": title, "url": url}]
    content_type = "application/vnd.microsoft.card.adaptive"
    attachment = {"contentType": content_type, "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def google_chat(told: Letter) -> dict[str, Any]:
    """A card. Its texts are a subset of HTML: what people wrote is escaped."""
    sections: list[dict[str, Any]] = [
        {
            "header": _entities(section.title),
            "widgets": [
                {"textParagraph": {"text": "<br>".join(f"• {_entities(x)}" for x in section.lines)}}
            ],
        }
        for section in told.sections
    ]
    last: list[dict[str, Any]] = [
        {"textParagraph": {"text": f"<i>{'<br>'.join(map(_entities, told.notes))}</i>"}}
    ]
    if told.link is not None:
        title, url = told.link
        button = {"text": _entities(title), "onClick": {"openLink": {"url": url}}}
        last.insert(0, {"buttonList": {"buttons": [button]}})
    sections.append({"widgets": last})
    card = {"header": {"title": told.subject}, "sections": sections}
    return {"fallbackText": told.subject, "cardsV2": [{"cardId": "digest", "card": card}]}


PAYLOADS: dict[ChatChannel, Callable[[Letter], dict[str, Any]]] = {
    "slack": slack,
    "teams": teams,
    "google_chat": google_chat,
}


def _teams_text(
    texts: Sequence[str],
    *,
    size: str = "Default",
    weight: str = "Default",
    is_subtle: bool = False,
    separator: bool = False,
) -> dict[str, Any]:
    runs = [
        {"type": "TextRun", "text": text, "size": size, "weight": weight, "isSubtle": is_subtle}
        for text in texts
    ]
    return {"type": "RichTextBlock", "separator": separator, "inlines": runs}


def _entities(text: str) -> str:
    return escape(text, quote=False)


def _slack_plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def _parts(lines: Sequence[str], most: int) -> list[str]:
    """The lines put together, in as few texts of at most so many characters as they take."""
    parts: list[str] = []
    for line in lines:
        cut = line if len(line) <= most else line[: most - 1].rpartition("&")[0] + "…"
        if parts and len(parts[-1]) + 1 + len(cut) <= most:
            parts[-1] += f"\n{cut}"
        else:
            parts.append(cut)
    return parts

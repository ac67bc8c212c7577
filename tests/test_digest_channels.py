"""The digest as each channel takes it: whole messages by hand, and names that would do harm."""

from __future__ import annotations

import email
import json
import re
from datetime import UTC, datetime
from email.header import decode_header, make_header
from html.parser import HTMLParser
from typing import Any

import pytest

from funnel.export.digest_chat import SLACK_HEADER, SLACK_SECTION, google_chat, slack, teams
from funnel.export.digest_mail import html_text, message_of
from funnel.reports.digest_texts import Letter, Section

TOLD = Letter(
    "ja",
    "【共有ファネル】引き渡し → SQL に注意(11/20時点)",
    (Section("今日の行: 期限切れ 1件", ("4日 超過: R&D / <!channel> / *伊藤*", "ほか 2件")),),
    ("データは11/20(金)まで(版 1)。", "氏名は先頭だけ。"),
    ("画面で開く", "https://funnel.example.co.jp/?a=1&b=2"),
)
HARM = "<!channel> <users/all> <b>x</b> [a](http://evil) *b* _c_ `d` @here &amp; \"q\" 'r'"


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def test_slack() -> None:
    title = {"type": "mrkdwn", "text": "*今日の行: 期限切れ 1件*", "verbatim": True}
    link = "<https://funnel.example.co.jp/?a=1&amp;b=2|画面で開く>"
    assert slack(TOLD) == {
        "text": TOLD.subject,
        "blocks": [
            {"type": "header", "text": plain(TOLD.subject)},
            {"type": "section", "text": title},
            {"type": "section", "text": plain(
                "• 4日 超過: R&amp;D / &lt;!channel&gt; / *伊藤*\n• ほか 2件"
            )},
            {"type": "section", "text": {"type": "mrkdwn", "text": link}},
            {"type": "context", "elements": [plain(note) for note in TOLD.notes]},
        ],
        "unfurl_links": False,
        "unfurl_media": False,
    }  # fmt: skip


def run(text: str, size: str = "Default", weight: str = "Default", **more: bool) -> dict[str, Any]:
    one: dict[str, Any] = {"type": "TextRun", "text": text, "size": size, "weight": weight}
    one["isSubtle"] = more.get("is_subtle", False)
    line: dict[str, Any] = {"type": "RichTextBlock", "separator": more.get("separator", False)}
    return line | {"inlines": [one]}


def test_teams() -> None:
    assert teams(TOLD) == {
        "type": "message",
        "attachments": [
            {
                "contentType": "application/vnd.microsoft.card.adaptive",
                "contentUrl": None,
                "content": {
                    "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                    "type": "AdaptiveCard",
                    "version": "1.4",
                    "lang": "ja",
                    "fallbackText": TOLD.subject,
                    "msteams": {"width": "Full"},
                    "body": [
                        run(TOLD.subject, "Large", "Bolder"),
                        run("今日の行: 期限切れ 1件", weight="Bolder", separator=True),
                        run("• 4日 超過: R&D / <!channel> / *伊藤*"),
                        run("• ほか 2件"),
                        run("\n".join(TOLD.notes), "Small", is_subtle=True, separator=True),
                    ],
                    "actions": [
                        {"type": "Action.OpenUrl", "title": "画面で開く",
                         "url": "https://funnel.example.co.jp/?a=1&b=2"},
                    ],
                },
            }
        ],
    }  # fmt: skip


def test_google_chat() -> None:
    button = {
        "text": "画面で開く",
        "onClick": {"openLink": {"url": "https://funnel.example.co.jp/?a=1&b=2"}},
    }
    rows = "• 4日 超過: R&amp;D / &lt;!channel&gt; / *伊藤*<br>• ほか 2件"
    notes = "<i>データは11/20(金)まで(版 1)。<br>氏名は先頭だけ。</i>"
    assert google_chat(TOLD) == {
        "fallbackText": TOLD.subject,
        "cardsV2": [
            {
                "cardId": "digest",
                "card": {
                    "header": {"title": TOLD.subject},
                    "sections": [
                        {"header": "今日の行: 期限切れ 1件",
                         "widgets": [{"textParagraph": {"text": rows}}]},
                        {"widgets": [
                            {"buttonList": {"buttons": [button]}},
                            {"textParagraph": {"text": notes}},
                        ]},
                    ],
                },
            }
        ],
    }  # fmt: skip


def test_html() -> None:
    assert html_text(TOLD) == (
        '<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8">'
        "<title>【共有ファネル】引き渡し → SQL に注意(11/20時点)</title></head>"
        '<body style="font-family:sans-serif;line-height:1.6">\n'
        '<h2 style="font-size:16px">今日の行: 期限切れ 1件</h2>'
        "<ul><li>4日 超過: R&amp;D / &lt;!channel&gt; / *伊藤*</li><li>ほか 2件</li></ul>\n"
        '<p><a href="https://funnel.example.co.jp/?a=1&amp;b=2">画面で開く</a></p>\n'
        '<p style="color:#595959;font-size:12px">データは11/20(金)まで(版 1)。<br>'
        "氏名は先頭だけ。</p>\n"
        "</body></html>\n"
    )


class Tags(HTMLParser):
    """All tags, and what is read between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags, self.said = list[str](), ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.said += data


def test_names_stay_names_in_every_channel() -> None:
    told = Letter("en", "Subject", (Section("Rows", (HARM,)),), ("Note",), None)
    page = Tags(html_text(told))
    assert page.tags == ["html", "head", "meta", "title", "body", "h2", "ul", "li", "p"]
    assert HARM in page.said
    blocks = slack(told)["blocks"]
    # mrkdwn only where the words are our own; no bracket of Slack's survives anywhere
    marked = [block["text"]["text"] for block in blocks if "text" in block
              and block["text"]["type"] == "mrkdwn"]  # fmt: skip
    assert marked == ["*Rows*"]
    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", json.dumps(blocks))
    card = teams(told)["attachments"][0]["content"]
    assert {block["type"] for block in card["body"]} == {"RichTextBlock"}
    assert card["body"][2]["inlines"][0]["text"] == f"• {HARM}"
    assert "actions" not in card
    text = google_chat(told)["cardsV2"][0]["card"]["sections"][0]["widgets"][0]["textParagraph"]
    paragraph = Tags(text["text"])
    assert (paragraph.tags, paragraph.said) == ([], f"• {HARM}")


@pytest.mark.parametrize("letters", ["長", "&", "<"])
def test_the_longest_stays_within_what_channels_take(letters: str) -> None:
    """Sections as long as the digest makes them, and more of what people write than it lets in."""
    rows, promises = Section("t" * 80, (letters * 130,) * 11), Section("t", ("p" * 80,) * 11)
    told = Letter(
        "ja", letters * 200, (Section("t", (letters * 900,) * 2), rows, rows, promises), ("n",) * 3,
        ("link", "https://x.example/" + "y" * 200),
    )  # fmt: skip
    message = slack(told)
    assert len(message["blocks"]) <= 50
    for block in message["blocks"]:
        most = SLACK_HEADER if block["type"] == "header" else SLACK_SECTION
        assert len(block.get("text", {}).get("text", "")) <= most
    lines = [block["text"]["text"] for block in message["blocks"][2:] if "text" in block]
    assert not any(re.search(r"&[a-z]{0,3}…", line) for line in lines)
    assert len(json.dumps(teams(told), ensure_ascii=False).encode()) < 28_000
    assert len(json.dumps(google_chat(told), ensure_ascii=False).encode()) < 32_000


@pytest.mark.parametrize("length", range(1, 90, 4))
def test_every_subject_comes_through_whole(length: int) -> None:
    """Mixed letters of every length: no line is too long, no letter is cut in two."""
    subject = ("引き渡し → SQL is stuck・期限切れ 3件é😀" * 4)[:length].strip()
    told = Letter("ja", subject, (), (), None)
    content = message_of(told, "a@x.example", ["b@x.example"], datetime(2026, 3, 9, tzinfo=UTC))
    assert content.isascii()
    assert max(map(len, content.splitlines())) <= 78
    message = email.message_from_bytes(content)
    assert str(make_header(decode_header(message["Subject"]))) == subject
    assert message["Date"] == "Mon, 09 Mar 2026 00:00:00 +0000"

"""Promises in words: (English, Japanese)."""

from __future__ import annotations

Text = tuple[str, str]

PARTIES: dict[str, Text] = {
    "marketing": ("marketing", "マーケ"),
    "sales": ("sales", "営業"),
    "both": ("both", "両部門"),
}
NAMES: dict[str, Text] = {
    "mqls_a_month": ("MQLs a month", "月の MQL 数"),
    "handover": ("handed over", "引き渡し"),
    "required_fields": ("required fields", "必須項目"),
    "behaviour_history": ("behaviour history", "行動履歴"),
    "first_contact": ("first contact", "初回接触"),
    "follow_ups": ("follow-ups", "追客の回数"),
    "result_recorded": ("result recorded", "結果の記録"),
    "decided": ("accepted or sent back", "受入または差し戻し"),
    "back_to_nurturing": ("back to nurturing", "つながらなければ戻す"),
    "weekly_meeting": ("weekly meeting", "週次の会議"),
    "monthly_review": ("monthly review", "月次の見直し"),
}
UNITS: dict[str, Text] = {
    "hours": ("hours", "時間"),
    "working_hours": ("working hours", "営業時間"),
    "days": ("days", "日"),
    "working_days": ("working days", "営業日"),
}
REASONS: dict[str, Text] = {
    "no_time": ("a date without a time", "時刻がない"),
    "no_date": ("no date", "日付がない"),
    "between_uploads": ("seen only between two uploads", "2回の取り込みの間としか分からない"),
    "inferred": ("no hand-over recorded", "引き渡しの記録がない"),
    "bulk": ("dated by a bulk import", "一括取り込みの日時"),
    "not_measured": ("not measured by these exports", "この書き出しでは計測していない"),
    "not_kept": ("overwritten by a later entry", "後の記録で上書きされた"),
    "reason_not_measured": ("reasons are not exported", "理由が書き出されていない"),
    "not_exported": ("due after the latest export", "期限が最新の書き出しより後"),
    "outside_calendar": ("outside the calendar", "カレンダーの範囲外"),
    "data_begins": ("the data begins later", "データの開始より前を含む"),
}
"""Why a promise cannot be judged."""

"""What a figure of duration says, in a sentence, English and Japanese."""

from __future__ import annotations

from funnel.analysis.durations import State, Verdict
from funnel.reports.durations import Duration

Text = tuple[str, str]

STATES: dict[State, Text] = {
    State.ENOUGH: (
        (
            "Of those that {done} in the end, half had {gone} by day {median} (80% interval {low} "
            "to {high}), 80% by day {p80}, 90% by day {p90}. {counts}"
        ),
        (
            "{done_ja}もののうち半数は{median}日以内(80%区間 {low}〜{high}日)、"
            "80%は{p80}日以内、90%は{p90}日以内。{counts}"
        ),
    ),
    State.YOUNG: (
        (
            "Too young to say how long it takes in the end: watched for at most {longest} days. "
            "Of those that {done} within that, half had {gone} by day {median}. {counts}"
        ),
        (
            "最終的な日数はまだ言えません(観察期間は最長{longest}日)。"
            "その間に{done_ja}もののうち半数は{median}日以内。{counts}"
        ),
    ),
    State.TOO_FEW: (
        "Too few to say. {counts}",
        "件数が少なく判断できません。{counts}",
    ),
    State.NO_DATA: (
        "No data: none began in the period.",
        "データなし。期間内に始まったものがありません。",
    ),
    State.NOT_MEASURED: ("Not measured by these exports.", "このデータでは計測されていません。"),
    State.STRAGGLERS: (
        (
            "Stragglers only: none began in the period, so the {plain_won:,} that {done} in it "
            "(mean {plain_mean:.0f} days) are the late ones of earlier periods. Their days rise "
            "although nothing slowed down."
        ),
        (
            "遅れて{done_ja}もののみ。期間内に始まったものがなく、期間内の{plain_won:,}件"
            "(平均{plain_mean:.0f}日)は以前に始まったものの残りです。"
            "日数が伸びていても、遅くなったわけではありません。"
        ),
    ),
}
COUNTS: Text = (
    "Of {entered:,}, {won:,} {done}, {lost:,} ended otherwise, {open:,} are open.",
    "{entered:,}件のうち{won:,}件が{gone_ja}、{lost:,}件がそれ以外で終了、{open:,}件が継続中。",
)
DONE: dict[bool, tuple[str, str, str, str]] = {
    True: ("were won", "been won", "受注した", "受注"),
    False: ("moved on", "moved on", "次へ進んだ", "次へ進み"),
}
"""What came of a deal or lead, of a stage: in the sentences' forms."""
NAMES: dict[str, Text] = {
    "lead": ("From lead to the next stage", "リードから次の段階まで"),
    "mql": ("From MQL to the next stage", "MQLから次の段階まで"),
    "handed_over": ("From hand-over to the next stage", "引き渡しから次の段階まで"),
    "accepted": ("From acceptance to the next stage", "営業受入から次の段階まで"),
    "sql": ("From SQL to the next stage", "SQLから次の段階まで"),
    "deal_length": ("Deal length", "商談期間"),
    "lead_time": ("Lead time", "リードタイム"),
}
ONLY_WON: Text = (
    "Only the won are exported; those still open are allowed for by how long each was watched.",
    "受注のみのデータのため、進行中のものは観察期間から補正しています。",
)
RECORDED: Text = (
    "Outcomes are recorded from {recorded_from} on: counted from then, half are by day {median}.",
    "結果の記録は{recorded_from}以降のみ。それ以降で数えると半数は{median}日以内。",
)
UNDATED: Text = (
    "{undated:,} are over without a date and left out.",
    "終了日のない{undated:,}件は除いています。",
)
CHANGES: dict[Verdict, Text] = {
    Verdict.SHORTER: (
        "{days} days shorter than a year before (95% range {low:+} to {high:+}).",
        "前年同期より{days}日短縮(95%区間 {low:+}〜{high:+}日)。",
    ),
    Verdict.LONGER: (
        "{days} days longer than a year before (95% range {low:+} to {high:+}).",
        "前年同期より{days}日長期化(95%区間 {low:+}〜{high:+}日)。",
    ),
    Verdict.NOT_CLEAR: (
        "No clear change to a year before (95% range {low:+} to {high:+}).",
        "前年同期からはっきりした変化なし(95%区間 {low:+}〜{high:+}日)。",
    ),
}


def text_of(duration: Duration) -> Text:
    """All there is to say of a figure."""
    done, gone, done_ja, gone_ja = DONE[duration.figure in ("deal_length", "lead_time")]
    days, plain = duration.days, duration.plain
    counts = _filled(
        COUNTS, entered=days.entered, won=days.won, lost=days.lost, open=days.open,
        done=done, gone_ja=gone_ja,
    )  # fmt: skip
    said = {
        "done": done, "gone": gone, "done_ja": done_ja, "median": days.median, "low": days.low,
        "high": days.high, "p80": days.p80, "p90": days.p90, "longest": days.longest,
        "plain_won": plain.won, "plain_mean": plain.mean,
    }  # fmt: skip
    english, japanese = STATES[duration.state]
    parts = [(english.format(counts=counts[0], **said), japanese.format(counts=counts[1], **said))]
    if duration.method == "reverse_time" and days.median is not None:
        parts.append(ONLY_WON)
    recorded = duration.since_recorded
    if recorded and recorded.median is not None:
        since = duration.recorded_from
        parts.append(_filled(RECORDED, recorded_from=since, median=recorded.median))
    if duration.undated:
        parts.append(_filled(UNDATED, undated=duration.undated))
    change = duration.change
    if change and change.days is not None and change.verdict in CHANGES:
        days_moved = abs(change.days)
        parts.append(
            _filled(CHANGES[change.verdict], days=days_moved, low=change.low, high=change.high)
        )
    return " ".join(part[0] for part in parts), "".join(part[1] for part in parts)


def name_of(duration: Duration) -> Text:
    """What a figure is called; a stage of the deals' tool by its own name."""
    name = duration.figure
    return NAMES.get(name, (f"Deals in {name}", f"商談のフェーズ「{name}」"))


def stragglers_said(won: int, mean: float) -> Text:
    """Of a period in which none began: `won` in it, after `mean` days."""
    return _filled(
        STATES[State.STRAGGLERS],
        done="were won",
        done_ja="受注した",
        plain_won=won,
        plain_mean=mean,
    )


def _filled(text: Text, **values: object) -> Text:
    return text[0].format(**values), text[1].format(**values)

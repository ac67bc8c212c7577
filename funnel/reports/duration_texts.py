"""What a figure of duration says, in a sentence, English and Japanese."""

from __future__ import annotations

from funnel.analysis.durations import State, Verdict
from funnel.reports.durations import Duration

Text = tuple[str, str]

STATES: dict[State, Text] = {
    State.ENOUGH: (
        (
            "Half of those {done} are by day {median} (80% range {low} to {high}), 80% by day "
            "{p80}, 90% by day {p90}. Of {entered:,}, {won:,} {done}, {open:,} are open."
        ),
        (
            "{done_ja}もののうち半数は{median}日以内(80%区間 {low}〜{high}日)、"
            "80%は{p80}日以内、90%は{p90}日以内。"
            "{entered:,}件のうち{won:,}件が{done_ja}。継続中{open:,}件。"
        ),
    ),
    State.YOUNG: (
        (
            "Too young to say how long it takes in the end: watched for at most {longest} days. "
            "Half of those {done} within that are by day {median}. Of {entered:,}, {open:,} are "
            "open."
        ),
        (
            "最終的な日数はまだ言えません(観察期間は最長{longest}日)。"
            "その間に{done_ja}もののうち半数は{median}日以内。"
            "{entered:,}件のうち継続中{open:,}件。"
        ),
    ),
    State.TOO_FEW: (
        "Too few to say: of {entered:,}, {won:,} {done}, {open:,} are open.",
        "件数が少なく判断できません。{entered:,}件のうち{won:,}件が{done_ja}。継続中{open:,}件。",
    ),
    State.NO_DATA: (
        "No data: none began in the period.",
        "データなし。期間内に始まったものがありません。",
    ),
    State.NOT_MEASURED: ("Not measured by these exports.", "このデータでは測定されていません。"),
    State.STRAGGLERS: (
        (
            "Stragglers only: none began in the period, so the {plain_won:,} {done} in it (mean "
            "{plain_mean:.0f} days) are the late ones of earlier periods. Their days rise although "
            "nothing slowed down."
        ),
        (
            "遅れて{done_ja}もののみ。期間内に始まったものがなく、期間内の{plain_won:,}件"
            "(平均{plain_mean:.0f}日)は以前に始まったものの残りです。"
            "日数が伸びていても、遅くなったわけではありません。"
        ),
    ),
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
        "{days} days shorter than a year before (95 % range {low:+} to {high:+}).",
        "前年同期より{days}日短縮(95 %区間 {low:+}〜{high:+}日)。",
    ),
    Verdict.LONGER: (
        "{days} days longer than a year before (95 % range {low:+} to {high:+}).",
        "前年同期より{days}日長期化(95 %区間 {low:+}〜{high:+}日)。",
    ),
    Verdict.NOT_CLEAR: (
        "No clear change to a year before (95 % range {low:+} to {high:+}).",
        "前年同期からはっきりした変化なし(95 %区間 {low:+}〜{high:+}日)。",
    ),
}


def text_of(duration: Duration) -> Text:
    """All there is to say of a figure."""
    done, done_ja = ("won", "受注した")
    if duration.figure not in ("deal_length", "lead_time"):
        done, done_ja = ("moved on", "次へ進んだ")
    days, plain = duration.days, duration.plain
    parts = [
        _filled(
            STATES[duration.state],
            done=done, done_ja=done_ja, median=days.median, low=days.low, high=days.high,
            p80=days.p80, p90=days.p90, won=days.won, entered=days.entered, open=days.open,
            longest=days.longest, plain_won=plain.won, plain_mean=plain.mean,
        )
    ]  # fmt: skip
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


def stragglers_said(won: int, mean: float) -> Text:
    """Of a period in which none began: `won` in it, after `mean` days."""
    return _filled(
        STATES[State.STRAGGLERS], done="won", done_ja="受注した", plain_won=won, plain_mean=mean
    )


def _filled(text: Text, **values: object) -> Text:
    return text[0].format(**values), text[1].format(**values)

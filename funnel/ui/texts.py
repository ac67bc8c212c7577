"""What the screens say, in Japanese and English, in one place.

A text belongs here when a person reads it on the screen. `{name}` stands for a value; the pages
format numbers and dates before they pass them in.
"""

import re

from funnel.messages import Language
from funnel.ui import (
    texts_actions,
    texts_agreement,
    texts_campaigns,
    texts_compare,
    texts_deals,
    texts_definitions,
    texts_events,
    texts_fields,
    texts_findings,
    texts_glossary,
    texts_import,
    texts_links,
    texts_mapping,
    texts_meeting,
    texts_month,
    texts_month_below,
    texts_promises,
    texts_quality,
    texts_review,
    texts_search,
    texts_source_quality,
    texts_sources,
    texts_strip,
    texts_targets,
    texts_verdict,
    texts_weekly,
)

SALES_OWN = "営業起点"  # as the table says it
UNKNOWN_COST = "流入元不明の費用"  # the same
LANGUAGES: tuple[Language, ...] = ("ja", "en")
LANGUAGE_NAMES: dict[Language, str] = {"ja": "日本語", "en": "English"}

# key: (Japanese, English)
_SHARED: dict[str, tuple[str, str]] = {
    "brand": ("共有ファネル", "Shared Funnel"),
    "language": ("表示言語", "Language"),
    # pages
    "page_weekly": ("今週", "This week"),
    "section_agreement": ("約束と定義", "The agreement"),
    "section_data": ("データ", "Data"),
    "page_data": ("取り込み", "Import"),
    "page_missing": (
        "「{path}」というページはないので、今週を開きました。",
        "There is no page {path}; this is “This week”.",
    ),
    "unusable": ("データを開けません", "The data cannot be opened"),
    "try_again": ("もう一度試す", "Try again"),
    "nothing_yet": ("まだデータがありません", "There are no data yet"),
    "begin_own": ("自社のデータではじめる", "Begin with your own data"),
    "begin_own_why": (
        (
            "MA と SFA(CRM)から書き出した CSV か Excel を取り込みます。公開する前に、"
            "どう読み取ったかを確かめられます。"
        ),
        (
            "Upload the CSV or Excel files that your marketing and sales tools export. You see "
            "how they are read before anything is published."
        ),
    ),
    "begin_demo": ("まずデモを見る", "Look at the demo first"),
    "begin_demo_why": (
        (
            "架空の会社の18か月分のデータです。画面には「デモデータ」と出ます。"
            "自社のデータを公開すると、デモは消えます。"
        ),
        (
            "18 months of an invented company, marked as demo data on every page. It leaves when "
            "your own data are published."
        ),
    ),
    "begin_demo_now": ("デモデータを入れる", "Bring the demo in"),
    # stages of the funnel
    "stage_lead": ("リード", "Leads"),
    "stage_mql": ("MQL", "MQL"),
    "stage_handed_over": ("引き渡し", "Handed over"),
    "stage_accepted": ("営業受入", "Accepted"),
    "stage_sql": ("SQL", "SQL"),
    "stage_opportunity": ("商談", "Opportunities"),
    "stage_won": ("受注", "Won"),
    "stage_cost": ("費用", "Cost"),
    "stage_revenue": ("受注後の売上", "Revenue"),
    "stage_lost": ("失注", "Lost"),
    "stage_amount": ("金額", "Amount"),
    "stage_closed": ("決着した商談", "closed deals"),
    # figures
    "not_measured": ("未計測", "Not measured"),
    "no_data": ("データなし", "No data"),
    "ended": ("{day}まで", "to {day}"),
    "next_action": ("次の一手", "Next action"),
    "no_source": ("ソースなし", "No source"),
    "sales_own": ("営業起点", "Sales’ own"),
    "unknown_cost": ("流入元不明の費用", "Costs of an unknown source"),
    "recent_weeks": ("直近8週", "Last 8 weeks"),
    "too_few_note": ("件数少なめ", "Too few"),
    "of_base_short": ("{base}比", "of {base}"),
    "of_base": ("{base}に対して", "of {base}"),
    "of_deals": ("{value}件", "{value} deals"),
    "deals_count": ("{value}件", "{value}"),
    "days": ("{value}日", "{value} days"),
    "median": ("中央値", "Median"),
    "p90": ("90%がこの日数以内", "P90"),
    "mean": ("平均", "Mean"),
    "duration_note": (
        "中央値(平均 {mean}日・90%は{p90}日以内・{n}件)",
        "median (mean {mean} · P90 {p90} · {n} deals)",
    ),
    # filters
    "choose_month": ("期間", "Period"),
    "choose_source": ("リードソース", "Lead source"),
    "all_sources": ("すべて", "All"),
    "narrow": ("しぼり込み", "Filters"),
    "narrow_active": ("しぼり込み ({count})", "Filters ({count})"),
    "narrow_clear": ("しぼり込みをやめる", "Clear the filters"),
    "narrow_owner": ("担当", "Owner"),
    "narrow_industry": ("業種", "Industry"),
    "narrow_company_size": ("企業規模", "Company size"),
    "narrow_product": ("製品", "Product"),
    "narrow_lane": ("起点", "Lane"),
    "narrow_without": ("(なし)", "(none)"),
    "lane_marketing": ("マーケティング起点", "From marketing"),
    "lane_sales": ("営業起点", "Sales’ own"),
    "narrow_not_here": (
        "しぼり込み({chosen})はこのページには効きません。会社全体の数字です。",
        "The filters ({chosen}) do not hold here: these figures are of the whole company.",
    ),
    "narrow_partly": ("しぼり込みはソースと担当だけ", "narrowed by source and owner only"),
    "whole_company": ("全社", "whole company"),
    "month": ("{year}年{month}月", "{year}-{month:02}"),
    "month_so_far": ("{year}年{month}月({day}日まで)", "{year}-{month:02} (to day {day})"),
    # this week
    "as_of": ("{day}時点", "As of {day}"),
    "and": ("・", ", "),
    "comma": ("、", ", "),
    "or": ("または", " or "),
    "act_on_data": (
        "新しいデータを取り込む。この週の行はまだありません。",
        "Bring fresh exports: the week has no rows yet.",
    ),
    "no_rows": ("該当する行はありません。", "No rows."),
    "column_waiting": ("経過日数", "Days since"),
    "demo_data": ("デモデータ", "Demo data"),
    "old_data": (
        "最後の動きは{days}日前({day} の書き出し)",
        "data end {days} days ago (exported {day})",
    ),
    "wins_not_measured": (
        "商談のデータがまだありません。",
        "There are no data on deals yet.",
    ),
    "see_rows": ("{count}件を見る", "See the {count}"),
    "wins_by_source": ("受注への貢献", "Wins by source"),
    "wins_by_source_note": (
        "最初の接点・{month}・{value}",
        "First touch · {month} · {value}",
    ),
    "no_wins": ("この期間の受注はまだありません。", "No deal was won in this period yet."),
    "durations": ("商談期間とリードタイム", "Deal length and lead time"),
    "durations_note": ("{month}に決着した商談", "Closed in {month}"),
    "definition_and_rows": ("定義と明細", "Definition and rows"),
    "period_note": (
        "率 = 期間中の件数の比(同じ人の追跡ではない)",
        "Rates: events of the period, of different people",
    ),
    "freshness": ("データの鮮度", "Freshness"),
    "freshness_note": ("表ごとの最終日", "Last day in each table"),
    "faults_in_data": ("要確認データ {count}件", "Data to check: {count}"),
    "rows_refused": ("取り込めなかった行 {count}件", "Rows left out: {count}"),
    "see_data": ("データを見る", "See the data"),
    # a figure opened
    "basis_period": ("期間", "Period"),
    "basis_cohort": ("コホート", "Cohort"),
    "basis_rows": ("対象一覧({basis})", "Rows ({basis})"),
    "rows_shown": ("全{total}件のうち{shown}件を表示。", "{shown} of {total} rows."),
    "rows_total": ("全{total}件。", "{total} rows."),
    "download_rows": ("CSV で保存", "Save as CSV"),
    "with_open_ones": (
        "進行中も考慮(直近1年に始まったもの):",
        "With open ones in account (begun in the last year):",
    ),
    "shrunk": (
        "。過去もふまえた推定 {value}({low}〜{high})",
        "; with the past in account {value} ({low} to {high})",
    ),
    "interval": ("80%区間 {low}〜{high}。{state}", "80% interval {low} to {high}; {state}"),
    "masked": (
        "氏名と会社名は伏せています。",
        "Names of people and companies are masked.",
    ),
    "column_day": ("日付", "Day"),
    "column_numerator": ("分子", "Above"),
    "column_denominator": ("分母", "Below"),
    "column_value": ("値", "Value"),
    "column_subject_id": ("ID", "ID"),
    "column_person": ("氏名", "Person"),
    "column_company": ("会社", "Company"),
    "column_lost_reason": ("失注理由", "Lost reason"),
    "column_stage": ("段階・状況", "Stage or status"),
    "column_status": ("ステータス", "Status"),
    "column_source": ("ソース", "Source"),
    "column_owner": ("担当", "Owner"),
    "column_amount": ("金額", "Amount"),
    # data
    "data_until": ("最新データ: {day}", "Latest data: {day}"),
    "data_evidence": (
        "{rows}行を読み込みました。取り込めなかった行 {refused}、要確認データ {faults}。",
        "Rows read: {rows}. Left out: {refused}. To check: {faults}.",
    ),
    "in_force": ("現在表示中のデータ", "In force"),
    "in_force_note": ("第{version}版・{at}", "Version {version} · {at}"),
    "demo_in_force": (
        "いまは架空の会社のデモです。自社のデータを取り込むと、デモは外れます。",
        "This is a made-up demo company. It leaves when you import your own exports.",
    ),
    "leads_in_force": ("リード", "Leads"),
    "deals_in_force": ("商談", "Deals"),
    "linked_in_force": ("リードとつながる商談", "Deals linked to a lead"),
    "unlinked_note": ("{count}件は営業起点", "{count} are sales’ own"),
    "column_file": ("ファイル", "File"),
    "column_tool": ("ツール", "Tool"),
    "column_object": ("表", "Table"),
    "column_rows_read": ("読んだ行", "Rows read"),
    "column_rows_refused": ("読めない行", "Not readable"),
    "column_last_day": ("最終日", "Last day"),
    "column_at": ("取り込み", "Uploaded"),
    "column_unused": ("使わなかった列", "Columns not used"),
    "measured_stages": ("計測できる段階", "Stages measured"),
    "unmeasured_stages": (
        "計測できない段階: {stages}(表か、日付の列がありません)",
        "Not measured: {stages} (no table, or no dates in it)",
    ),
    "column_row": ("行", "Row"),
    "column_column": ("列", "Column"),
    "column_reason": ("理由", "Reason"),
    "faults": ("要確認データ", "To check"),
    "no_faults": ("見つかっていません。", "None found."),
    "faults_most": ("{what} {count}件", "{what}: {count}"),
    "see_quality": ("直し方を見る", "See what to do"),
    "next_upload": (
        "会議の前に最新のデータを取り込む。最も古い表は {table}({day}まで)。",
        "Bring fresh exports before the meeting. The oldest: {table} (to {day}).",
    ),
    "data_ready": (
        "表の日付はそろっています。今週を開いて会議を始める。",
        "The tables are of one day: open the week and start the meeting.",
    ),
    "back_to_week": ("今週を見る", "See this week"),
}

# Each key once: tests/test_ui_texts.py.
PARTS = (
    _SHARED,
    texts_actions.TEXTS,
    texts_agreement.TEXTS,
    texts_campaigns.TEXTS,
    texts_compare.TEXTS,
    texts_deals.TEXTS,
    texts_definitions.TEXTS,
    texts_events.TEXTS,
    texts_fields.TEXTS,
    texts_findings.TEXTS,
    texts_glossary.TEXTS,
    texts_import.TEXTS,
    texts_links.TEXTS,
    texts_mapping.TEXTS,
    texts_meeting.TEXTS,
    texts_month.TEXTS,
    texts_month_below.TEXTS,
    texts_promises.TEXTS,
    texts_quality.TEXTS,
    texts_review.TEXTS,
    texts_search.TEXTS,
    texts_source_quality.TEXTS,
    texts_sources.TEXTS,
    texts_strip.TEXTS,
    texts_targets.TEXTS,
    texts_verdict.TEXTS,
    texts_weekly.TEXTS,
)
TEXTS = {key: text for part in PARTS for key, text in part.items()}

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$~:])")


class MissingText(KeyError):
    """A page asked for a text that nobody wrote."""

    def __init__(self, key: str) -> None:
        super().__init__(f"no text called {key!r} in funnel/ui/texts.py")


class Texts:
    """The texts of one language: `t("strip_target", value=86)`."""

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

    def source(self, source: str | None) -> str:
        """A lead source as shown: those that are no tool's own words are translated."""
        if source is None:
            return self("no_source")
        keys = {SALES_OWN: "sales_own", UNKNOWN_COST: "unknown_cost"}
        return self(keys[source]) if source in keys else source

    def tool(self, title: str) -> str:
        """A tool's name as shown: what the company's own table is called is no tool's word."""
        return self("map_own_tool") if title in TEXTS["map_own_tool"] else title

    def field(self, table: str, column: str) -> str:
        """What a canonical column is called in `table`."""
        own = f"field_{table}_{column}"
        return self(own if own in TEXTS else f"field_{column}")

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

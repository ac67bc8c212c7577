"""How this week's numbers are said: the strip, the sentence at the top, the cards below."""

from dataclasses import replace
from datetime import timedelta

from funnel.analysis.gaps import Compared
from funnel.messages import in_language
from funnel.metrics import METRICS
from funnel.reports.rates import judge_events
from funnel.ui.data import COUNTS, RATES, ActOn, Company, Funnel, GapFound, View
from funnel.ui.funnel_strip import Rate, Stage, Strip, Week
from funnel.ui.headline import Headline
from funnel.ui.numbers import counts, percent, shown
from funnel.ui.texts import Texts

STAGE_OF = dict(
    zip(COUNTS, ("lead", "mql", "handed_over", "sql", "opportunity", "won"), strict=True)
)
ENDS = {rate: (COUNTS[i], COUNTS[i + 1]) for i, rate in enumerate(RATES)}
ENDS["lead_win_rate"] = ("leads", "wins")
"""The counts a rate stands between."""


def strip_of(company: Company, funnel: Funnel, found: GapFound, view: View, t: Texts) -> Strip:
    """The month's counts with the rates between them; the largest gap marked."""
    is_latest = view.as_of == company.last_day
    return Strip(
        t("funnel_strip"),
        tuple(_stage(name, funnel, view, t, is_latest=is_latest) for name in COUNTS),
        tuple(_rate(name, funnel, found, t) for name in RATES),
        t.language,
    )


def _stage(name: str, funnel: Funnel, view: View, t: Texts, *, is_latest: bool) -> Stage:
    figure, weekly = funnel.counts[name], funnel.weekly[name]
    label = t(f"stage_{STAGE_OF[name]}")
    if figure.value is None:
        return Stage(name, label, "—", t("not_measured"), measured=False)
    this = view.weeks[-1]
    is_partial = view.as_of < this + timedelta(days=6)
    weeks = tuple(
        Week(f"{monday.month}/{monday.day}", count, is_partial and monday == this)
        for monday, count in weekly.items()
    )
    if name in funnel.ended:
        ended = funnel.ended[name]
        value = "—" if ended < view.month else f"{figure.value:,}"
        caption = t("ended", day=f"{ended.year}/{ended.month}/{ended.day}")
        return Stage(name, label, value, caption, weeks)
    key = "last_week_of_month"
    if is_latest:
        key = "week_so_far" if is_partial else "this_week"
    caption = t(key, value=f"{weekly[this]:,}")
    return Stage(name, label, f"{figure.value:,}", caption, weeks)


def _rate(name: str, funnel: Funnel, found: GapFound, t: Texts) -> Rate | None:
    figure = funnel.rates[name]
    if figure.numerator is None:
        return None
    label = in_language(METRICS[figure.metric].title, t.language)
    notes = []
    if figure.base not in (STAGE_OF[ENDS[name][0]], "closed"):
        notes.append(t("of_base_short", base=t(f"stage_{figure.base}")))
    value, said = shown(figure, t), counts(figure.numerator, figure.denominator)
    gap = found.gaps.largest
    is_gap = gap is not None and gap.name == figure.metric
    if gap is not None and is_gap:
        value = percent(gap.recent.rate, t)
        said = counts(gap.recent.numerator, gap.recent.denominator)
        notes.insert(0, t("recent_weeks"))
    elif judge_events(METRICS[figure.metric], figure).state == "too_few":
        notes.append(t("too_few_note"))
    return Rate(figure.metric, value, said, label, " · ".join(notes) or None, marked=is_gap)


def headline_of(funnel: Funnel, found: GapFound, act: ActOn, t: Texts) -> Headline:
    """The sentence, its evidence, and what to do next."""
    gap = found.gaps.largest
    if gap is not None:
        return _marked(funnel, found, gap, act, t)
    calm = _calm(found, act, t)
    return calm if act.count else replace(calm, next_action=t.markdown("act_on_data"))


def _calm(found: GapFound, act: ActOn, t: Texts) -> Headline:
    key = "no_gap" if found.gaps.compared else "too_few"
    stage = t(f"stage_{STAGE_OF[act.metric]}")
    return Headline(
        t.markdown(f"{key}_sentence"),
        t.markdown(f"{key}_evidence", compared=found.gaps.compared),
        t("next_action"),
        t.markdown("act_on_week", stage=stage, count=f"{act.count:,}"),
    )


def _marked(funnel: Funnel, found: GapFound, gap: Compared[str], act: ActOn, t: Texts) -> Headline:
    base_stage = next(rate.base for rate in funnel.rates.values() if rate.metric == gap.name)
    if base_stage in (None, "closed"):
        base_stage = STAGE_OF[ENDS[gap.name][0]]
    base, target = t(f"stage_{base_stage}"), t(f"stage_{STAGE_OF[ENDS[gap.name][1]]}")
    evidence = t.markdown(
        "gap_evidence",
        recent=percent(gap.recent.rate, t),
        recent_counts=counts(gap.recent.numerator, gap.recent.denominator),
        past=percent(gap.past.rate, t),
        past_counts=counts(gap.past.numerator, gap.past.denominator),
    )
    about = ""
    if found.sources:
        evidence += " " + t.markdown("gap_sources", missing=f"{gap.missing:,.0f}")
        evidence += t("and").join(
            t.markdown(
                "gap_source",
                source=t.source(source.name),
                missing=f"{source.missing:,.0f}",
                counts=counts(source.recent.numerator, source.recent.denominator),
                past=percent(source.past.rate, t),
            )
            for source in found.sources
        )
    if found.source is not None:
        about = t("act_source", source=t.source(found.source.name))
    action = "act_on_lost" if gap.name == "win_rate" else "act_on_leads"
    return Headline(
        t.markdown("gap_sentence", base=base, target=target),
        evidence,
        t("next_action"),
        t.markdown(action, base=base, source=about, count=f"{act.count:,}"),
        marked=True,
    )

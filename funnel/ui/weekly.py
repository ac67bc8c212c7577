"""How this week's numbers are said: the sentence at the top, the cards below."""

from dataclasses import replace

from funnel.analysis.gaps import Compared
from funnel.reports.weekly import STAGES
from funnel.ui.data import ActOn, Funnel, GapFound
from funnel.ui.headline import Headline
from funnel.ui.numbers import counts, percent
from funnel.ui.strip import NOT_OF_A_STAGE, Step
from funnel.ui.texts import Texts


def marked_of(funnel: Funnel, found: GapFound) -> Step | None:
    """The step that the sentence at the top is about."""
    gap = found.gaps.largest
    if gap is None:
        return None
    place = [rate.metric for rate in funnel.rates].index(gap.name)
    base, target = (funnel.told.stages[place + after].stage for after in (0, 1))
    return base, target


def headline_of(funnel: Funnel, found: GapFound, act: ActOn, t: Texts) -> Headline:
    """The sentence, its evidence, and what to do next."""
    gap = found.gaps.largest
    if gap is not None:
        return _marked(funnel, found, gap, act, t)
    calm = _calm(found, act, t)
    return calm if act.count else replace(calm, next_action=t.markdown("act_on_data"))


def _calm(found: GapFound, act: ActOn, t: Texts) -> Headline:
    key = "no_gap" if found.gaps.compared else "too_few"
    stage = t(f"stage_{STAGES[act.metric]}")
    return Headline(
        t.markdown(f"{key}_sentence"),
        t.markdown(f"{key}_evidence", compared=found.gaps.compared),
        t("next_action"),
        t.markdown("act_on_week", stage=stage, count=f"{act.count:,}"),
    )


def _marked(funnel: Funnel, found: GapFound, gap: Compared[str], act: ActOn, t: Texts) -> Headline:
    rate = next(rate for rate in funnel.rates if rate.metric == gap.name)
    base_stage, target_stage = marked_of(funnel, found) or ("", "")
    if rate.base not in (None, NOT_OF_A_STAGE):
        base_stage = str(rate.base)
    base, target = t(f"stage_{base_stage}"), t(f"stage_{target_stage}")
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

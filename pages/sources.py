"""Which lead source or campaign contributes most to what is won, and is that sure?"""

from funnel.ui import (
    campaign_cards,
    source_cards,
    source_feedback,
    source_money,
    source_quality,
    sources,
)
from funnel.ui.frame import company, texts
from funnel.ui.headline import headline

t = texts()
ours = company()
asked = sources.choose(ours, t)
found = sources.read_contribution(ours, asked)

row = headline(sources.headline_of(found, asked, t))
sources.next_button(row, ours, found, asked, t)

source_cards.cards_below(found, asked, t)
source_quality.quality_card(ours, asked, t)
source_money.money_cards(ours, asked, t)
campaign_cards.campaigns_card(ours, asked, t)
source_feedback.feedback_card(ours, asked, t)

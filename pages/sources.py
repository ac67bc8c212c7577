"""Which lead source or campaign contributes most to what is won, and is that sure?"""

from funnel.ui import source_cards, sources
from funnel.ui.frame import company, texts
from funnel.ui.headline import headline

t = texts()
ours = company()
asked = sources.choose(ours, t)
found = sources.read_contribution(ours, asked)

row = headline(sources.headline_of(found, asked, t))
sources.next_button(row, ours, found, asked, t)

source_cards.cards_below(found, asked, t)

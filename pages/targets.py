"""Are we on pace for what we want to reach, and can sales handle it?"""

from funnel.ui import targets
from funnel.ui.frame import company, texts
from funnel.ui.headline import headline

t = texts()
found = targets.read_targets(company(), t)

headline(targets.headline_of(found, t))
targets.targets_card(found, t)
targets.capacity_card(found, t)

"""Are we on pace for what we want to reach, and can sales handle it?"""

from funnel.ui import target_edit, targets
from funnel.ui.frame import company, texts
from funnel.ui.headline import headline

t = texts()
ours = company()
found = targets.read_targets(ours, t)

headline(targets.headline_of(found, t))
targets.targets_card(found, t)
targets.capacity_card(found, t)
target_edit.edit_targets(ours, found, t)

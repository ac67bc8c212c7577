"""What have marketing and sales agreed on, and what would a change have done?"""

from funnel.ui import agreement_change
from funnel.ui.agreement import agreement_page
from funnel.ui.frame import company, texts

t = texts()
if agreement_change.changing():
    agreement_change.change_page(company(), t)
else:
    agreement_page(company(), t)

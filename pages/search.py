"""Where is the lead, the deal, the figure or the action that somebody just named?"""

from funnel.ui.frame import company, texts
from funnel.ui.search import search_page

search_page(company(), texts())

"""Which lead does a deal belong to, where no id and no address says so?"""

from funnel.ui.frame import company, texts
from funnel.ui.linking import linking

linking(company(), texts())

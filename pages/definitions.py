"""What does a number mean, what is it this month, and which rows is it counted from?"""

from funnel.ui.definitions import definitions
from funnel.ui.frame import company, texts

definitions(company(), texts())

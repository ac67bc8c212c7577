"""What in the data wants mending first, why, and how?"""

from funnel.ui.frame import company, texts
from funnel.ui.quality import quality

quality(company(), texts())

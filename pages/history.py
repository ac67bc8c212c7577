"""Who brought which data when, and which version do the figures come from?"""

from funnel.ui.frame import texts
from funnel.ui.versions import versions

versions(texts())

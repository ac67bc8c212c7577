"""What do we mean by a word of the funnel, and what of it is agreed on today?"""

from funnel.ui.frame import company, texts
from funnel.ui.glossary import glossary

glossary(company(), texts())

"""The metrics once more, by plain loops over the raw files.

Written from the definitions (docs/definitions.md and the head of each metric) and from nothing
else of the product: no SQL, no shared code. `read_*` turn the raw rows of one shape of company into
`Company`; `expected` says what a metric's figures have to be.
"""

from tests.oracle.companies import read_crm, read_hubspot, read_hubspot_and_salesforce
from tests.oracle.figures import Expected, expected
from tests.oracle.people import Company, Deal, Lead
from tests.oracle.rows import KNOWN

__all__ = [
    "KNOWN", "Company", "Deal", "Expected", "Lead", "expected", "read_crm", "read_hubspot",
    "read_hubspot_and_salesforce",
]  # fmt: skip

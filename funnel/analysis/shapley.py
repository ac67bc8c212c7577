"""Shapley values of groups over the deals they touched, in closed form."""

from __future__ import annotations

import numpy as np

from funnel.analysis.touch_rules import Floats, Journeys


def shapley(paths: Journeys) -> Floats:
    """Each deal divided equally among the distinct groups that touched it; a weight a touch.

    With v(S) = what the deals are worth that groups of S alone touched, the Shapley value of a
    group is the sum of |deal's groups|^-1 over the deals it touched: exact for any number of groups
    (Zhao, Mahboobi and Bagheri, 2018, 'Shapley value methods for attribution modeling in online
    advertising', section 3.1). The order of touches, and how often a group touched, do not count.
    """
    groups = int(paths.group.max(initial=0)) + 1
    pairs, pair, times = np.unique(
        paths.deal * groups + paths.group, return_inverse=True, return_counts=True
    )
    distinct = np.bincount(pairs // groups, minlength=paths.deals)
    return np.asarray(1.0 / (distinct[paths.deal] * times[pair]))

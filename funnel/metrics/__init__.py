"""The catalogue of metrics, one `.sql` a metric, and the one way to ask for their figures."""

from funnel.metrics.catalogue import METRICS, Metric, find_metric
from funnel.metrics.query import Figure, figures, rows_behind

__all__ = ["METRICS", "Figure", "Metric", "figures", "find_metric", "rows_behind"]

"""Many songs to charts: on all cores of this computer, or on a cluster."""

from rhythm_fu.analysis.batch.model import Order, Outcome, Status
from rhythm_fu.analysis.batch.plan import Plan, orders_in

__all__ = ["Order", "Outcome", "Plan", "Status", "orders_in"]

"""An import from the file to its end: received, checked, confirmed, written whole; or refused, or given up."""

from passnum.exchange.services.checked import check, sample
from passnum.exchange.services.held import progress, waiting
from passnum.exchange.services.history import history
from passnum.exchange.services.received import KEPT, REFUSALS_KEPT, abandon, forget_old, forget_refusals, receive
from passnum.exchange.services.written import confirm, write

__all__ = [
    "KEPT",
    "REFUSALS_KEPT",
    "abandon",
    "check",
    "confirm",
    "forget_old",
    "forget_refusals",
    "history",
    "progress",
    "receive",
    "sample",
    "waiting",
    "write",
]

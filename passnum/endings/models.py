"""The paths by which a convention ends, is renewed, evaluated and disputed."""

from passnum.endings.dispute import AmicableStep, Dispute
from passnum.endings.evaluation import FinalEvaluation
from passnum.endings.renewal import Renewal
from passnum.endings.termination import Termination

__all__ = ["AmicableStep", "Dispute", "FinalEvaluation", "Renewal", "Termination"]

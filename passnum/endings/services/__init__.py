"""What is done on the paths by which a convention ends."""

from passnum.endings.services.dispute import add_amicable_step, close_dispute, open_dispute, refer_to_court
from passnum.endings.services.evaluation import agree_on_evaluation, whole_figures, write_conclusions
from passnum.endings.services.letter import record_letter
from passnum.endings.services.renewal import (
    abandon_renewal,
    open_renewal,
    prepare_next_convention,
    propose_renewal,
    record_council,
    record_opinion,
)
from passnum.endings.services.restitution import confirm_restitution, record_restitution
from passnum.endings.services.special_committee import (
    meetings_that_examine,
    open_special_meeting,
    record_special_committee,
)
from passnum.endings.services.term import apply_due_expiries, apply_due_terminations, end_at_term
from passnum.endings.services.termination import abandon_termination, decide_termination, open_termination
from passnum.endings.services.termination_path import path_of

__all__ = [
    "abandon_renewal",
    "abandon_termination",
    "add_amicable_step",
    "agree_on_evaluation",
    "apply_due_expiries",
    "apply_due_terminations",
    "close_dispute",
    "confirm_restitution",
    "decide_termination",
    "end_at_term",
    "meetings_that_examine",
    "open_dispute",
    "open_renewal",
    "open_special_meeting",
    "open_termination",
    "path_of",
    "prepare_next_convention",
    "propose_renewal",
    "record_council",
    "record_letter",
    "record_opinion",
    "record_restitution",
    "record_special_committee",
    "refer_to_court",
    "whole_figures",
    "write_conclusions",
]

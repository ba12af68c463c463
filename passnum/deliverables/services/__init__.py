"""Acts on deliverables and dossiers, in the order of the circuit of article 6."""

from passnum.deliverables.services.agreed_dates import accept_agreed_day
from passnum.deliverables.services.drafts import (
    add_attachment,
    carry_over,
    remove_attachment,
    save_draft,
    take_from_register,
)
from passnum.deliverables.services.examination import (
    approve,
    approve_with_reservations,
    archive,
    open_examination,
    send_back,
)
from passnum.deliverables.services.periods import (
    follow_committee,
    open_period,
    proposed_days,
    release_committee,
    set_committee_date,
)
from passnum.deliverables.services.presidency import return_dossier, validate_dossier
from passnum.deliverables.services.submission import recall, submit

__all__ = [
    "accept_agreed_day",
    "add_attachment",
    "approve",
    "approve_with_reservations",
    "archive",
    "carry_over",
    "follow_committee",
    "open_examination",
    "open_period",
    "proposed_days",
    "recall",
    "release_committee",
    "remove_attachment",
    "return_dossier",
    "save_draft",
    "send_back",
    "set_committee_date",
    "submit",
    "take_from_register",
    "validate_dossier",
]

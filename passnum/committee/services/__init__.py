"""What is done to a committee: its members, its dates fixed together, its meetings, the requests for more."""

from passnum.committee.services.consequences import awaiting_agreement
from passnum.committee.services.fixing import Slot, confirm_date, propose_dates, propose_ordinary, withdraw_proposal
from passnum.committee.services.meetings import (
    cancel_meeting,
    examined_on,
    hold_meeting,
    open_campaign,
    open_ordinary,
    send_invitation_again,
    set_agenda,
)
from passnum.committee.services.members import (
    RuleValues,
    add_member,
    end_seat,
    record_rules,
    rules_in_words,
    rules_of,
    seat_from_accounts,
)
from passnum.committee.services.requests import Wish, answer_request, request_meeting
from passnum.committee.services.shared import check_date, check_ordinary

__all__ = [
    "RuleValues",
    "Slot",
    "Wish",
    "add_member",
    "answer_request",
    "awaiting_agreement",
    "cancel_meeting",
    "check_date",
    "check_ordinary",
    "confirm_date",
    "end_seat",
    "examined_on",
    "hold_meeting",
    "open_campaign",
    "open_ordinary",
    "propose_dates",
    "propose_ordinary",
    "record_rules",
    "request_meeting",
    "rules_in_words",
    "rules_of",
    "seat_from_accounts",
    "send_invitation_again",
    "set_agenda",
    "withdraw_proposal",
]

"""What is done with quotas and booklets."""

from passnum.quotas.services.accounts import ems_stock, operator, partner_account, place_stock
from passnum.quotas.services.deliveries import deliver, recall_delivery
from passnum.quotas.services.delivery_receipts import Arrival, confirm_receipt
from passnum.quotas.services.discrepancies import settle_discrepancy
from passnum.quotas.services.handing_out import hand_out, next_booklet, take_back
from passnum.quotas.services.missing_back import account_for_missing
from passnum.quotas.services.moving import hold, move
from passnum.quotas.services.programmes import ProgrammeValues, end_operator, save_operator, save_programme
from passnum.quotas.services.purchasing import join_invoice_file, receive_purchase, save_purchase
from passnum.quotas.services.quotas import (
    DecisionLink,
    QuotaValues,
    booklets_left_in_programme,
    programme_of,
    revise_quota,
    set_quota,
)
from passnum.quotas.services.reception import receive_from_operator
from passnum.quotas.services.restitution_steps import on_the_way
from passnum.quotas.services.restitutions import give_back, receive_back, to_give_back, write_off
from passnum.quotas.services.sharing import record_launch_meeting, share_quota, sharing_digest
from passnum.quotas.services.stock_acts import declare_loss, expired_in_places, find_again, move_to_place
from passnum.quotas.services.stock_counts import record_count

__all__ = [
    "Arrival",
    "DecisionLink",
    "ProgrammeValues",
    "QuotaValues",
    "account_for_missing",
    "booklets_left_in_programme",
    "confirm_receipt",
    "declare_loss",
    "deliver",
    "ems_stock",
    "end_operator",
    "expired_in_places",
    "find_again",
    "give_back",
    "hand_out",
    "hold",
    "join_invoice_file",
    "move",
    "move_to_place",
    "next_booklet",
    "on_the_way",
    "operator",
    "partner_account",
    "place_stock",
    "programme_of",
    "recall_delivery",
    "receive_back",
    "receive_from_operator",
    "receive_purchase",
    "record_count",
    "record_launch_meeting",
    "revise_quota",
    "save_operator",
    "save_programme",
    "save_purchase",
    "set_quota",
    "settle_discrepancy",
    "share_quota",
    "sharing_digest",
    "take_back",
    "to_give_back",
    "write_off",
]

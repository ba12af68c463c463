"""What is done with quotas and booklets."""

from passnum.quotas.services.accounts import ems_stock, operator, partner_account, place_stock
from passnum.quotas.services.deliveries import (
    Arrival,
    confirm_receipt,
    deliver,
    recall_delivery,
    settle_discrepancy,
)
from passnum.quotas.services.handing_out import hand_out, next_booklet, take_back
from passnum.quotas.services.moving import move
from passnum.quotas.services.quotas import QuotaValues, booklets_left_in_programme, set_quota
from passnum.quotas.services.reception import receive_from_operator
from passnum.quotas.services.restitutions import give_back, on_the_way, receive_back, to_give_back, write_off
from passnum.quotas.services.stock_acts import declare_loss, expired_in_places, find_again, move_to_place
from passnum.quotas.services.stock_counts import record_count

__all__ = [
    "Arrival",
    "QuotaValues",
    "booklets_left_in_programme",
    "confirm_receipt",
    "declare_loss",
    "deliver",
    "ems_stock",
    "expired_in_places",
    "find_again",
    "give_back",
    "hand_out",
    "move",
    "move_to_place",
    "next_booklet",
    "on_the_way",
    "operator",
    "partner_account",
    "place_stock",
    "recall_delivery",
    "receive_back",
    "receive_from_operator",
    "record_count",
    "set_quota",
    "settle_discrepancy",
    "take_back",
    "to_give_back",
    "write_off",
]

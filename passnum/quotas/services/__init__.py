"""What is done with quotas and booklets."""

from passnum.quotas.services.accounts import ems_stock, operator, partner_account, place_stock
from passnum.quotas.services.handing_out import hand_out, next_booklet, take_back
from passnum.quotas.services.moving import move
from passnum.quotas.services.quotas import QuotaValues, booklets_left_in_programme, set_quota
from passnum.quotas.services.reception import receive_from_operator

__all__ = [
    "QuotaValues",
    "booklets_left_in_programme",
    "ems_stock",
    "hand_out",
    "move",
    "next_booklet",
    "operator",
    "partner_account",
    "place_stock",
    "receive_from_operator",
    "set_quota",
    "take_back",
]

"""The last imports of one house, told to those who may bring the same tables in."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from passnum.exchange.format import is_allowed
from passnum.exchange.formats import FORMATS
from passnum.exchange.models import TableImport
from passnum.partners.models import Partner, User


def history(*, actor: User, partner: Partner | None) -> QuerySet[TableImport]:
    """Who sent what, when, and where it stands: one's own, and those of the kinds one may bring in for that partner.

    What a file holds stays for who sent it: `visible_to`.
    """
    kinds = [kind for kind, form in FORMATS.items() if is_allowed(form, actor, partner)]
    rows = TableImport.objects.filter(Q(kind__in=kinds) | Q(actor_id=actor.pk), partner=partner)
    return rows.select_related("actor")

"""What a decision of the committee becomes: one small function per kind, which calls the service of the thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from passnum.committee.minutes_states import DecisionKind
from passnum.committee.models import Decision
from passnum.committee.services.decisions import settle_decision, to_settle
from passnum.conventions.services.amendments import prepare_amendment
from passnum.core.errors import InvalidInput
from passnum.endings.enums import Cause
from passnum.endings.services import open_renewal, open_termination
from passnum.partners.models import User
from passnum.quotas.models import Quota
from passnum.quotas.services import DecisionLink, revise_quota

Target = tuple[str, UUID] | None


def become(actor: User, decision: Decision, values: dict[str, Any]) -> Decision:
    """Create the thing that the decision calls for and link it, both or neither.

    `values`: `words` always; `cause` and `wished_on` for a termination, `year` and `booklets` for a quota.
    """
    with transaction.atomic():
        row = to_settle(decision)
        target = _MAKERS[DecisionKind(row.kind)](actor, row, values)
        return settle_decision(actor=actor, decision=row, target=target, words=values.get("words", ""))


def address_of(decision: Decision) -> str:
    """The page of what the decision became, in the back office; empty where it has none of its own."""
    page = _PAGES.get(decision.target_kind)
    return reverse(page, args=[decision.target_public_id]) if page else ""


def _amendment(actor: User, row: Decision, values: dict[str, Any]) -> Target:
    title = " ".join(row.text.split())[:200]
    made = prepare_amendment(
        actor=actor, convention=row.meeting.convention, title=title, reasons=row.text, decision=row.public_id
    )
    return "avenant", made.public_id


def _renewal(actor: User, row: Decision, values: dict[str, Any]) -> Target:
    return "renouvellement", open_renewal(actor=actor, convention=row.meeting.convention, context=row.text).public_id


def _termination(actor: User, row: Decision, values: dict[str, Any]) -> Target:
    if not values.get("cause"):
        raise InvalidInput("Indiquez la cause : elle donne les étapes (art. 12).", field="cause")
    made = open_termination(
        actor=actor,
        convention=row.meeting.convention,
        cause=Cause(values["cause"]),
        reason=row.text,
        wished_on=values.get("wished_on"),
    )
    return "résiliation", made.public_id


def _quota(actor: User, row: Decision, values: dict[str, Any]) -> Target:
    year, booklets = values.get("year"), values.get("booklets")
    if year is None or booklets is None:
        raise InvalidInput("Indiquez l’exercice et le nouveau nombre de carnets (art. 5).", field="booklets")
    known = Quota.objects.filter(convention=row.meeting.convention, year=year).first()
    if known is None:
        raise InvalidInput(
            f"Aucun quota n’est fixé pour {year} : fixez-le d’abord, avec sa base (art. 5).", field="year"
        )
    revise_quota(
        actor=actor,
        quota=known,
        booklets=booklets,
        reason=row.text,
        decision=DecisionLink(row.public_id, f"Comité de suivi du {row.taken_on:%d/%m/%Y}"),
        decided_on=row.taken_on,
    )
    values["words"] = f"Quota {year} révisé : {booklets} carnets. {values.get('words', '')}".strip()
    return None


def _other(actor: User, row: Decision, values: dict[str, Any]) -> Target:
    return None


_MAKERS: dict[DecisionKind, Callable[[User, Decision, dict[str, Any]], Target]] = {
    DecisionKind.AVENANT: _amendment,
    DecisionKind.RENOUVELLEMENT: _renewal,
    DecisionKind.RESILIATION: _termination,
    DecisionKind.QUOTA: _quota,
    DecisionKind.AUTRE: _other,
}
_PAGES = {
    "avenant": "backoffice:amendment",
    "renouvellement": "backoffice:renewal",
    "résiliation": "backoffice:termination",
}

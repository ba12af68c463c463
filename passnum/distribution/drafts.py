"""The interview under way: begun, kept step by step, concluded once, closed (24 hours at the most)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from passnum.core.errors import WrongState
from passnum.core.secrecy import encrypt
from passnum.distribution.attributing import Entry, attribute
from passnum.distribution.attribution import Attribution
from passnum.distribution.draft import KEPT_FOR, AttributionDraft
from passnum.distribution.questionnaire import Questionnaire
from passnum.distribution.receipts import renew
from passnum.partners.models import DistributionPlace, User
from passnum.quotas.permissions import ensure_hands_out


@transaction.atomic
def begin(*, actor: User, place: DistributionPlace) -> AttributionDraft:
    """Open an interview at a place, with the questionnaire in use: again the one in which nothing was typed yet."""
    ensure_hands_out(actor, place)
    questionnaire = Questionnaire.objects.current()
    if questionnaire is None:
        raise WrongState("Aucun questionnaire n’est publié : demandez à l’Eurométropole d’en publier un.")
    # Pressed twice at once, the button opens one interview.
    list(User.objects.select_for_update(no_key=True).filter(pk=actor.pk))
    row = AttributionDraft.objects.visible_to(actor).untouched().filter(place=place).first()
    if row is None:
        return AttributionDraft.objects.create(intervenant=actor, place=place, questionnaire=questionnaire)
    row.questionnaire, row.started_at = questionnaire, timezone.now()
    row.save(update_fields=["questionnaire", "started_at", "updated_at"])
    return row


@transaction.atomic
def keep(*, actor: User, draft: AttributionDraft, values: dict[str, Any]) -> AttributionDraft:
    """Keep what one screen typed, over what it had typed before; the other screens' answers stay."""
    row = _own(actor, draft)
    if row.attribution_id is not None:
        raise WrongState("Cette attribution est déjà enregistrée.")
    row.keep({**row.typed, **values})
    row.save(update_fields=["sealed", "updated_at"])
    return row


@transaction.atomic
def conclude(*, actor: User, draft: AttributionDraft, entry: Entry) -> AttributionDraft:
    """Hand out the booklet, wipe what was typed, keep the code until it has been given. Twice gives one attribution."""
    row = _own(actor, draft)
    if row.attribution_id is not None:
        return row
    handed = attribute(actor=actor, entry=replace(entry, token=row.public_id, place=row.place))
    row.attribution = handed.attribution
    row.sealed, row.sealed_code = "", encrypt(handed.code)
    row.save()
    return row


@transaction.atomic
def renew_receipt(*, actor: User, attribution: Attribution, serial: str) -> AttributionDraft:
    """A lost receipt: a new code, kept like the first one until it has been given."""
    code = renew(actor=actor, attribution=attribution, serial=serial)
    row, _ = AttributionDraft.objects.update_or_create(
        attribution=attribution,
        defaults={
            "intervenant": actor,
            "place": attribution.place,
            "sealed_code": encrypt(code),
        },
    )
    return row


@transaction.atomic
def close(*, actor: User, draft: AttributionDraft, given: bool = False) -> bool:
    """Forget the draft: abandoned, or its receipt `given`. Nobody can read the code any more. Returns which: given.

    Raises WrongState when what is abandoned has meanwhile handed out a booklet: the person would have no receipt.
    """
    row = _own(actor, draft)
    done = row.attribution_id is not None
    if done and not given:
        raise WrongState("Le carnet a été remis entre-temps : rien n’est abandonné. Donnez d’abord le reçu.")
    row.delete()
    return done


def forget_old_drafts() -> int:
    """Delete what was left behind for more than 24 hours (real time); returns how many."""
    old = AttributionDraft.objects.filter(updated_at__lt=timezone.now() - KEPT_FOR)
    return old.delete()[1].get("distribution.AttributionDraft", 0)


def _own(actor: User, draft: AttributionDraft) -> AttributionDraft:
    """The draft, held until the end of the transaction. Raises WrongState when it is gone or another's."""
    row = AttributionDraft.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if row is None:
        raise WrongState("Cette saisie n’existe plus : elle a été terminée, ou laissée plus d’une journée.")
    return row

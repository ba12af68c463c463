"""Handing a booklet to a person, and taking back one typed by mistake (art. 4): one transaction, no name."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.communes import is_on_territory
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.french import long_date
from passnum.distribution.attribution import TAKEN_BACK_WITHIN, Attribution
from passnum.distribution.counting import count_in
from passnum.distribution.draft import Diagnosis
from passnum.distribution.enums import UNKNOWN, CancelReason, Category, Outcome
from passnum.distribution.profiles import Profile, forget_profile, in_its_lists, keep_added, keep_sensitive
from passnum.distribution.questionnaire import Answer, Questionnaire
from passnum.distribution.receipts import issue, record_act, revoke
from passnum.partners.enums import Role
from passnum.partners.models import DistributionPlace, Membership, User
from passnum.quotas.permissions import ensure_hands_out, ensure_intervenant
from passnum.quotas.services import hand_out, take_back

ONE_EACH = (
    "Chaque personne reçoit un seul carnet (art.\u00a04) : cochez ce qu’elle déclare. "
    "Si elle en a déjà reçu un, ne lui en remettez pas d’autre."
)


@dataclass(frozen=True)
class Entry:
    """One attribution as it was filled in. `token` is drawn with the form: sent twice, it hands out one booklet."""

    place: DistributionPlace
    commune_insee: str
    outcome: str = UNKNOWN
    category: str = UNKNOWN
    token: uuid.UUID = field(default_factory=uuid.uuid4)
    handed_out_on: date | None = None
    serial: str | None = None
    proposed_outcome: str = ""
    questionnaire: Questionnaire | None = None
    simulation_level: Answer | None = None
    first_booklet: bool = False
    notice_read: bool = False
    notice_language: str = ""
    objection: bool = False
    profile: Profile = field(default_factory=Profile)


@dataclass(frozen=True)
class Handed:
    """The attribution, and the code of its receipt in clear: shown once, empty when the form had been sent before."""

    attribution: Attribution
    code: str


@transaction.atomic
def attribute(*, actor: User, entry: Entry) -> Handed:
    """Hand out one booklet to one person, with its diagnosis and profile, count it, issue its receipt.

    A person who objects to the processing receives it all the same: serial, place, date and residence are kept alone.
    Raises NotAllowed (no entitled intervenant), InvalidInput (a value, its field named), WrongState (no booklet left,
    convention not in force).
    """
    known = Attribution.objects.filter(public_id=entry.token).first()
    if known is not None:
        return _already(actor, entry, known)
    day = entry.handed_out_on or clock.today()
    _check_entitlement(actor, entry.place, day)
    _check_entry(entry)
    booklet = hand_out(actor=actor, place=entry.place, serial=entry.serial, happened_on=day)
    assert booklet.convention is not None
    _check_convention(booklet.convention, day)
    known_about = not entry.objection
    row = Attribution(
        public_id=entry.token,
        convention=booklet.convention,
        place=entry.place,
        booklet=booklet,
        intervenant=actor,
        handed_out_on=day,
        commune_insee=entry.commune_insee,
        category=entry.category if known_about else UNKNOWN,
        outcome=entry.outcome if known_about else UNKNOWN,
        proposed_outcome=entry.proposed_outcome if known_about else "",
        first_booklet=entry.first_booklet,
        notice_read=entry.notice_read,
        notice_language=entry.notice_language if known_about else "",
        objection=entry.objection,
    )
    if known_about:
        row.age_band, row.sex, row.pcs = entry.profile.age_band, entry.profile.sex, entry.profile.pcs
    in_its_lists(row)
    row.save()
    if known_about:
        _keep_profile(row, entry)
    count_in([row])
    return Handed(row, issue(row))


def _already(actor: User, entry: Entry, known: Attribution) -> Handed:
    """The same form again: the attribution it made, when it is the actor's own."""
    if known.intervenant_id != actor.pk or known.place_id != entry.place.pk:
        raise InvalidInput("Cette attribution ne peut pas être enregistrée : commencez-en une nouvelle.")
    return Handed(known, "")


def _check_entitlement(actor: User, place: DistributionPlace, day: date) -> None:
    """Entitled now, and on the day of the hand-out."""
    ensure_hands_out(actor, place)
    then = Membership.objects.filter(user=actor, partner=place.partner, role=Role.INTERVENANT, started_on__lte=day)
    if not then.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day)).exists():
        raise NotAllowed(
            f"Vous n’étiez pas intervenante ou intervenant social de la structure le {long_date(day)}.",
            field="handed_out_on",
        )


def _check_entry(entry: Entry) -> None:
    if not is_on_territory(entry.commune_insee):
        raise InvalidInput(
            "La personne doit résider dans une commune de l’Eurométropole (ou y être domiciliée).",
            field="commune",
        )
    if not entry.first_booklet:
        raise InvalidInput(ONE_EACH, field="first_booklet")
    if not entry.notice_read:
        raise InvalidInput("Lisez d’abord la notice d’information à la personne.", field="notice_read")
    if entry.objection:
        return
    if entry.outcome not in Outcome.values:
        raise InvalidInput("Choisissez la prestation.", field="outcome")
    if entry.category not in [*Category.values, UNKNOWN]:
        raise InvalidInput("Choisissez la catégorie de public.", field="category")


def _check_convention(convention: Convention, day: date) -> None:
    first = convention.in_force_from
    if first is None or not first <= day <= (convention.ended_on or convention.ends_on):
        raise InvalidInput(
            f"La convention {convention.reference} n’était pas en vigueur le {long_date(day)}.", field="handed_out_on"
        )


def _keep_profile(row: Attribution, entry: Entry) -> None:
    keep_sensitive(row, french=entry.profile.french, disability=entry.profile.disability)
    if entry.questionnaire is not None:
        Diagnosis.objects.create(
            attribution=row, questionnaire=entry.questionnaire, simulation_level=entry.simulation_level
        )
    keep_added(row, entry.profile.added)


def can_cancel(row: Attribution) -> bool:
    """Whether a mistake can still be taken back: within a day of its typing."""
    return row.cancelled_at is None and timezone.now() - row.recorded_at <= TAKEN_BACK_WITHIN


@transaction.atomic
def cancel(*, actor: User, attribution: Attribution, reason: str) -> Attribution:
    """Undo an attribution typed by mistake, within a day: the booklet is at the place again, nothing is counted.

    `reason`: a code of CancelReason, since a sentence could name somebody. Raises NotAllowed, InvalidInput (no reason),
    WrongState (too late, or undone already).
    """
    rows = Attribution.objects.select_for_update(of=("self",)).select_related("place__partner", "booklet", "convention")
    row = rows.get(pk=attribution.pk)
    ensure_intervenant(actor, row.place)
    if reason not in CancelReason.values:
        raise InvalidInput("Dites pourquoi vous annulez.", field="reason")
    if row.cancelled_at is not None:
        raise WrongState("Cette attribution est déjà annulée.")
    if not can_cancel(row):
        raise WrongState(
            "Une attribution s’annule dans les vingt-quatre heures. Plus tard, elle reste au registre : avec le code "
            "de son reçu, la personne peut en corriger ou en effacer les réponses."
        )
    take_back(actor=actor, booklet=row.booklet, place=row.place)
    count_in([row], sign=-1)
    forget_profile(row)
    row.cancelled_at, row.cancel_reason = clock.now(), reason
    row.save()
    revoke(row)
    record_act(actor, row, "annuler une attribution", reason=CancelReason(reason).label)
    return row

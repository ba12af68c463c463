"""The launch meeting that fixes a quota, and the partner's sharing of it between its places (art. 5)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

from django.db import transaction

from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.french import counted
from passnum.core.uploads import CheckedUpload
from passnum.partners.models import DistributionPlace, User
from passnum.partners.permissions import author_for, is_referent
from passnum.quotas.models import PlaceQuota, Quota
from passnum.quotas.services.quota_proofs import prove_obligations
from passnum.quotas.services.quotas import ensure_fixes_quotas

_MEETING = ("launch_meeting_on", "launch_meeting_people", "launch_meeting_file", "launch_meeting_file_name",
            "launch_meeting_sha256")  # fmt: skip


@transaction.atomic
def record_launch_meeting(
    *, actor: User, quota: Quota, held_on: date, people: str, file: CheckedUpload | None = None
) -> Quota:
    """The meeting at which the number was fixed: its day, who was there, its record.

    Raises NotAllowed, InvalidInput (a day to come, nobody named).
    """
    ensure_fixes_quotas(actor)
    row = _locked(quota)
    if held_on > clock.today():
        raise InvalidInput(
            "La réunion ne peut pas être à venir : indiquez le jour où elle s’est tenue.", field="held_on"
        )
    if not people.strip():
        raise InvalidInput("Indiquez qui était présent, des deux parties.", field="people")
    row.launch_meeting_on, row.launch_meeting_people = held_on, people.strip()
    if file is not None:
        row.launch_meeting_file.save(file.safe_name, file.file, save=False)
        row.launch_meeting_file_name, row.launch_meeting_sha256 = file.safe_name, file.sha256
    row.save(update_fields=_MEETING)
    prove_obligations(actor, row)
    _write(
        actor, row, "constater la réunion de lancement", to=f"{held_on:%d/%m/%Y}", evidence=row.launch_meeting_sha256
    )
    return row


@transaction.atomic
def share_quota(
    *, actor: User, quota: Quota, shares: Mapping[DistributionPlace, int], seen: str | None = None
) -> Quota:
    """Say how many booklets of the quota each place may count on; places not named keep nothing.

    `seen` is the `sharing_digest` of what was on the screen: another one now means that somebody shared it meanwhile.
    Raises NotAllowed (référents alone), WrongState, InvalidInput (another's place, a closed one, more than the quota).
    """
    row = _locked(quota)
    partner = row.convention.partner
    if not is_referent(actor, partner):
        raise NotAllowed("Seuls les référents de la structure répartissent son quota entre ses lieux.")
    wanted = {place.pk: booklets for place, booklets in shares.items() if booklets}
    for place, booklets in shares.items():
        _check_place(place, booklets, partner.pk)
    total = sum(wanted.values())
    if total > row.booklets:
        raise InvalidInput(
            f"Vous répartissez {counted(total, 'carnet')} pour un quota de {row.booklets} : "
            f"{total - row.booklets} de trop.",
            field="shares",
        )
    known = {item.place_id: item for item in PlaceQuota.objects.filter(quota=row)}
    parts = {pk: item.booklets for pk, item in known.items()}
    if parts == wanted:
        return row
    if seen is not None and seen != sharing_digest(parts):
        raise WrongState(
            "La répartition a été changée entre-temps par une autre personne. Rechargez la page pour la lire avant "
            "d’enregistrer la vôtre."
        )
    _replace(row, known, wanted)
    row.refresh_from_db(fields=["shared_booklets"])
    _write(actor, row, "répartir le quota entre les lieux", to=f"{total} carnets répartis")
    return row


def sharing_digest(parts: Mapping[int, int]) -> str:
    """What tells one sharing from another: `parts` are booklets by primary key of place."""
    told = ";".join(f"{pk}:{booklets}" for pk, booklets in sorted(parts.items()) if booklets)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _check_place(place: DistributionPlace, booklets: int, partner: int) -> None:
    if place.partner_id != partner:
        raise InvalidInput("Ce lieu n’est pas celui de la structure.", field="shares")
    if booklets < 0:
        raise InvalidInput(f"{place.name} : une part ne peut pas être négative.", field="shares")
    if booklets and not place.is_active:
        raise InvalidInput(f"Le lieu « {place.name} » n’est plus ouvert à la distribution.", field="shares")


def _replace(row: Quota, known: Mapping[int, PlaceQuota], wanted: Mapping[int, int]) -> None:
    """What goes down first, what goes up after: the sum never passes the quota on the way."""
    PlaceQuota.objects.filter(quota=row, place__in=[pk for pk in known if pk not in wanted]).delete()

    def rise(pk: int) -> int:
        return wanted[pk] - (known[pk].booklets if pk in known else 0)

    for pk in sorted(wanted, key=rise):
        PlaceQuota.objects.update_or_create(quota=row, place_id=pk, defaults={"booklets": wanted[pk]})


def _locked(quota: Quota) -> Quota:
    return Quota.objects.select_for_update(of=("self",)).select_related("convention__partner").get(pk=quota.pk)


def _write(actor: User, row: Quota, act: str, *, to: str, evidence: str = "") -> None:
    journal.record(
        chain=str(row.convention.public_id),
        author=author_for(actor, row.convention.partner, clock.today()),
        act=act,
        subject=journal.Subject(f"quota {row.year}", row.public_id),
        to_state=to,
        evidence=evidence,
    )

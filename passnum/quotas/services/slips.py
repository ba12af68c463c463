"""What the acts on booklets share: who may act, the serials named, the numbers of the slips, the journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import F

from passnum.conventions.models import Convention
from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.partners.models import DistributionPlace, Partner, User
from passnum.partners.permissions import author_for, is_ems_administrator, is_referent
from passnum.quotas.arrivals import before_cancellation
from passnum.quotas.enums import OperationKind
from passnum.quotas.models import Account, Booklet, Delivery, Movement, Operation, Restitution
from passnum.quotas.serials import MOST_GUESSED, clean_serial, name_some, told_in_full
from passnum.quotas.services.moving import CHUNK

#: What changes of a booklet that is again EMS's own: no convention and no year stand behind it.
BACK_IN_STOCK = {"convention": None, "year": None}


def ensure_administers(actor: User) -> None:
    """EMS's administrators run the deliveries (art. 5)."""
    if not is_ems_administrator(actor):
        raise NotAllowed("Seuls les administrateurs de l’Eurométropole livrent et reprennent des carnets (art. 5).")


def ensure_keeps_booklets(actor: User, partner: Partner) -> None:
    """The référent of the partner answers for its booklets."""
    if not is_referent(actor, partner):
        raise NotAllowed("Seuls les référents de la structure reçoivent, déplacent et rendent ses carnets.")


def ensure_open(place: DistributionPlace) -> None:
    """Booklets come into a place that hands them out; out of a closed one they are moved, or given back."""
    if not place.is_active:
        raise WrongState(f"Le lieu « {place.name} » n’est plus ouvert à la distribution : choisissez-en un autre.")


def consequence(row: Delivery | Restitution, kind: OperationKind, actor: User, day: date, reason: str) -> Operation:
    """The act of the ledger that follows from this delivery or restitution."""
    return Operation.objects.create(
        kind=kind,
        convention=row.convention,
        partner=row.convention.partner,
        parent=row.operation,
        happened_on=day,
        recorded_by=actor,
        reason=reason.strip(),
    )


def past_day(day: date, field: str, what: str) -> date:
    """The day, refused when it is still to come."""
    if day > clock.today():
        raise InvalidInput(f"{what} ne peut pas être à venir : indiquez le jour où cela s’est passé.", field=field)
    return day


def named(serials: Iterable[str], *, field: str = "serials") -> dict[str, Booklet]:
    """The booklets of these serials, in the order given. Raises InvalidInput naming those that do not exist."""
    names = list(dict.fromkeys(clean_serial(serial) for serial in serials))
    if not names:
        raise InvalidInput("Indiquez au moins un numéro de carnet.", field=field)
    found: dict[str, Booklet] = {}
    for start in range(0, len(names), CHUNK):
        rows = Booklet.objects.filter(serial__in=names[start : start + CHUNK]).select_related("account__place")
        found |= {row.serial: row for row in rows}
    unknown = [name for name in names if name not in found]
    if unknown:
        raise InvalidInput(f"Numéros inconnus du registre : {name_some(unknown)}. Vérifiez-les.", field=field)
    return {name: found[name] for name in names}


def named_of(partner: Partner, serials: Iterable[str], *, field: str = "serials") -> dict[str, Booklet]:
    """The same among a partner's booklets: another's is told like one that does not exist."""
    names = list(dict.fromkeys(clean_serial(serial) for serial in serials))
    found = {row.serial: row for row in _among(partner, names)}
    unknown = [name for name in names if name not in found]
    if unknown:
        told = f"Ces numéros ne sont pas ceux de la structure : {name_some(unknown)}."
        raise InvalidInput(f"{told} {_meant(partner, unknown)}".strip(), field=field)
    if not names:
        raise InvalidInput("Indiquez au moins un numéro de carnet.", field=field)
    return {name: found[name] for name in names}


def _meant(partner: Partner, unknown: Sequence[str]) -> str:
    """What may have been meant by a few numbers written without their prefix; empty where it is not clear."""
    own = Booklet.objects.filter(account__partner=partner)
    if len(unknown) > MOST_GUESSED:
        return ""
    return told_in_full((serial, row.serial) for serial in unknown if (row := own.ending_as(serial)) is not None)


def _among(partner: Partner, names: Sequence[str]) -> Iterable[Booklet]:
    for start in range(0, len(names), CHUNK):
        rows = Booklet.objects.filter(serial__in=names[start : start + CHUNK], account__partner=partner)
        yield from rows.select_related("account__place")


def by_account(booklets: Iterable[Booklet]) -> dict[Account, list[int]]:
    """Primary keys of the booklets by the account that holds them, in the order of the accounts' keys."""
    grouped: dict[Account, list[int]] = defaultdict(list)
    for booklet in booklets:
        grouped[booklet.account].append(booklet.pk)
    return dict(sorted(grouped.items(), key=lambda pair: pair[0].pk))


def ensure_after_arrival(booklets: Iterable[Booklet], day: date, *, field: str) -> None:
    """Nothing leaves a place before it came there. Raises InvalidInput naming the serials."""
    keys = [booklet.pk for booklet in booklets]
    late: list[str] = []
    for start in range(0, len(keys), CHUNK):
        rows = Movement.objects.filter(booklet__in=keys[start : start + CHUNK], number=F("booklet__moves"))
        found = list(rows.filter(happened_on__gt=day).values_list("booklet", "kind", "booklet__serial"))
        came = before_cancellation(pk for pk, kind, _ in found if kind == OperationKind.ANNULATION)
        late += [serial for pk, _, serial in found if came.get(pk, date.max) > day]
    if late:
        raise InvalidInput(
            f"Au {day:%d/%m/%Y}, ces carnets n’étaient pas encore là : {name_some(late)}. Vérifiez la date.",
            field=field,
        )


def next_number(letter: str, rows: Any, day: date) -> str:
    """« L2022-0007 »: the next slip of that year. The scheme's chain is held, so that two never share a number."""
    journal.lock(journal.SCHEME_CHAIN)
    start = f"{letter}{day:%Y}-"
    last = rows.filter(number__startswith=start).order_by("number").values_list("number", flat=True).last()
    return f"{start}{int(last.removeprefix(start)) + 1 if last else 1:04d}"


def write_down(
    actor: User | None, convention: Convention, act: str, subject: journal.Subject, *, to: str = "", reason: str = ""
) -> None:
    """The act, in the convention's chain."""
    author = author_for(actor, convention.partner, clock.today()) if actor else journal.SYSTEM_AUTHOR
    journal.record(chain=str(convention.public_id), author=author, act=act, subject=subject, to_state=to, reason=reason)

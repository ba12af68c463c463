"""Handing out a booklet from a place, and taking a mistaken hand-out back (art. 4). Nobody receives the same twice."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from passnum.conventions.enums import ConventionState
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.partners.models import DistributionPlace, User
from passnum.quotas.arrivals import arrived_on
from passnum.quotas.enums import AccountKind, OperationKind
from passnum.quotas.ledger import BookletQuerySet
from passnum.quotas.models import Account, Booklet
from passnum.quotas.permissions import ensure_hands_out, ensure_intervenant
from passnum.quotas.serials import clean_serial
from passnum.quotas.services.accounts import partner_account, place_stock
from passnum.quotas.services.moving import hold, move

NOTHING_LEFT = (
    "Il n’y a plus de carnet à remettre dans ce lieu : demandez à votre référente ou référent d’en faire venir."
)


def next_booklet(place: DistributionPlace, *, on: date | None = None) -> Booklet | None:
    """The booklet to propose: of a convention in force, not expired that day, the first to expire; None for none."""
    return _ready(place_stock(place), on or clock.today()).first_to_hand_out().first()


@transaction.atomic
def hand_out(
    *, actor: User, place: DistributionPlace, serial: str | None = None, happened_on: date | None = None
) -> Booklet:
    """Hand out one booklet of the place: that serial, or the next one. Returns the booklet, now « remis ».

    Raises NotAllowed for who is no entitled intervenant, InvalidInput and WrongState otherwise.
    """
    day = happened_on or clock.today()
    ensure_hands_out(actor, place)
    if day > clock.today():
        raise InvalidInput("La remise ne peut pas être à venir.", field="handed_out_on")
    stock, target = _held(place)
    booklet = _named(stock, serial, day) if serial else _ready(stock, day).first_to_hand_out().first()
    if booklet is None:
        raise WrongState(NOTHING_LEFT)
    _check_day(booklet, day)
    move(
        booklets=[booklet.pk],
        source=stock,
        target=target,
        kind=OperationKind.REMISE,
        happened_on=day,
        by=actor,
    )
    booklet.refresh_from_db()
    return booklet


@transaction.atomic
def take_back(*, actor: User, booklet: Booklet, place: DistributionPlace) -> Booklet:
    """Undo a hand-out typed by mistake: the booklet is again at the place. The ledger keeps both movements.

    At a place that has closed since too: from there it is moved, or given back.
    """
    ensure_intervenant(actor, place)
    stock, source = _held(place)
    last = booklet.movements.filter(kind=OperationKind.REMISE).order_by("number").last()
    if last is None or last.from_account.place_id != place.pk:
        raise WrongState(f"Le carnet {booklet.serial} n’a pas été remis dans ce lieu.")
    move(
        booklets=[booklet.pk],
        source=source,
        target=stock,
        kind=OperationKind.ANNULATION,
        happened_on=clock.today(),
        by=actor,
    )
    booklet.refresh_from_db()
    return booklet


def _held(place: DistributionPlace) -> tuple[Account, Account]:
    """The place and what the partner handed out, held to the end: hand-outs of one place follow each other."""
    stock, gone = place_stock(place), partner_account(AccountKind.REMIS, place.partner)
    hold(stock, gone)
    return stock, gone


def _ready(account: Account, day: date) -> BookletQuerySet:
    return Booklet.objects.held_by(account).to_hand_out(day)


def _named(stock: Account, serial: str, day: date) -> Booklet:
    own = Booklet.objects.select_related("account__place", "convention").filter(account__partner=stock.partner_id)
    booklet = own.read_as(serial)
    if booklet is None:
        # The same words for an unknown serial and for another partner's: nothing is told of the others.
        name = clean_serial(serial)
        what = _meant(own, stock, serial) or "vérifiez le numéro."
        raise InvalidInput(f"Le carnet {name} n’est pas dans votre structure : {what}", field="serial")
    name = booklet.serial
    if booklet.account_id != stock.pk:
        raise InvalidInput(f"Le carnet {name} n’est pas dans ce lieu : {_whereabouts(booklet)}.", field="serial")
    if booklet.expires_on is not None and booklet.expires_on < day:
        raise InvalidInput(f"Le carnet {name} est périmé depuis le {booklet.expires_on:%d/%m/%Y}.", field="serial")
    if booklet.convention is None or booklet.convention.state != ConventionState.EN_VIGUEUR:
        raise WrongState(f"La convention au titre de laquelle le carnet {name} a été livré n’est plus en vigueur.")
    return booklet


def _meant(own: BookletQuerySet, stock: Account, serial: str) -> str:
    """What may have been meant by a number without its prefix: a booklet of the place, else one of the structure."""
    here = own.held_by(stock).ending_as(serial)
    if here is not None:
        return f"peut-être {here.serial}, qui est dans ce lieu ? Comparez avec le carnet."
    other = own.ending_as(serial)
    return f"peut-être {other.serial} ? Mais {_whereabouts(other)}." if other is not None else ""


def _whereabouts(booklet: Booklet) -> str:
    account = booklet.account
    if account.kind == AccountKind.REMIS:
        last = booklet.movements.order_by("number").last()
        return f"il a déjà été remis le {last.happened_on:%d/%m/%Y}" if last else "il a déjà été remis"
    return f"le registre le situe dans « {account} »"


def _check_day(booklet: Booklet, day: date) -> None:
    """Not before the booklet reached the place."""
    arrived = arrived_on(booklet.pk)
    if day < arrived:
        raise InvalidInput(
            f"Le carnet {booklet.serial} n’est dans ce lieu que depuis le {arrived:%d/%m/%Y} : "
            "la remise ne peut pas être antérieure.",
            field="handed_out_on",
        )

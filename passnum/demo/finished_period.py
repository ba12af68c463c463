"""A finished period of the demonstration: a structure handed out its booklets from February to July 2023.

Enough persons for a publication, a pace for the forecast, and some small cells that a publication hides.
"""

from __future__ import annotations

from datetime import date

from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.demo.finished_people import Person, draw_people
from passnum.demo.programme import Lot, load_purchases
from passnum.distribution.attributing import Entry, attribute
from passnum.distribution.models import Questionnaire
from passnum.distribution.releasing import release_figures
from passnum.partners.models import DistributionPlace, User
from passnum.quotas.services import Arrival, confirm_receipt, deliver

_RECEIVED, _SENT, _ARRIVED = date(2023, 1, 30), date(2023, 2, 2), date(2023, 2, 6)
_BOOKLETS = 80
#: What was published in July, and the last day of it.
PUBLISHED = (date(2023, 2, 1), date(2023, 6, 30))
_PUBLISHED_ON = date(2023, 7, 20)


def serials_of_spring(first: int, last: int) -> list[str]:
    """Serials of the parcel of February, by number."""
    return [f"EMS-22{number:04d}" for number in range(first, last + 1)]


def load_finished_period(convention: Convention, users: dict[str, User], key: str) -> None:
    """One parcel in February, the persons it went to, and the figures that EMS published of them."""
    administrator, serials = users["eurometropole"], serials_of_spring(1, _BOOKLETS)
    place = convention.partner.places.order_by("pk")[0]
    lot = Lot(
        serials,
        order="BC-2022-007",
        invoice="F-2023-018",
        ordered_on=date(2022, 12, 5),
        invoiced_on=date(2023, 1, 23),
        received_on=_RECEIVED,
        expires_on=date(2024, 6, 30),
    )
    load_purchases(administrator, [lot])
    with clock.on_day(_SENT):
        parcel = deliver(actor=administrator, convention=convention, year=2023, serials=serials, sent_on=_SENT)
    with clock.on_day(_ARRIVED):
        arrival = Arrival(rest_to=place)
        confirm_receipt(actor=users[f"referent.{key}"], delivery=parcel, arrival=arrival, received_on=_ARRIVED)
    questionnaire = Questionnaire.objects.current()
    for person in draw_people():
        _hand_out(users[f"intervenant.{key}"], place, questionnaire, person)
    with clock.on_day(_PUBLISHED_ON):
        release_figures(actor=administrator, first=PUBLISHED[0], last=PUBLISHED[1])


def _hand_out(actor: User, place: DistributionPlace, questionnaire: Questionnaire | None, person: Person) -> None:
    entry = Entry(
        place=place,
        commune_insee=person.commune,
        outcome=person.outcome,
        proposed_outcome=person.proposed,
        category=person.category,
        handed_out_on=person.day,
        questionnaire=questionnaire,
        first_booklet=True,
        notice_read=True,
        notice_language="fr",
        profile=person.profile,
    )
    with clock.on_day(person.day):
        attribute(actor=actor, entry=entry)

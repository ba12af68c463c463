"""The register of the demonstration: a delivery in September 2023, and the first attributions made from it."""

from __future__ import annotations

from datetime import date

from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.demo.mediation import follow_people, load_network
from passnum.demo.register_people import PEOPLE
from passnum.distribution.attributing import Entry, attribute
from passnum.distribution.models import Questionnaire
from passnum.distribution.profiles import Profile
from passnum.distribution.publishing import prepare_questionnaire, publish_questionnaire
from passnum.partners.models import DistributionPlace, User
from passnum.partners.services import declare_equipped
from passnum.quotas.services import receive_from_operator
from passnum.quotas.services.deliveries import deliver
from passnum.quotas.services.delivery_receipts import Arrival, confirm_receipt

RECEIVED, SENT, ARRIVED = date(2023, 8, 28), date(2023, 9, 4), date(2023, 9, 6)
EXPIRES = date(2024, 12, 31)
#: Invented: the real simulation is set by EMS.
SIMULATION = "https://simulation.demo.passnum.example/"


def load_register(convention: Convention, users: dict[str, User]) -> None:
    """Booklets brought to the first place of the convention's partner, and a dozen of them handed out."""
    administrator, referent, intervenant = (users[name] for name in ("eurometropole", "referent", "intervenant"))
    place = convention.partner.places.order_by("pk")[0]
    _publish(administrator)
    serials = [f"EMS-23{number:04d}" for number in range(1, 61)]
    with clock.on_day(RECEIVED):
        receive_from_operator(actor=administrator, serials=serials, happened_on=RECEIVED, expires_on=EXPIRES)
    with clock.on_day(SENT):
        parcel = deliver(actor=administrator, convention=convention, year=2023, serials=serials[:40], sent_on=SENT)
    with clock.on_day(ARRIVED):
        confirm_receipt(actor=referent, delivery=parcel, arrival=Arrival(rest_to=place), received_on=ARRIVED)
        declare_equipped(actor=intervenant, place=place, equipped=True)
    for day, values, profile in PEOPLE:
        _hand_out(intervenant, place, day, values, profile)
    load_network(administrator)
    follow_people(intervenant, convention)


def _publish(administrator: User) -> None:
    """A second version of the questionnaire, with the address of a simulation."""
    version = prepare_questionnaire(actor=administrator)
    Questionnaire.objects.filter(pk=version.pk).update(simulation_url=SIMULATION)
    publish_questionnaire(actor=administrator, questionnaire=version)


def _hand_out(
    intervenant: User, place: DistributionPlace, day: date, values: dict[str, str], profile: Profile | None
) -> None:
    """One person; without a profile, one who objects."""
    entry = Entry(
        place=place,
        commune_insee=values["commune"],
        outcome=values["outcome"],
        proposed_outcome=values.get("proposed", values["outcome"]),
        category=values["category"],
        handed_out_on=day,
        questionnaire=Questionnaire.objects.current(),
        first_booklet=True,
        notice_read=True,
        notice_language=values.get("language", "fr"),
        objection=profile is None,
        profile=profile or Profile(),
    )
    with clock.on_day(day):
        attribute(actor=intervenant, entry=entry)

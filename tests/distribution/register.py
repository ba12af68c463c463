"""Interviews and attributions of a house, for the tests of its screens."""

from __future__ import annotations

from datetime import date
from typing import Any

from passnum.distribution import drafts
from passnum.distribution.attributing import Entry
from passnum.distribution.draft import AttributionDraft
from passnum.distribution.models import Characteristic, Notice, Questionnaire
from passnum.distribution.publishing import prepare_questionnaire
from passnum.distribution.referral import Referral
from passnum.distribution.referring import refer
from passnum.network.models import MediationPlace
from passnum.partners.models import User
from passnum.quotas.services import receive_from_operator
from tests.network.examples import place
from tests.quotas.stock import RECEIVED, bring, first_place
from tests.scene import House


def stocked(house: House, *, booklets: int = 5) -> None:
    """Booklets at the first place of the house, whose serials begin with its canary word."""
    names = [f"{house.canary.upper()}-{number:03d}" for number in range(1, booklets + 1)]
    ems = User.objects.get(email="ems@exemple.test")
    receive_from_operator(actor=ems, serials=names, happened_on=RECEIVED, expires_on=date(2024, 12, 31))
    bring(house, names)


def begun(house: House) -> AttributionDraft:
    """An interview in which a first answer was typed: the next one begun is another."""
    draft = drafts.begin(actor=house.intervenant, place=first_place(house))
    return drafts.keep(actor=house.intervenant, draft=draft, values={"1": {"q1": "2"}})


def finished(house: House, **changes: Any) -> AttributionDraft:
    """An interview whose booklet is handed out and whose code is still shown."""
    place = first_place(house)
    values: dict[str, Any] = {"commune_insee": "67482", "outcome": "formation", "category": "bases"}
    entry = Entry(place=place, first_booklet=True, notice_read=True, notice_language="fr", **(values | changes))
    return drafts.conclude(actor=house.intervenant, draft=begun(house), entry=entry)


def register_of(house: House) -> dict[str, list[Any]]:
    """What the addresses of the register are about, by kind."""
    rows = AttributionDraft.objects.filter(place__partner=house.partner).order_by("pk")
    if not rows:
        stocked(house)
        for _ in range(2):
            begun(house)
        finished(house)
    done = rows.filter(attribution__isnull=False).get()
    if not Referral.objects.filter(attribution=done.attribution).exists():
        refer(actor=house.intervenant, attribution=done.attribution, place=MediationPlace.objects.first() or place())
    under_way = list(rows.filter(attribution__isnull=True))
    return {
        "interview": [under_way[0].public_id, 1],
        "photographed": [under_way[0].public_id],
        "abandoned": [under_way[-1].public_id],
        "finished": [done.public_id],
        "attribution": [done.attribution.public_id],
        "referred": [done.attribution.public_id],
        "place": [first_place(house).public_id],
    }


def contents() -> dict[str, list[Any]]:
    """What EMS writes for the diagnosis: the version in use and the one in preparation, a notice, a characteristic."""
    current = Questionnaire.objects.current()
    assert current is not None
    version = prepare_questionnaire(actor=User.objects.get(email="ems@exemple.test"))
    notice = Notice.objects.get(language="de", version=1)
    asked, new = Characteristic.objects.get_or_create(code="equipement", defaults={"label": "Équipement"})
    if new:
        for number, label in enumerate(("Ordinateur", "Téléphone"), start=1):
            asked.choices.create(number=number, label=label)
    return {
        "questionnaire": [version.public_id],
        "questionnaire+act": [current.public_id, "preparer"],
        "questionnaire+question": [version.public_id, 2],
        "notice": [notice.public_id],
        "notice+act": [notice.public_id, "version"],
        "characteristic": [asked.public_id],
        "characteristic+act": [asked.public_id, "publier"],
    }

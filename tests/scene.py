"""A small believable world for the tests: EMS, two partners with a person per role, a campaign under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from passnum.conventions import services as conventions
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.deliverables import services
from passnum.deliverables.compilation import compile_dossier
from passnum.deliverables.drafts import Draft, IndicatorsDraft, ProgrammeDraft, SurveyDraft
from passnum.deliverables.enums import DeliverableKind
from passnum.deliverables.models import Deliverable, Dossier, ReportingPeriod
from passnum.demo.figures import spread
from passnum.partners.enums import GROUP_ADMINISTRATORS, GROUP_COMMUNICATION, Role
from passnum.partners.models import DistributionPlace, Membership, Partner, User

PASSWORD = "quatre-chevaux-bleus"
TODAY = date(2023, 9, 18)
COMMITTEE = date(2023, 11, 30)
PEOPLE = 120


@dataclass
class House:
    """One partner and its people; `canary` is a rare word of its data that nobody else may read."""

    key: str
    canary: str
    partner: Partner
    convention: Convention
    referent: User
    president: User
    intervenant: User
    lecteur: User


def person(email: str, *, first_name: str = "Prénom", last_name: str = "Nom") -> User:
    return User.objects.create_user(f"{email}@exemple.test", PASSWORD, first_name=first_name, last_name=last_name)


def administrator(name: str = "ems") -> User:
    user = person(name, first_name="Claude", last_name="Ems")
    user.groups.add(Group.objects.get(name=GROUP_ADMINISTRATORS))
    return user


def communication() -> User:
    user = person("communication")
    user.groups.add(Group.objects.get(name=GROUP_COMMUNICATION))
    return user


def draft_convention(partner: Partner, **changes: object) -> Convention:
    """A convention of 2021–2023 not saved yet, with nothing missing before its signature."""
    values: dict[str, object] = {
        "partner": partner,
        "reference": f"PN-2021-{partner.name.upper()}"[:40],
        "title": "Convention de partenariat",
        "first_year": 2021,
        "last_year": 2023,
        "ends_on": date(2023, 12, 31),
        "ems_representative": "Présidence EMS",
        "partner_representative": "Présidence de la structure",
        "ems_deliberation": "Délibération nᵒ 1",
        "ems_deliberation_on": date(2021, 6, 25),
        "partner_deliberation": "Délibération nᵒ 2",
        "partner_deliberation_on": date(2021, 5, 31),
    }
    return Convention(**(values | changes))


def convention_in_force(partner: Partner, actor: User) -> Convention:
    with clock.on_day(date(2021, 7, 12)):
        convention = conventions.save_record(actor=actor, convention=draft_convention(partner))
        conventions.send_for_signature(actor=actor, convention=convention)
        conventions.record_signature(actor=actor, convention=convention, partner_signed_on=date(2021, 7, 5))
        return conventions.record_receipt(
            actor=actor,
            convention=convention,
            received_on=date(2021, 7, 12),
            signed_copy=ContentFile(b"%PDF-1.4 copie"),
        )


def house(key: str, canary: str, actor: User) -> House:
    partner = Partner.objects.create(name=f"Structure {canary}", short_name=key)
    DistributionPlace.objects.create(
        partner=partner, name=f"Lieu {key}", postal_code="67000", commune_insee="67482", commune_name="Strasbourg"
    )
    people = {}
    for role in Role:
        people[role.value] = person(f"{role.value}.{key}", first_name=canary.title(), last_name=role.value.title())
        Membership.objects.create(user=people[role.value], partner=partner, role=role, started_on=date(2021, 6, 1))
    return House(key, canary, partner, convention_in_force(partner, actor), **people)


@dataclass
class Scene:
    """EMS and two houses; the campaign 2022 is open at both, on 18 September 2023."""

    ems: User
    communication: User
    alpha: House
    beta: House

    def period(self, house: House) -> ReportingPeriod:
        return ReportingPeriod.objects.get(convention=house.convention, year=2022)

    def deliverable(self, house: House, kind: str) -> Deliverable:
        return Deliverable.objects.get(period=self.period(house), kind=kind)

    def filled(self, house: House, kind: str) -> Deliverable:
        """A deliverable whose draft is complete."""
        return fill(house, self.deliverable(house, kind))

    def submitted(self, house: House) -> Dossier:
        """All deliverables submitted: the dossier waits for its compilation."""
        dossier = None
        for kind in DeliverableKind:
            row = self.filled(house, kind)
            dossier = services.submit(actor=house.referent, deliverable=row, revision=row.revision).dossier
        assert dossier is not None
        return dossier

    def compiled(self, house: House) -> Dossier:
        """A dossier that waits for the President."""
        dossier = self.submitted(house)
        compile_dossier(dossier.pk)
        return Dossier.objects.get(pk=dossier.pk)

    def transmitted(self, house: House) -> Dossier:
        """A dossier that waits for EMS."""
        dossier = self.compiled(house)
        return services.validate_dossier(
            actor=house.president, dossier=dossier, expected_sha256=dossier.compiled_sha256
        )

    def approved(self, house: House) -> Dossier:
        """A dossier that waits to be archived."""
        dossier = self.transmitted(house)
        services.open_examination(actor=self.ems, dossier=dossier)
        return services.approve(actor=self.ems, dossier=dossier)


def make_scene() -> Scene:
    ems = administrator()
    scene = Scene(ems, communication(), house("alpha", "perceneige", ems), house("beta", "coquelicot", ems))
    for one in (scene.alpha, scene.beta):
        services.open_period(actor=ems, convention=one.convention, year=2022, committee_on=COMMITTEE)
    return scene


def draft_for(house: House, kind: str, *, people: int = PEOPLE) -> Draft:
    """A complete draft of that kind, with the house's canary word in it."""
    if kind == DeliverableKind.PROGRAMME:
        return ProgrammeDraft(f"<p>Ateliers {house.canary}</p>", "<p>Un projet</p>")
    if kind == DeliverableKind.INDICATORS:
        return IndicatorsDraft(people, people, spread(people), "<p>Bien</p>")
    return SurveyDraft("Papier", people, 50, 20, 20, 5, 3, 2, "<p>Merci</p>")


def fill(house: House, row: Deliverable) -> Deliverable:
    row = services.save_draft(
        actor=house.referent, deliverable=row, revision=row.revision, draft=draft_for(house, row.kind)
    )
    if row.kind == DeliverableKind.SURVEY and not row.attachments.current().exists():
        services.add_attachment(actor=house.referent, deliverable=row, uploaded=table(house.canary))
    return Deliverable.objects.get(pk=row.pk)


def table(word: str = "x", name: str = "résultats.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"avis;réponses\ntrès satisfaites;20\n{word};1\n".encode(), "text/csv")


def signed_in(user: User) -> Client:
    """A browser whose session is open for a while: what asks for the password again will ask."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def signed_in_afresh(user: User) -> Client:
    """A browser in which the person has just given the password again."""
    client = Client()
    client.post("/compte/login/", {"login": user.email, "password": PASSWORD})
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    return client

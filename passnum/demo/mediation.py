"""The mediation places of the demonstration, all invented, and what came of a few referrals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.communes import commune
from passnum.distribution.attribution import Attribution
from passnum.distribution.referring import FollowUp, follow_up, refer
from passnum.network import enums
from passnum.network.models import MediationPlace
from passnum.network.services import enter_network, qualify, save_place
from passnum.partners.models import User

SINCE = date(2022, 1, 10)
UPDATED = date(2023, 5, 2)
HELP, LEARN, JOB, SAFE, FAMILY, PLAY, WORLD, NET, _ = enums.SERVICES
WEEK = "Mo-Fr 09:00-12:00,14:00-18:00; PH off"


@dataclass(frozen=True)
class Sketch:
    """What distinguishes one invented place; `qualified` False for one that is not proposed."""

    name: str
    insee: str
    street: str
    services: tuple[str, ...]
    hours: str = WEEK
    languages: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    charge: str = enums.Charge.AUCUN
    qualified: bool = True


PLACES = (
    Sketch(
        "Atelier numérique du Vieux Tilleul",
        "67482",
        "4 rue du Vieux Tilleul",
        (LEARN, HELP, SAFE),
        WEEK,
        ("ar", "tr"),
        ("fauteuil",),
    ),
    Sketch(
        "La Fabrique des écrans",
        "67482",
        "18 quai des Tanneurs de l’Ill",
        (LEARN, WORLD, PLAY),
        "Tu-Sa 10:00-19:00; PH off",
        ("en", "de"),
        ("fauteuil", "boucle"),
    ),
    Sketch(
        "Point d’appui des Glacis",
        "67482",
        "7 passage des Glacis",
        (HELP, JOB, NET),
        "Mo-Th 08:30-12:30; PH off",
        ("ru", "uk", "en"),
    ),
    Sketch(
        "Médiathèque du Canal (démonstration)",
        "67447",
        "2 place du Canal",
        (LEARN, NET, FAMILY),
        "Tu-Sa 10:00-18:00; PH off",
        (),
        ("fauteuil", "vision"),
    ),
    Sketch(
        "Maison des écrans ouverts",
        "67043",
        "11 rue des Jardins clairs",
        (HELP, LEARN),
        "Mo,We,Fr 09:00-12:00; PH off",
        ("tr",),
        (),
        enums.Charge.POSSIBLE,
    ),
    Sketch(
        "Atelier du Ried (démonstration)",
        "67204",
        "3 rue du Ried fleuri",
        (LEARN, SAFE),
        "We 14:00-18:00; Sa 09:00-12:00; PH off",
        (),
        ("fauteuil",),
    ),
    Sketch(
        "L’Escale numérique d’Ostwald",
        "67365",
        "9 rue de l’Escale",
        (HELP, LEARN, FAMILY),
        WEEK,
        ("ar", "es"),
        ("fauteuil", "lsf"),
    ),
    Sketch(
        "Café des souris",
        "67267",
        "21 rue des Souris grises",
        (LEARN, PLAY),
        "Th-Sa 14:00-20:00; PH off",
        ("pt", "es"),
        (),
        enums.Charge.POSSIBLE,
    ),
    Sketch(
        "Espace Trois Rivières",
        "67218",
        "5 allée des Trois Rivières",
        (HELP, JOB, SAFE),
        WEEK,
        ("en",),
        ("fauteuil", "falc"),
    ),
    Sketch(
        "Foyer numérique de la Forêt",
        "67519",
        "1 rue de la Forêt haute",
        (LEARN,),
        "Tu,Th 14:00-17:00; PH off",
    ),
    Sketch(
        "Permanence des Houblons",
        "67506",
        "14 rue des Houblons",
        (HELP, FAMILY),
        "Mo 14:00-17:00; Fr 09:00-12:00; PH off",
        ("de",),
    ),
    Sketch("Atelier des Bruyères (à qualifier)", "67137", "8 rue des Bruyères", (LEARN,), qualified=False),
)


def load_network(administrator: User) -> None:
    """A dozen of places; all but one qualified and in the network."""
    with clock.on_day(UPDATED):
        for number, sketch in enumerate(PLACES, start=1):
            row = save_place(actor=administrator, place=_place(sketch, number))
            if sketch.qualified:
                qualify(actor=administrator, place=row, qualified_by="Hubik", since=SINCE, until=None, reason="Visite")
                enter_network(actor=administrator, place=row, on=SINCE, reason="Charte signée")


def _place(sketch: Sketch, number: int) -> MediationPlace:
    town = commune(sketch.insee)
    return MediationPlace(
        national_id=f"demo-{number:02d}",
        pivot=f"000000000{number:05d}",
        nom=sketch.name,
        commune=town.name,
        code_postal=town.postal_codes[0],
        code_insee=sketch.insee,
        adresse=sketch.street,
        telephone=f"+339900000{number:02d}",
        horaires=sketch.hours,
        presentation_resume="Lieu inventé pour la démonstration.",
        source="Démonstration",
        date_maj=UPDATED,
        services=list(sketch.services),
        modalites_acces=["Se présenter", "Téléphoner"],
        accepts_pass=True,
        accepts_pass_since=SINCE,
        remaining_charge=sketch.charge,
        languages=list(sketch.languages),
        accessibility=list(sketch.access),
    )


#: Days after the referral: appointment, venue, first Pass, given up.
FOLLOWED = ((2, 6, 6, None), (1, 5, None, None), (3, None, None, 9), (None, None, None, None))


def follow_people(intervenant: User, convention: Convention) -> None:
    """A few of the people of the register, sent to a place the day they had their booklet."""
    rows = Attribution.objects.filter(convention=convention, objection=False, cancelled_at=None, erased_at=None)
    places = list(MediationPlace.objects.order_by("national_id")[: len(FOLLOWED)])
    for row, place, delays in zip(rows.order_by("pk"), places, FOLLOWED, strict=False):
        with clock.on_day(row.handed_out_on):
            referral = refer(actor=intervenant, attribution=row, place=place)
        days = [None if delay is None else row.handed_out_on + timedelta(days=delay) for delay in delays]
        with clock.on_day(row.handed_out_on + timedelta(days=10)):
            follow_up(actor=intervenant, referral=referral, days=FollowUp(*days))

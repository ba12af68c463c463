"""The record of a convention in the demonstration: texts, control of legality, data protection, contacts."""

from __future__ import annotations

from datetime import date

from passnum.conventions.enums import ContactRole, DataController, Side
from passnum.conventions.models import Convention, ConventionContact
from passnum.conventions.services.articles import change_article
from passnum.conventions.services.record import record_transmission, save_contact, save_data_protection
from passnum.core import clock
from passnum.demo.accounts import DEMO_DOMAIN
from passnum.demo.article_texts import ARTICLE_TEXTS
from passnum.partners.models import User

ARRANGEMENT = (
    "La structure répond du diagnostic et de la remise des carnets ; l’Eurométropole répond du suivi des quotas et des "
    "livrables, qui ne comptent que des totaux. Une personne s’adresse à la structure qui lui a remis son carnet."
)
#: Side, subject, name, function, what precedes the « @ ».
CONTACTS = (
    (Side.EMS, ContactRole.DONNEES, "Délégation à la protection des données", "Eurométropole", "dpo"),
    (Side.EMS, ContactRole.SUIVI, "Claude Kieffer", "Chargée de mission inclusion numérique", "eurometropole"),
    (Side.STRUCTURE, ContactRole.DONNEES, "Protection des données", "Structure de distribution", "dpo.{key}"),
)


def write_articles(convention: Convention, administrator: User) -> None:
    """Give each article its text, while the convention is in preparation."""
    for article in convention.articles.all():
        text = ARTICLE_TEXTS[article.number]
        change_article(actor=administrator, article=article, title=article.title, text=text, revision=0)


def complete_record(convention: Convention, administrator: User, key: str) -> None:
    """Délibérations transmitted, data protection agreed on, persons to write to."""
    with clock.on_day(date(2021, 7, 1)):
        record_transmission(actor=administrator, convention=convention, side=Side.EMS, on=date(2021, 6, 30))
        record_transmission(actor=administrator, convention=convention, side=Side.STRUCTURE, on=date(2021, 6, 8))
        save_data_protection(
            actor=administrator, convention=convention, controller=DataController.CHACUNE, arrangement=ARRANGEMENT
        )
        for side, role, name, job, login in CONTACTS:
            email = f"{login.format(key=key)}@{DEMO_DOMAIN}"
            contact = ConventionContact(
                convention=convention, side=side, role=role, name=name, job_title=job, email=email
            )
            save_contact(actor=administrator, contact=contact)

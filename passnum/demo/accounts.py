"""Accounts of the demonstration: invented people, one per role, and one password that production refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import Group

from passnum.partners.enums import GROUP_ADMINISTRATORS, GROUP_COMMUNICATION, Role
from passnum.partners.models import Membership, Partner, User

#: Domain of every demonstration account: production refuses to start with one of them.
DEMO_DOMAIN = "demo.passnum.example"
DEMO_PASSWORD = "carnet-de-dix-cheques"  # noqa: S105 - made for the demonstration alone


@dataclass(frozen=True)
class Account:
    """One invented person: login before the domain, name, function, and the roles held by partner key."""

    login: str
    first_name: str
    last_name: str
    job_title: str
    roles: tuple[tuple[str, Role], ...] = ()
    group: str = ""

    @property
    def email(self) -> str:
        return f"{self.login}@{DEMO_DOMAIN}"


ACCOUNTS = (
    Account("eurometropole", "Claude", "Kieffer", "Chargée de mission inclusion numérique", group=GROUP_ADMINISTRATORS),
    Account("communication", "Maxime", "Roth", "Chargé de communication", group=GROUP_COMMUNICATION),
    Account("referent", "Camille", "Weber", "Référente Pass numérique", (("cea", Role.REFERENT),)),
    Account("presidence", "Dominique", "Schmitt", "Présidence (rôle de démonstration)", (("cea", Role.PRESIDENT),)),
    Account("intervenant", "Sacha", "Muller", "Assistant social", (("cea", Role.INTERVENANT),)),
    Account("lecteur", "Alix", "Keller", "Contrôle de gestion", (("cea", Role.LECTEUR),)),
    Account("referent.ecluse", "Noa", "Fischer", "Coordinatrice", (("ecluse", Role.REFERENT),)),
    Account("presidence.ecluse", "Andrea", "Lang", "Présidente", (("ecluse", Role.PRESIDENT),)),
    Account("intervenant.ecluse", "Yaël", "Klein", "Conseillère sociale", (("ecluse", Role.INTERVENANT),)),
    Account("referent.saules", "Lou", "Meyer", "Directeur adjoint", (("saules", Role.REFERENT),)),
    Account("presidence.saules", "Eden", "Walter", "Président", (("saules", Role.PRESIDENT),)),
    Account("intervenant.saules", "Charlie", "Haas", "Conseiller social", (("saules", Role.INTERVENANT),)),
    Account(
        "referent.deux",
        "Morgan",
        "Simon",
        "Référente de deux structures",
        (("saules", Role.REFERENT), ("ponts", Role.REFERENT)),
    ),
)

#: What each account is for, in the order in which a newcomer plays the circuit.
GUIDE = (
    ("referent", "Référente de la CeA : compléter et remettre les trois livrables 2022."),
    ("presidence", "Présidence de la CeA : valider le dossier compilé, ou le renvoyer."),
    ("eurometropole", "Administratrice de l’Eurométropole : examiner, approuver, archiver ; conventions et quotas."),
    ("communication", "Communication : pages, kits et logos dans l’espace de gestion."),
    ("intervenant", "Intervenant social de la CeA : les entretiens, les carnets remis, les reçus."),
    ("lecteur", "Lecture seule à la CeA."),
    ("presidence.ecluse", "Présidente de L’Écluse : un dossier attend sa validation."),
    ("referent.deux", "Une personne, deux structures : elle choisit."),
)


def create_accounts(partners: dict[str, Partner], since: date) -> dict[str, User]:
    """Create the accounts and their roles; returns them by login."""
    users = {}
    for account in ACCOUNTS:
        user = User.objects.create_user(
            account.email,
            DEMO_PASSWORD,
            first_name=account.first_name,
            last_name=account.last_name,
            job_title=account.job_title,
            is_staff=bool(account.group),
        )
        if account.group:
            user.groups.add(Group.objects.get(name=account.group))
        for key, role in account.roles:
            Membership.objects.create(user=user, partner=partners[key], role=role, started_on=since)
        users[account.login] = user
    return users


def describe() -> str:
    """The accounts in words, for the person who starts the demonstration."""
    lines = [f"  {login + '@' + DEMO_DOMAIN:<42} {purpose}" for login, purpose in GUIDE]
    return "\n".join([f"Mot de passe de tous les comptes : {DEMO_PASSWORD}", "", *lines])

"""The demonstration as a whole: the real convention with the CeA, three invented partners, every step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction

from passnum.committee.models import CommitteeMeeting
from passnum.conventions import services as conventions
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.demo import texts
from passnum.demo.accounts import create_accounts
from passnum.demo.booklets import load_booklets, send_waiting_parcel
from passnum.demo.circuit import Campaign, examine_and_archive, fill, open_campaign, submit_all, validate
from passnum.demo.committees import (
    Parties,
    ask_for_meeting,
    fix_committee,
    hold_committee,
    propose_to_move,
    seat,
)
from passnum.demo.figures import spread
from passnum.demo.finished_period import load_finished_period
from passnum.demo.minutes import await_answers, hold_further_meeting, seal_minutes
from passnum.demo.obligations import declare_facts
from passnum.demo.programme import load_programme, revise_and_share
from passnum.demo.record import complete_record, write_articles
from passnum.demo.register import load_register
from passnum.demo.signed_copy import make_signed_copy
from passnum.distribution.services import save_figures
from passnum.mail.models import OutboxMessage
from passnum.partners.enums import PartnerKind
from passnum.partners.models import DistributionPlace, Partner, User
from passnum.quotas.enums import QuotaBasis
from passnum.quotas.services import QuotaValues, set_quota

SINCE = date(2021, 6, 1)

PARTNERS = {
    "cea": ("Collectivité européenne d’Alsace", "CeA", PartnerKind.DEPARTEMENT, "Président"),
    "ecluse": ("Association L’Écluse (démonstration)", "L’Écluse", PartnerKind.ASSOCIATION, "Présidente"),
    "saules": ("Centre social Les Saules (démonstration)", "Les Saules", PartnerKind.ASSOCIATION, "Président"),
    "ponts": ("Régie des Trois-Ponts (démonstration)", "Trois-Ponts", PartnerKind.ASSOCIATION, "Directrice"),
}

#: Places by partner: name, postal code, INSEE code, commune.
PLACES = {
    "cea": (
        ("Unité sociale de Strasbourg Nord", "67000", "67482", "Strasbourg"),
        ("Unité sociale de Schiltigheim", "67300", "67447", "Schiltigheim"),
        ("Unité sociale d’Illkirch", "67400", "67218", "Illkirch-Graffenstaden"),
    ),
    "ecluse": (("Accueil de L’Écluse", "67540", "67365", "Ostwald"),),
    "saules": (
        ("Maison des Saules", "67800", "67043", "Bischheim"),
        ("Antenne des Saules", "67800", "67204", "Hœnheim"),
    ),
    "ponts": (("Local des Trois-Ponts", "67380", "67267", "Lingolsheim"),),
}

#: Booklets by partner and year.
QUOTAS = {
    "cea": {2021: 250, 2022: 400, 2023: 400},
    "ecluse": {2021: 60, 2022: 100, 2023: 100},
    "saules": {2021: 40, 2022: 80, 2023: 80},
}
#: The structure whose booklets of 2023 the ledger follows from the first one.
FOLLOWED = "ecluse"
#: Persons who received a booklet, by partner and year, as declared without a register.
BENEFICIARIES = {
    "cea": {2021: 198, 2022: 372, 2023: 241},
    "ecluse": {2021: 47, 2022: 88},
    "saules": {2021: 31, 2022: 74, 2023: 39},
}
#: The members of the committee of Les Saules, whose minutes of 2022 were validated here.
SAULES_MEMBERS = ("eurometropole", "presidence.saules", "referent.saules", "referent.deux")
COMMITTEES = {
    "cea": {2021: date(2022, 11, 30), 2022: date(2023, 11, 30)},
    "ecluse": {2021: date(2022, 11, 24), 2022: date(2023, 10, 20)},
    "saules": {2021: date(2022, 12, 8), 2022: date(2023, 10, 12)},
}


@transaction.atomic
def load() -> None:
    """Create everything; the caller has checked that the demonstration is not there yet."""
    partners = {key: _partner(key) for key in PARTNERS}
    users = create_accounts(partners, SINCE)
    administrator = users["eurometropole"]
    agreed = {key: _convention(key, partners[key], administrator) for key in ("cea", "ecluse", "saules")}
    _convention_in_preparation(partners["ponts"], administrator)
    load_programme(administrator)
    past: dict[str, Campaign] = {}
    for key, convention in agreed.items():
        _quotas(key, convention, administrator)
        past[key] = _campaign(key, 2021, convention, users)
        _first_committee(past[key].parties)
        _past_campaign(past[key], [users[login] for login in SAULES_MEMBERS] if key == "saules" else [])
        suffix = "" if key == "cea" else f".{key}"
        declare_facts(convention, administrator, users[f"referent{suffix}"])
    revise_and_share(agreed, administrator, users)
    # In the order of their days: the slips are numbered as they are made.
    load_finished_period(agreed[FOLLOWED], users, FOLLOWED)
    load_booklets(agreed, users)
    load_register(agreed["cea"], users)
    send_waiting_parcel(agreed["cea"], administrator)
    further = hold_further_meeting(past["ecluse"].parties)
    present = {key: _campaign(key, 2022, convention, users) for key, convention in agreed.items()}
    meetings = _fix_present(present)
    # Mails of times gone by are not sent today.
    OutboxMessage.objects.all().delete()
    _present_cea(present["cea"], meetings["cea"])
    _present_ecluse(present["ecluse"])
    await_answers(past["ecluse"].parties, further)
    _present_saules(present["saules"])


def _partner(key: str) -> Partner:
    name, short, kind, title = PARTNERS[key]
    partner = Partner.objects.create(name=name, short_name=short, kind=kind, representative_title=title)
    for place, postal_code, insee, commune in PLACES[key]:
        DistributionPlace.objects.create(
            partner=partner, name=place, postal_code=postal_code, commune_insee=insee, commune_name=commune
        )
    return partner


def _convention(key: str, partner: Partner, administrator: User) -> Convention:
    """A convention signed, received and in force. For the CeA: the délibération of 31/05/2021 of the real text."""
    real = key == "cea"
    convention = Convention(
        partner=partner,
        reference=f"PN-2021-{PARTNERS[key][1].upper().replace('’', '').replace(' ', '-')}",
        title=texts.CONVENTION_TITLE,
        first_year=2021,
        last_year=2023,
        ends_on=date(2023, 12, 31),
        ems_representative="Pia IMBS",
        ems_representative_title="Présidente",
        partner_representative="Frédéric BIERRY" if real else f"Présidence de {PARTNERS[key][1]}",
        partner_representative_title=PARTNERS[key][3],
        ems_deliberation="Délibération du Conseil (référence de démonstration)",
        ems_deliberation_on=date(2021, 6, 25),
        partner_deliberation="Commission permanente" if real else "Conseil d’administration",
        partner_deliberation_on=date(2021, 5, 31),
    )
    with clock.on_day(date(2021, 6, 28)):
        conventions.save_record(actor=administrator, convention=convention)
        write_articles(convention, administrator)
        conventions.send_for_signature(actor=administrator, convention=convention)
    complete_record(convention, administrator, key)
    with clock.on_day(date(2021, 7, 12)):
        conventions.record_signature(
            actor=administrator,
            convention=convention,
            partner_signed_on=date(2021, 7, 5),
            ems_signed_on=date(2021, 7, 1),
        )
        return conventions.record_receipt(
            actor=administrator,
            convention=convention,
            received_on=date(2021, 7, 12),
            signed_copy=ContentFile(make_signed_copy(convention)),
        )


def _convention_in_preparation(partner: Partner, administrator: User) -> Convention:
    """A convention whose délibération of EMS is still « XXX »: the software names what is missing."""
    convention = Convention(
        partner=partner,
        reference="PN-2023-TROIS-PONTS",
        title="Convention de partenariat pour la distribution de Pass numériques, exercices 2024-2026",
        first_year=2024,
        last_year=2026,
        ends_on=date(2026, 12, 31),
        ems_representative="Pia IMBS",
        partner_representative="Direction des Trois-Ponts",
        partner_representative_title="Directrice",
        ems_deliberation="XXX",
        partner_deliberation="Conseil d’administration",
        partner_deliberation_on=date(2023, 6, 20),
    )
    with clock.on_day(date(2023, 9, 4)):
        return conventions.save_record(actor=administrator, convention=convention)


def _quotas(key: str, convention: Convention, administrator: User) -> None:
    for year, booklets in QUOTAS[key].items():
        before_ledger = booklets if year < 2023 else booklets * 4 // 5
        with clock.on_day(date(2021, 7, 15) if year == 2021 else date(year, 1, 16)):
            set_quota(
                actor=administrator,
                values=QuotaValues(
                    convention=convention,
                    year=year,
                    booklets=booklets,
                    basis=QuotaBasis.PERSONNES,
                    basis_figure=booklets * 12,
                    basis_source="Réunion de lancement, d’après le rapport d’activité de la structure",
                    launch_meeting_on=date(2021, 7, 15),
                    received_booklets=0 if (key, year) == (FOLLOWED, 2023) else before_ledger,
                ),
            )
    if key != FOLLOWED:
        people = BENEFICIARIES[key][2023]
        save_figures(
            convention=convention, year=2023, booklets_handed_out=people, beneficiaries=people, counts=spread(people)
        )


def _campaign(key: str, year: int, convention: Convention, users: dict[str, User]) -> Campaign:
    suffix = "" if key == "cea" else f".{key}"
    return Campaign(
        key=key,
        convention=convention,
        referent=users[f"referent{suffix}"],
        president=users[f"presidence{suffix}"],
        administrator=users["eurometropole"],
        year=year,
        beneficiaries=BENEFICIARIES[key][year],
        committee_on=COMMITTEES[key][year],
    )


def _first_committee(parties: Parties) -> None:
    """Members and rule, then the committee of the first year: nothing elapsed to examine yet."""
    seat(parties, date(2021, 7, 15))
    hold_committee(parties, fix_committee(parties, date(2021, 12, 7), date(2021, 9, 20)))


def _past_campaign(campaign: Campaign, answering: Sequence[User]) -> None:
    """The report on 2021: finished and archived after the committee of the fourth quarter of 2022.

    `answering`: those who validate its minutes; none where they were written on paper.
    """
    period = open_campaign(campaign, date(2022, 9, 5))
    meeting = fix_committee(campaign.parties, campaign.committee_on, date(2022, 9, 12))
    dossier = submit_all(campaign, period, date(2022, 10, 10))
    dossier = validate(campaign, dossier, date(2022, 10, 18))
    if answering:
        seal_minutes(campaign.parties, meeting, answering)
    else:
        hold_committee(campaign.parties, meeting)
    examine_and_archive(campaign, dossier, date(2022, 11, 3), date(2022, 12, 15))


def _fix_present(campaigns: dict[str, Campaign]) -> dict[str, CommitteeMeeting]:
    """The committees of this year: two fixed in time, one late and flagged so."""
    late = "Personne n’était disponible chez la structure pendant l’été."
    return {
        "cea": fix_committee(campaigns["cea"].parties, campaigns["cea"].committee_on, date(2023, 9, 1)),
        "ecluse": fix_committee(campaigns["ecluse"].parties, campaigns["ecluse"].committee_on, date(2023, 8, 10)),
        "saules": fix_committee(
            campaigns["saules"].parties, campaigns["saules"].committee_on, date(2023, 8, 28), late_reason=late
        ),
    }


def _present_cea(campaign: Campaign, meeting: CommitteeMeeting) -> None:
    """Under way: the indicators are a draft, the programme and the survey are not begun; EMS asks to move the date."""
    period = open_campaign(campaign, date(2023, 9, 1))
    indicators = period.deliverables.get(kind="indicators")
    fill(campaign, indicators, date(2023, 9, 12))
    why = "La salle du conseil est prise le 30 novembre."
    propose_to_move(campaign.parties, meeting, date(2023, 12, 5), date(2023, 9, 15), why)


def _present_ecluse(campaign: Campaign) -> None:
    """Compiled: waits for the President."""
    period = open_campaign(campaign, date(2023, 8, 28))
    submit_all(campaign, period, date(2023, 9, 13))


def _present_saules(campaign: Campaign) -> None:
    """Validated and transmitted: waits for EMS; the partner asks for a further meeting."""
    period = open_campaign(campaign, date(2023, 8, 28))
    dossier = submit_all(campaign, period, date(2023, 9, 6))
    validate(campaign, dossier, date(2023, 9, 11))
    ask_for_meeting(campaign.parties, date(2023, 9, 14), "Préparer la suite : les carnets seront épuisés en octobre.")

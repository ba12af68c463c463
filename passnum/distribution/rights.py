"""What the holder of a receipt can do about the data, without a name (GDPR, art. 11, 15 to 21; convention, art. 4).

Each act is journalled without anything personal. The ledger of booklets and the figures already frozen in a report
never change.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from passnum.core import journal
from passnum.core.communes import commune, is_on_territory
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import NO_BREAK_SPACE, long_date
from passnum.distribution.attribution import Attribution
from passnum.distribution.counting import counted_anew
from passnum.distribution.draft import CharacteristicAnswer
from passnum.distribution.enums import UNKNOWN, Dimension
from passnum.distribution.notice import language_name
from passnum.distribution.profiles import Profile, forget_profile, in_its_lists, keep_added, keep_sensitive
from passnum.distribution.receipts import revoke
from passnum.distribution.referral import STEPS, Referral
from passnum.distribution.retention import kept_in_words
from passnum.distribution.wording import of_one
from passnum.network.telling import phone_in_words

#: The label of how long the answers live, on the screen and on the paper.
KEPT = "Réponses gardées"

#: The person acts; nobody knows who it is.
_HOLDER = journal.Author("reçu", "personne concernée, par le code de son reçu")


def told(row: Attribution) -> list[tuple[str, str]]:
    """What the partner's intervenants read of the row, label and value in words."""
    sensitive = getattr(row, "sensitive", None)
    diagnosis = getattr(row, "diagnosis", None)
    lines = [
        ("Numéro du carnet", row.booklet.serial),
        ("Remis le", long_date(row.handed_out_on)),
        ("Structure", row.place.partner.name),
        ("Lieu", row.place.name),
        ("Commune de résidence", _commune_name(row.commune_insee)),
        ("Déclare n’avoir encore reçu aucun carnet", "Oui" if row.first_booklet else "Non renseigné"),
        ("Information lue", "Oui" if row.notice_read else "Non renseigné"),
        *([("Langue de l’information", language_name(row.notice_language))] if row.notice_language else []),
        ("Accord", f"Refus{NO_BREAK_SPACE}: aucune réponse n’est gardée" if row.objection else "Oui"),
    ]
    if row.objection or row.erased_at is not None:
        return lines
    lines += [
        ("Aide retenue", row.get_outcome_display()),
        ("Aide proposée par le questionnaire", row.get_proposed_outcome_display() or "Aucune"),
        ("Situation face au numérique", of_one(Dimension.CATEGORY, row.category)),
        ("Âge", of_one(Dimension.AGE_BAND, row.age_band)),
        ("Sexe", of_one(Dimension.SEX, row.sex)),
        ("Catégorie socioprofessionnelle", of_one(Dimension.PCS, row.pcs)),
        ("Maîtrise de la langue française", of_one(Dimension.FRENCH, getattr(sensitive, "french", UNKNOWN))),
        ("Situation de handicap", of_one(Dimension.DISABILITY, getattr(sensitive, "disability", UNKNOWN))),
    ]
    if diagnosis is not None and diagnosis.simulation_level is not None:
        lines.append(("Niveau atteint à la simulation", diagnosis.simulation_level.text))
    lines += _followed(row)
    answers = row.characteristics.select_related("characteristic", "choice").order_by("characteristic__code")
    return lines + [(one.characteristic.label, one.choice.label if one.choice else "Non renseigné") for one in answers]


def told_to_holder(row: Attribution) -> list[tuple[str, str]]:
    """Everything that is kept: what the person reads and takes away. The opinion is for nobody else to see."""
    survey = getattr(row, "survey_answer", None)
    opinion = [("Votre avis sur l’aide reçue", survey.get_satisfaction_display())] if survey is not None else []
    kept = row.forgotten_at is None and row.erased_at is None and not row.objection
    until = [(KEPT, kept_in_words(row.convention))] if kept else []
    return [*told(row), *opinion, *until]


def _followed(row: Attribution) -> list[tuple[str, str]]:
    """Where the person was sent, how to get there without the slip, and the days of what followed."""
    referral = Referral.objects.filter(attribution=row).select_related("place").first()
    if referral is None:
        return []
    place = referral.place
    where = [
        ("Orientation", str(place)),
        ("Adresse du lieu", ", ".join(filter(None, (place.adresse, f"{place.code_postal} {place.commune}")))),
        ("Téléphone du lieu", phone_in_words(place.telephone)),
    ]
    days = [(words, getattr(referral, name)) for name, words in STEPS]
    return [*(one for one in where if one[1]), *((words, long_date(day)) for words, day in days if day)]


def portable(row: Attribution) -> dict[str, Any]:
    """The same data with the codes that are stored, for a file another software can read (GDPR, art. 20)."""
    sensitive = getattr(row, "sensitive", None)
    answers = row.characteristics.select_related("characteristic", "choice").order_by("characteristic__code")
    return {
        "donnees": dict(told_to_holder(row)),
        "codes": {
            "commune_insee": row.commune_insee,
            "categorie": row.category,
            "prestation": row.outcome,
            "prestation_proposee": row.proposed_outcome,
            "age": row.age_band,
            "sexe": row.sex,
            "pcs": row.pcs,
            "liste_pcs": row.pcs_list,
            "francais": getattr(sensitive, "french", UNKNOWN),
            "handicap": getattr(sensitive, "disability", UNKNOWN),
            "langue_de_l_information": row.notice_language,
            "caracteristiques": {one.characteristic.code: _choice_code(one) for one in answers},
        },
    }


def _choice_code(one: CharacteristicAnswer) -> str:
    return str(one.choice.number) if one.choice else UNKNOWN


def _commune_name(insee: str) -> str:
    return commune(insee).name if is_on_territory(insee) else insee


def can_change(row: Attribution) -> bool:
    """Whether there is still a profile to correct."""
    return row.cancelled_at is None and row.erased_at is None and row.forgotten_at is None and not row.objection


@transaction.atomic
def correct(*, attribution: Attribution, commune_insee: str, profile: Profile) -> Attribution:
    """Rectify residence and profile (GDPR, art. 16); the counts that are not frozen follow."""
    row = _held(attribution)
    if not can_change(row):
        raise WrongState("Aucune réponse n’est gardée : il n’y a rien à corriger.")
    if not is_on_territory(commune_insee):
        raise InvalidInput("Choisissez une commune de l’Eurométropole.", field="commune")
    with counted_anew(row):
        row.commune_insee = commune_insee
        row.age_band, row.sex, row.pcs = profile.age_band, profile.sex, profile.pcs
        in_its_lists(row)
        row.save()
        keep_sensitive(row, french=profile.french, disability=profile.disability)
        keep_added(row, profile.added)
    _record(row, "corriger les données d’une attribution")
    return row


@transaction.atomic
def withdraw_agreement(*, attribution: Attribution) -> Attribution:
    """Object afterwards (GDPR, art. 21): the profile goes, the person counts as « non renseigné », keeps the Pass."""
    row = _held(attribution)
    if row.objection:
        return row
    _without_profile(row, objection=True)
    _record(row, "retirer l’accord au traitement")
    return row


@transaction.atomic
def erase(*, attribution: Attribution) -> Attribution:
    """Erase (GDPR, art. 17): the profile goes and the receipt with it; serial, place, day and residence stay."""
    row = _held(attribution)
    if row.erased_at is not None:
        return row
    _without_profile(row, objection=row.objection)
    row.erased_at = timezone.now()
    row.save(update_fields=["erased_at"])
    revoke(row)
    _record(row, "effacer les données d’une attribution")
    return row


def _without_profile(row: Attribution, *, objection: bool) -> None:
    with counted_anew(row):
        forget_profile(row)
        row.objection = objection
        row.save()
    # What was read with the row is no longer there.
    row._state.fields_cache.pop("sensitive", None)


def _held(attribution: Attribution) -> Attribution:
    row = (
        Attribution.objects.select_for_update(of=("self",)).select_related("convention", "place").get(pk=attribution.pk)
    )
    if row.cancelled_at is not None:
        raise WrongState("Cette attribution a été annulée : aucune donnée n’est gardée.")
    if row.forgotten_at is not None:
        # The counts no longer follow the row: they stay as they were.
        raise WrongState("Les réponses ont fini d’être conservées : aucune n’est gardée.")
    return row


def _record(row: Attribution, act: str) -> None:
    journal.record(
        chain=str(row.convention.public_id),
        author=_HOLDER,
        act=act,
        subject=journal.Subject("attribution", row.public_id),
        to_state=UNKNOWN if row.objection or row.erased_at else "",
    )

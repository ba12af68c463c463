"""What a convention still misses, named one by one (art. 2 and the visas). Pure reading: nothing is changed."""

from __future__ import annotations

from dataclasses import dataclass

from passnum.conventions.article_text import years_of_end
from passnum.conventions.enums import EDITABLE_STATES, SIGNED_STATES, ContactRole, ConventionState, Side
from passnum.conventions.models import Convention

#: What the model of the convention writes where a reference is not known yet.
PLACEHOLDER = "XXX"
#: The same, for who reads what is missing.
UNWRITTEN = f"{PLACEHOLDER}, à compléter"
#: The article that says until when the convention runs.
TERM_ARTICLE = 2
#: Stable names of what is missing, beside « piece-manquante » for the rest.
DELIBERATION, TRANSMISSION, SIGNATURE = "deliberation-manquante", "transmission-manquante", "signature-sans-date"
#: Every name that a missing element can have.
MISSING_CODES = frozenset({"piece-manquante", DELIBERATION, TRANSMISSION, SIGNATURE})


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: what, why it matters, article; `blocking` when the next step needs it.

    `printed` is what the document to sign cannot go without: the text of an article. `code` is its stable name.
    """

    what: str
    why: str
    article: str
    blocking: bool
    printed: bool = False
    code: str = "piece-manquante"


def missing_elements(convention: Convention) -> list[Missing]:
    """What is missing from the convention's file, the blocking ones first."""
    found = [*_deliberations(convention), *_signatures(convention), *_text(convention), *_data(convention)]
    found += _term(convention)
    if convention.ems_representative.strip() in {"", PLACEHOLDER}:
        found.append(Missing("Signataire de l’Eurométropole", "Son nom figure dans l’acte.", "art. 2", True))
    if convention.partner_representative.strip() in {"", PLACEHOLDER}:
        found.append(Missing("Signataire de la structure", "Son nom figure dans l’acte.", "art. 2", True))
    return sorted(found, key=lambda item: not item.blocking)


def _is_unknown(reference: str) -> bool:
    return PLACEHOLDER in reference.upper() or not reference.strip()


def _as_written(reference: str) -> str:
    """What the visas say of a délibération: « XXX » wherever the reference still holds it."""
    return UNWRITTEN if PLACEHOLDER in reference.upper() else reference.strip() or "non renseignée"


def _deliberations(convention: Convention) -> list[Missing]:
    found = []
    why = "Sans elle, la signature n’est pas autorisée et le contrôle de légalité ne peut pas s’exercer."
    if _is_unknown(convention.ems_deliberation) or convention.ems_deliberation_on is None:
        text = _as_written(convention.ems_deliberation)
        found.append(Missing(f"Délibération de l’Eurométropole : {text}", why, "visas", True, code=DELIBERATION))
    if _is_unknown(convention.partner_deliberation) or convention.partner_deliberation_on is None:
        text = _as_written(convention.partner_deliberation)
        found.append(Missing(f"Délibération de la structure : {text}", why, "visas", True, code=DELIBERATION))
    return [*found, *_transmissions(convention)]


def _transmissions(convention: Convention) -> list[Missing]:
    why = "Une délibération n’est exécutoire qu’une fois transmise : sans cela, la signature peut être contestée."
    both = (
        ("de l’Eurométropole", convention.ems_deliberation_on, convention.ems_deliberation_transmitted_on),
        ("de la structure", convention.partner_deliberation_on, convention.partner_deliberation_transmitted_on),
    )
    return [
        Missing(
            f"Transmission au contrôle de légalité de la délibération {whose}", why, "visas", False, code=TRANSMISSION
        )
        for whose, taken, transmitted in both
        if taken is not None and transmitted is None
    ]


def _text(convention: Convention) -> list[Missing]:
    """Articles that are not there, and articles whose text is not."""
    rows = list(convention.articles.all()) if convention.pk else []
    numbers = {row.number for row in rows}
    why = "Le document à signer porte le texte entier de chaque article."
    found = [
        Missing(f"Article {number}", why, f"art. {number}", False, printed=True)
        for number in range(1, max(numbers, default=0) + 1)
        if number not in numbers
    ]
    empty = [str(row.number) for row in rows if not row.is_written]
    if empty and len(empty) == len(rows):
        found.append(Missing("Texte des articles", why, "art. 1 à " + empty[-1], False, printed=True))
    elif empty:
        found += [
            Missing(f"Texte de l’article {number}", why, f"art. {number}", False, printed=True) for number in empty
        ]
    return found


def _term(convention: Convention) -> list[Missing]:
    """Article 2 that names another last day than the record: a text taken up from a former convention (art. 2, 8)."""
    if convention.pk is None or convention.state not in EDITABLE_STATES:
        return []
    said = {year for row in convention.articles.all() if row.number == TERM_ARTICLE for year in years_of_end(row.term)}
    if not said or convention.last_year in said:
        return []
    what = f"Article 2 : il dit « 31 décembre {max(said)} », la fiche « 31 décembre {convention.last_year} »"
    return [Missing(what, "La convention court jusqu’au jour que dit son article 2.", "art. 2", True)]


def _data(convention: Convention) -> list[Missing]:
    """Who answers for the data of the scheme (OB-23), told in one line."""
    if convention.pk is None:
        return []
    known = {contact.side for contact in convention.contacts.all() if contact.role == ContactRole.DONNEES}
    wanting = [
        ("responsable de traitement", not convention.data_controller),
        ("accord entre les parties", not convention.data_arrangement.strip()),
        ("contact de l’Eurométropole", Side.EMS not in known),
        ("contact de la structure", Side.STRUCTURE not in known),
    ]
    words = ", ".join(name for name, absent in wanting if absent)
    why = "Le RGPD demande de savoir qui décide, et à qui une personne s’adresse."
    return [Missing(f"Protection des données : {words}", why, "art. 4", False)] if words else []


def _signatures(convention: Convention) -> list[Missing]:
    found = []
    if convention.state == ConventionState.ENVOYEE and convention.partner_signed_on is None:
        found.append(
            Missing(
                "Date de signature de la structure",
                "La convention est partie à la signature.",
                "art. 2",
                True,
                code=SIGNATURE,
            )
        )
    if convention.state in SIGNED_STATES and convention.ems_signed_on is None:
        found.append(
            Missing(
                "Date de signature de l’Eurométropole",
                "Les deux dates de signature sont conservées.",
                "art. 2",
                False,
                code=SIGNATURE,
            )
        )
    if convention.state == ConventionState.SIGNEE and convention.received_on is None:
        found.append(
            Missing(
                "Exemplaire signé par la présidence de la structure",
                "La convention n’entre en vigueur qu’à sa réception par l’Eurométropole.",
                "art. 2",
                True,
            )
        )
    return found

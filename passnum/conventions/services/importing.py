"""From a text that was read to a convention in preparation: everything or nothing."""

from __future__ import annotations

from itertools import chain, count

from django.core.exceptions import ValidationError
from django.db import transaction

from passnum.conventions.article_text import MAX_CHARACTERS
from passnum.conventions.completeness import PLACEHOLDER
from passnum.conventions.enums import ConventionState
from passnum.conventions.model_text import STANDARD_ARTICLES
from passnum.conventions.models import Convention, ConventionArticle
from passnum.conventions.permissions import ensure_conducts
from passnum.conventions.reading import ReadArticle, Reading
from passnum.conventions.reading_acts import Deliberation
from passnum.conventions.reading_lines import plain
from passnum.conventions.services.obligations import lay_out
from passnum.conventions.services.passages import SUBJECT, last_day_of
from passnum.core import clock, journal
from passnum.core.errors import InvalidInput
from passnum.partners.models import Partner, User
from passnum.partners.permissions import author_for

#: Words of a title that tell an article from another.
_TELLING = 6
_SUMMARY = 280


@transaction.atomic
def import_reading(*, actor: User | None, reading: Reading, partner: Partner, sha256: str) -> Convention:
    """A convention in preparation with the whole text of each article; `sha256` is that of the text that was read.

    Without an actor, the act is the system's (the command line). Raises InvalidInput when this convention is already
    in preparation, or when a value does not hold in the record.
    """
    if actor is not None:
        ensure_conducts(actor)
    Partner.objects.select_for_update().get(pk=partner.pk)
    _refuse_a_second(reading, partner)
    convention = _record_of(reading, partner)
    _checked(convention)
    convention.save()
    ConventionArticle.objects.bulk_create(_article(convention, row) for row in reading.articles)
    lay_out(actor=actor, convention=convention)
    journal.record(
        chain=str(convention.public_id),
        author=author_for(actor, None, clock.today()) if actor else journal.SYSTEM_AUTHOR,
        act="importer la convention",
        subject=journal.Subject(SUBJECT, convention.public_id),
        to_state=convention.state,
        evidence=sha256,
    )
    return convention


def find_partner(name: str) -> Partner:
    """The partner of that name or short name, whatever its case, accents and apostrophes.

    Raises InvalidInput when there is none, or more than one.
    """
    wanted = plain(name)
    found = [row for row in Partner.objects.all() if wanted and wanted in {plain(row.name), plain(row.short_name)}]
    if len(found) == 1:
        return found[0]
    known = " ; ".join(Partner.objects.values_list("name", flat=True)[:10]) or "aucune"
    if not wanted:
        raise InvalidInput(
            f"Le texte ne dit pas quelle est la structure. Donnez son nom. Structures connues : {known}."
        )
    many = "Plusieurs structures portent" if found else "Aucune structure ne porte"
    raise InvalidInput(f"{many} le nom « {name} ». Structures connues : {known}.")


def _refuse_a_second(reading: Reading, partner: Partner) -> None:
    same = Convention.objects.filter(
        partner=partner,
        first_year=reading.first_year,
        last_year=reading.last_year,
        state=ConventionState.EN_PREPARATION,
    ).first()
    if same is not None:
        raise InvalidInput(
            f"La convention {same.reference} est déjà en préparation avec cette structure pour ces exercices : "
            "complétez-la plutôt que d’en importer une autre."
        )


def _record_of(reading: Reading, partner: Partner) -> Convention:
    ems, structure = reading.parties.ems, reading.parties.structure
    return Convention(
        partner=partner,
        reference=_reference(reading, partner),
        title=reading.title,
        first_year=reading.first_year,
        last_year=reading.last_year,
        ends_on=last_day_of(reading.last_year),
        ems_representative=ems.representative or PLACEHOLDER,
        ems_representative_title=ems.quality or "Présidente",
        partner_representative=structure.representative or PLACEHOLDER,
        partner_representative_title=structure.quality or partner.representative_title,
        ems_deliberation=_reference_of(reading.ems_deliberation),
        ems_deliberation_on=reading.ems_deliberation.on if reading.ems_deliberation else None,
        partner_deliberation=_reference_of(reading.partner_deliberation),
        partner_deliberation_on=reading.partner_deliberation.on if reading.partner_deliberation else None,
        visas=reading.visas,
        preamble=reading.preamble,
    )


def _reference_of(deliberation: Deliberation | None) -> str:
    return deliberation.reference if deliberation else PLACEHOLDER


def _reference(reading: Reading, partner: Partner) -> str:
    """« PN-2021-CEA », followed by a rank when it is taken."""
    letters = "".join(c if c.isalnum() else "-" for c in plain(partner.short_name or partner.name)).upper()
    stem = f"PN-{reading.first_year}-{letters}"[:34].strip("-")
    taken = set(Convention.objects.filter(reference__startswith=stem).values_list("reference", flat=True))
    free = chain([stem], (f"{stem}-{rank}" for rank in count(2)))
    return next(reference for reference in free if reference not in taken)


def _article(convention: Convention, row: ReadArticle) -> ConventionArticle:
    if len(row.text) > MAX_CHARACTERS:
        raise InvalidInput(f"Ligne {row.line} : l’article {row.number} est trop long pour une convention.")
    summary = _summary(row.number, row.title) or _beginning(row.text)
    return ConventionArticle(
        convention=convention, number=row.number, part=row.part, title=row.title, summary=summary, text=row.text
    )


def _summary(number: int, title: str) -> str:
    """The summary of the model, for an article that has the same number and speaks of the same thing."""
    words = {word for word in plain(title).split() if len(word) >= _TELLING}
    return next(
        (
            summary
            for known, _, name, summary in STANDARD_ARTICLES
            if known == number and words & {word for word in plain(name).split() if len(word) >= _TELLING}
        ),
        "",
    )


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SUMMARY else words[: _SUMMARY - 1].rsplit(" ", 1)[0] + "…"


def _checked(convention: Convention) -> None:
    """Raise InvalidInput for a value that does not hold in the record."""
    try:
        convention.full_clean(exclude=["signed_copy"])
    except ValidationError as error:
        words = " ".join(
            " ".join(messages) if name == "__all__" else f"{_label(name)} : {' '.join(messages)}"
            for name, messages in error.message_dict.items()
        )
        raise InvalidInput(f"La convention ne peut pas être enregistrée. {words}") from error


def _label(name: str) -> str:
    return str(getattr(Convention._meta.get_field(name), "verbose_name", name))

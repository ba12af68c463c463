"""The final evaluation over the whole duration (art. 8). Each act: lock → guard → change → journal → return."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.core.files.base import ContentFile
from django.db import transaction

from passnum.conventions.enums import RECEIVED_STATES, EvidenceKind, Side
from passnum.conventions.layout import ONCE
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.files import sha256_of
from passnum.core.richtext import is_blank
from passnum.deliverables.transmitted import transmitted_totals
from passnum.endings.documents import render_evaluation
from passnum.endings.models import FinalEvaluation
from passnum.endings.permissions import acting_side, ensure_ems
from passnum.endings.services.passages import prove, quality, record_act
from passnum.partners.models import User
from passnum.quotas.models import Quota


@dataclass(frozen=True)
class YearFigures:
    """One exercice: booklets granted, received, handed out, persons; None where nothing was reported."""

    year: int
    granted: int | None
    received: int | None
    handed_out: int | None
    beneficiaries: int | None


@dataclass(frozen=True)
class WholeFigures:
    """The whole duration: each year, and sums with the number of years they rest on."""

    years: tuple[YearFigures, ...]
    handed_out: int
    beneficiaries: int
    known_years: int


def whole_figures(convention: Convention) -> WholeFigures:
    """The results of all years put together; an unknown year is shown as unknown and never guessed.

    A year is known once its report was transmitted: no draft is read that a President did not validate (art. 6).
    """
    quotas = {row.year: row for row in Quota.objects.filter(convention=convention)}
    reports = transmitted_totals([convention])
    years = []
    for year in convention.years:
        quota, found = quotas.get(year), reports.get((convention.pk, year))
        years.append(
            YearFigures(
                year,
                quota.booklets if quota else None,
                quota.received_booklets if quota else None,
                found.booklets if found else None,
                found.beneficiaries if found else None,
            )
        )
    known = [row for row in years if row.beneficiaries is not None]
    return WholeFigures(
        tuple(years),
        sum(row.handed_out or 0 for row in known),
        sum(row.beneficiaries or 0 for row in known),
        len(known),
    )


@transaction.atomic
def write_conclusions(*, actor: User, convention: Convention, conclusions: str, revision: int) -> FinalEvaluation:
    """Keep the draft of the conclusions; a change undoes the agreements given to another text. Stale: WrongState."""
    ensure_ems(actor)
    held = (
        Convention.objects.select_for_update(of=("self",), no_key=True).select_related("partner").get(pk=convention.pk)
    )
    if held.state not in RECEIVED_STATES:
        raise WrongState("L’évaluation finale porte sur une convention entrée en vigueur (art. 8).")
    kept, _ = FinalEvaluation.objects.get_or_create(convention=held)
    row = FinalEvaluation.objects.select_for_update(of=("self",)).get(pk=kept.pk)
    _ensure_open(row)
    if row.revision != revision:
        raise WrongState("Cette page a été enregistrée ailleurs depuis son ouverture : rechargez-la, rien n’est perdu.")
    row.conclusions = conclusions.strip()
    row.revision += 1
    row.ems_agreed_on = row.partner_agreed_on = None
    row.ems_agreed_as = row.partner_agreed_as = ""
    row.save()
    record_act(actor, held, ("évaluation finale", row.public_id), "rédiger les conclusions")
    return row


@transaction.atomic
def agree_on_evaluation(*, actor: User, evaluation: FinalEvaluation, revision: int) -> FinalEvaluation:
    """One party agrees to the text it has read; with the second agreement the evaluation is frozen and archived."""
    row = (
        FinalEvaluation.objects.select_for_update(of=("self",))
        .select_related("convention__partner")
        .get(pk=evaluation.pk)
    )
    side = acting_side(actor, row.convention)
    _ensure_open(row)
    if row.revision != revision:
        raise WrongState("Le texte a changé depuis l’ouverture de la page : relisez-le avant de donner votre accord.")
    if is_blank(row.conclusions):
        raise InvalidInput("Les conclusions ne sont pas encore écrites.")
    if side == Side.EMS:
        row.ems_agreed_on, row.ems_agreed_as = clock.today(), quality(actor, row.convention)
    else:
        row.partner_agreed_on, row.partner_agreed_as = clock.today(), quality(actor, row.convention)
    record_act(actor, row.convention, ("évaluation finale", row.public_id), "donner son accord", to=side.label)
    if row.ems_agreed_on and row.partner_agreed_on:
        _conclude(actor, row)
    row.save()
    return row


def _conclude(actor: User, row: FinalEvaluation) -> None:
    """Freeze figures and text in a file, and meet OB-13."""
    row.figures = asdict(whole_figures(row.convention))
    row.concluded_on = clock.today()
    pdf = ContentFile(render_evaluation(row, whole_figures(row.convention), made_at=clock.now()))
    row.sha256 = sha256_of(pdf)
    row.file.save("evaluation.pdf", pdf, save=False)
    subject = ("évaluation finale", row.public_id)
    record_act(actor, row.convention, subject, "conclure l’évaluation finale", evidence=row.sha256)
    label = f"Évaluation finale conclue le {row.concluded_on:%d/%m/%Y}"
    prove(
        actor, row.convention, "OB-13", ONCE, EvidenceKind.DECISION, label, row.concluded_on, row.public_id, row.sha256
    )


def _ensure_open(row: FinalEvaluation) -> None:
    if row.concluded_on is not None:
        raise WrongState("L’évaluation finale est conclue : son texte ne change plus.")

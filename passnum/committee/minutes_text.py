"""The minutes as a first text, written from what was noted in the meeting; EMS then changes it as it wishes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from passnum.committee.minutes_states import AT_THE_TABLE, OBJECTIVES, DecisionKind
from passnum.committee.models import CommitteeMeeting, Decision, Sitting
from passnum.core.french import day_and_month, number, typeset
from passnum.deliverables.assembly import contents_of, indicator_tables, key_figures, previous_contents
from passnum.deliverables.content import KeyFigure
from passnum.deliverables.enums import DeliverableKind
from passnum.deliverables.models import Dossier


def transmitted_dossier(meeting: CommitteeMeeting) -> Dossier | None:
    """The last file transmitted to EMS for the year that the meeting examines: the year before it (art. 7)."""
    rows = Dossier.objects.filter(
        period__convention=meeting.convention, period__year__lt=meeting.year, transmitted_at__isnull=False
    )
    return rows.order_by("-period__year", "-version").select_related("period").first()


def figures_of(dossier: Dossier | None) -> list[KeyFigure]:
    """The indicators of that file, beside those of the year before; none where nothing was transmitted."""
    if dossier is None:
        return []
    parts = contents_of(dossier)
    if not {DeliverableKind.INDICATORS, DeliverableKind.SURVEY} <= set(parts):
        return []
    return key_figures(parts, previous_contents(dossier))


def indicators_of(dossier: Dossier | None) -> list[list[str | int | None]]:
    """« Caractéristique, modalité, nombre, unité, année précédente »: key figures, then every count of article 6."""
    found: list[list[str | int | None]] = [
        ["Chiffres clés", row.label, row.value, row.unit, row.previous] for row in figures_of(dossier)
    ]
    if dossier is None or not found:
        return found
    now = contents_of(dossier)[DeliverableKind.INDICATORS]
    before = previous_contents(dossier).get(DeliverableKind.INDICATORS)
    for table in indicator_tables(now, before):
        found += [[table.title, row.label, row.count, table.unit, row.previous] for row in table.rows]
    return found


def figure_in_words(figure: KeyFigure) -> str:
    """« Carnets remis : 120 carnets (100 l’année précédente) »."""
    whole = f" sur {number(figure.out_of)} {figure.out_of_label}" if figure.out_of is not None else ""
    before = f" ({number(figure.previous)} l’année précédente)" if figure.previous is not None else ""
    return f"{figure.label} : {number(figure.value)} {figure.unit}{whole}{before}"


def first_text(sitting: Sitting) -> str:
    """The text written from the notes: « # » begins a heading, « - » a point, an empty line ends a paragraph."""
    meeting = sitting.meeting
    parts = [*_head(meeting), *_attendance(sitting), *_objectives(sitting), *_end(sitting)]
    return typeset("\n\n".join(part for part in parts if part))


def blocks_of(text: str) -> list[dict[str, Any]]:
    """The text as blocks for the page and the PDF: heading, points or paragraph."""
    found: list[dict[str, Any]] = []
    for chunk in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in chunk.split("\n") if line.strip()]
        while lines and lines[0].startswith("# "):
            found.append({"kind": "heading", "text": lines.pop(0)[2:]})
        if lines and all(line.startswith("- ") for line in lines):
            found.append({"kind": "points", "points": [line[2:] for line in lines]})
        elif lines:
            found.append({"kind": "paragraph", "text": " ".join(lines)})
    return found


def _head(meeting: CommitteeMeeting) -> Iterator[str]:
    held = f"le {day_and_month(meeting.held_on)}" if meeting.held_on else "à une date non fixée"
    place = f" ({meeting.place})" if meeting.place else ""
    yield (
        f"Le comité de suivi de la convention {meeting.convention.reference}, {meeting.convention.partner.name}, "
        f"s’est réuni {held}{place}."
    )
    yield "# Ordre du jour"
    yield "\n".join(f"- {point.title}" for point in meeting.agenda.all())


def _attendance(sitting: Sitting) -> Iterator[str]:
    rows = list(sitting.attendances.select_related("member"))
    for title, there in (("Personnes présentes ou représentées", True), ("Personnes absentes", False)):
        lines = []
        for row in rows:
            if (row.presence in AT_THE_TABLE) is there:
                represented = f", représentation par {row.represented_by}" if row.represented_by else ""
                member = row.member
                lines.append(
                    f"- {member.name} ({member.get_quality_display()}, {member.get_side_display()}){represented}"
                )
        if lines:
            yield f"# {title}"
            yield "\n".join(lines)


def _objectives(sitting: Sitting) -> Iterator[str]:
    dossier = transmitted_dossier(sitting.meeting)
    yield "# Évaluation de l’atteinte des objectifs (art. 3 et 7)"
    figures = figures_of(dossier)
    if dossier and figures:
        yield f"Indicateurs de l’exercice {dossier.period.year}, dossier transmis, version {dossier.version} :"
        yield "\n".join(f"- {figure_in_words(figure)}" for figure in figures)
    else:
        yield "Aucun dossier n’a été transmis pour la période examinée."
    for review in sitting.reviews.all():
        reached = review.get_reached_display() or "Non renseigné"
        yield f"Objectif {review.objective}, « {OBJECTIVES[review.objective]} » : {reached.lower()}."
        yield review.assessment.strip()
        if review.causes.strip():
            yield f"Causes des écarts : {review.causes.strip()}"


def _end(sitting: Sitting) -> Iterator[str]:
    if sitting.adjustments.strip():
        yield "# Ajustements décidés"
        yield sitting.adjustments.strip()
    decisions = list(sitting.meeting.decisions.all())
    if decisions:
        yield "# Décisions"
        yield "\n".join(f"- {_decision(row)}" for row in decisions)
    yield "# Avis sur la poursuite du partenariat (art. 7)"
    yield f"{sitting.get_continuing_display() or 'Le comité ne s’est pas prononcé'}."
    yield sitting.continuing_words.strip()
    if sitting.other_business.strip():
        yield "# Questions diverses"
        yield sitting.other_business.strip()


def _decision(row: Decision) -> str:
    """« Avenant à préparer (art. 11) : … »; of another nature, the decision alone."""
    words = " ".join(row.text.split())
    return words if row.kind == DecisionKind.AUTRE else f"{row.get_kind_display()} : {words}"

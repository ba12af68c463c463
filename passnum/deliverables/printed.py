"""What the layouts print: every text ready in French, every bar with its length. The layouts count nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from passnum.core import french
from passnum.deliverables.comparison import Notable
from passnum.deliverables.content import (
    AttachmentContent,
    DossierContent,
    IndicatorRow,
    IndicatorTable,
    KeyFigure,
    SurveyResult,
)
from passnum.deliverables.richtext_blocks import blocks_of

Values = dict[str, Any]

#: What the note has room for; what is beyond is counted, and read on line.
NOTE_CHANGES = 6
NOTE_RISKS = 4
#: Field of the survey, what it is called, how it is drawn.
SURVEY_ANSWERS = (
    ("very_satisfied", "Très satisfaites", "best"),
    ("satisfied", "Satisfaites", "good"),
    ("unsatisfied", "Peu satisfaites", "poor"),
    ("very_unsatisfied", "Pas du tout satisfaites", "worst"),
    ("no_opinion", "Sans avis", "unknown"),
)


def common_values(content: DossierContent) -> Values:
    """Who, for what and until when: on the dossier and on its note alike."""
    title = content.representative_title
    name = content.representative_name
    return {
        "partner_name": content.partner_name,
        "convention_title": french.typeset(content.convention_title),
        "convention_reference": content.convention_reference,
        "year": str(content.year),
        "previous_year": str(content.year - 1),
        "version": str(content.version),
        "period": f"du {french.day_and_month(content.first_day)} au {french.day_and_month(content.last_day)}",
        "due": _day(content.due_on),
        "due_explanation": french.typeset(content.due_explanation),
        "committee": _day(content.committee_on),
        "signatory": f"{name}, {title}" if name else f"la présidence ({title})",
        "figures": [_figure(figure) for figure in content.figures],
    }


def dossier_values(content: DossierContent) -> Values:
    """All that the dossier prints, but for its attachments."""
    return {
        **common_values(content),
        "title": f"Pass numérique{french.NO_BREAK_SPACE}: dossier {content.year}, {content.partner_name}",
        "description": "Programme d’actions, rapport d’indicateurs et enquête de satisfaction (art. 6)",
        "summary": _summary(content),
        "actions": blocks_of(content.actions_html),
        "projects": blocks_of(content.projects_html),
        "tables": [_table(table) for table in content.tables],
        "indicator_comment": blocks_of(content.indicator_comment_html),
        "survey": _survey(content.survey),
    }


def note_values(content: DossierContent, changes: Sequence[Notable], risks: Sequence[str]) -> Values:
    """What the one-page note prints, but for its link and its digest."""
    return {
        **common_values(content),
        "title": f"Note pour le parapheur{french.NO_BREAK_SPACE}: dossier {content.year}, {content.partner_name}",
        "changes": [asdict(change) for change in changes[:NOTE_CHANGES]],
        "more_changes": _more(len(changes) - NOTE_CHANGES, "autre changement", "autres changements"),
        "risks": [french.typeset(risk) for risk in risks[:NOTE_RISKS]],
        "more_risks": _more(len(risks) - NOTE_RISKS, "autre point", "autres points"),
    }


def attachment_values(attachment: AttachmentContent, embedded_name: str) -> Values:
    """One line of the list of attachments. `embedded_name` is the name under which the file is in the PDF."""
    return {
        "name": embedded_name,
        "deliverable": attachment.deliverable_label,
        "size": french.file_size(attachment.size),
        "sha256": attachment.sha256,
        "description": attachment.description,
    }


def _day(day: date | None) -> str | None:
    return french.long_date(day) if day else None


def _more(count: int, singular: str, plural: str) -> str:
    return f"et {french.counted(count, singular, plural)}, à lire en ligne" if count > 0 else ""


def _evolution(now: int, before: int | None) -> str:
    """« +316 », « −28 », « = »; empty when last year is unknown."""
    if before is None:
        return ""
    if now == before:
        return "="
    return f"{'+' if now > before else ''}{french.number(now - before)}"


def _figure(figure: KeyFigure) -> Values:
    share = ""
    if figure.out_of:
        whole = f"{french.number(figure.out_of)}{french.NO_BREAK_SPACE}{figure.out_of_label}"
        share = f"{french.percent(figure.value, figure.out_of)} de {whole}"
    return {
        "label": figure.label,
        "value": french.number(figure.value),
        "unit": figure.unit,
        "share": share,
        "previous": None if figure.previous is None else french.number(figure.previous),
        "evolution": _evolution(figure.value, figure.previous),
    }


def _summary(content: DossierContent) -> list[str]:
    """The main figures in sentences: booklets in both units, answers, and what does not add up."""
    handed_out = next((figure.value for figure in content.figures if figure.unit == "carnets"), 0)
    survey = content.survey
    sentences = [
        f"{french.booklets(handed_out)} ont été remis pendant cette période."
        if handed_out > 1
        else "Un seul carnet a été remis pendant cette période."
        if handed_out
        else "Aucun carnet n’a été remis pendant cette période."
    ]
    if survey.respondents:
        satisfied = survey.very_satisfied + survey.satisfied
        sentences.append(
            f"Personnes satisfaites ou très satisfaites : {french.percent(satisfied, survey.respondents)} des réponses "
            f"à l’enquête ({french.number(satisfied)} sur {french.number(survey.respondents)})."
        )
    else:
        sentences.append("L’enquête de satisfaction n’a reçu aucune réponse.")
    unequal = [table.title for table in content.tables if table.difference]
    if unequal:
        sentences.append(f"Sommes différentes du total, à lire avec prudence : {', '.join(unequal)}.")
    return [french.typeset(sentence) for sentence in sentences]


def _table(table: IndicatorTable) -> Values:
    return {
        "title": table.title,
        "unit": table.unit,
        "typed_by_hand": table.typed_by_hand,
        "compared": any(row.previous is not None for row in table.rows),
        "rows": [_row(row, table.total) for row in table.rows],
        "total": french.number(table.total),
        "difference": _difference(table.difference, "total des bénéficiaires", table.total, table.unit),
    }


def _row(row: IndicatorRow, total: int) -> Values:
    return {
        "label": row.label,
        "count": french.number(row.count),
        "share": french.percent(row.count, total),
        "length": _length(row.count, total),
        "unknown": row.label.casefold() == french.UNKNOWN,
        "previous": "—" if row.previous is None else french.number(row.previous),
        "evolution": _evolution(row.count, row.previous) or "—",
    }


def _length(part: int, whole: int) -> float:
    """Length of a bar, from 0 to 1: a share of the whole, so that bars compare from one table to the next."""
    return max(0.0, min(1.0, part / whole)) if whole > 0 else 0.0


def _difference(difference: int, what: str, total: int, unit: str) -> str:
    """« Somme des lignes : 1 194, soit 4 de moins que le total…  »; empty when they agree."""
    if not difference:
        return ""
    direction = "de plus" if difference > 0 else "de moins"
    return french.typeset(
        f"Somme des lignes : {french.number(total + difference)}, soit {french.number(abs(difference))} {direction} "
        f"que le {what} ({french.number(total)}{french.NO_BREAK_SPACE}{unit})."
    )


def _survey(survey: SurveyResult) -> Values:
    counts = asdict(survey)
    answers: list[Values] = [
        {
            "label": label,
            "tone": tone,
            "count": french.number(counts[name]),
            "share": french.percent(counts[name], survey.respondents),
            "length": _length(counts[name], survey.respondents),
        }
        for name, label, tone in SURVEY_ANSWERS
    ]
    said = sum(counts[name] for name, _, _ in SURVEY_ANSWERS)
    return {
        "method": french.typeset(survey.method),
        "invited": french.number(survey.invited),
        "respondents": french.number(survey.respondents),
        "rate": french.percent(survey.respondents, survey.invited),
        "answers": answers,
        "any": survey.respondents > 0,
        "chart_fits": said <= survey.respondents,
        "alt": "Répartition des réponses : " + ", ".join(f"{a['label'].lower()} {a['share']}" for a in answers) + ".",
        "difference": _difference(said - survey.respondents, "nombre de réponses", survey.respondents, "réponses"),
        "comment": blocks_of(survey.comment_html),
    }

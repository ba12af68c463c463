"""What a deliverable still misses before it can be submitted, and what deserves the President's attention."""

from __future__ import annotations

from passnum.core.richtext import is_blank
from passnum.deliverables.drafts import Draft, IndicatorsDraft, ProgrammeDraft, SurveyDraft, read_draft
from passnum.deliverables.models import Deliverable
from passnum.distribution.indicators import booklet_warning, differences


def missing_for_submission(deliverable: Deliverable) -> list[str]:
    """French sentences, one per thing to complete; empty when the deliverable can be submitted."""
    return missing_in(read_draft(deliverable), attachments=deliverable.attachments.current().count())


def missing_in(draft: Draft, *, attachments: int) -> list[str]:
    """The same for values not saved yet. `attachments` is the number of files joined."""
    if isinstance(draft, ProgrammeDraft):
        return _missing_in_programme(draft)
    if isinstance(draft, IndicatorsDraft):
        return _missing_in_indicators(draft)
    return _missing_in_survey(draft, attachments)


def _missing_in_programme(draft: ProgrammeDraft) -> list[str]:
    found = []
    if is_blank(draft.actions_done):
        found.append("Décrivez les actions réalisées en dehors de la distribution de Pass numériques (art. 6).")
    if is_blank(draft.projects):
        found.append("Décrivez les projets que votre structure souhaite réaliser (art. 6).")
    return found


def _missing_in_indicators(draft: IndicatorsDraft) -> list[str]:
    if not draft.beneficiaries and not draft.booklets_handed_out:
        if is_blank(draft.comment):
            return ["Indiquez le nombre de carnets remis et de bénéficiaires, ou expliquez pourquoi il n’y en a pas."]
        return [difference.message for difference in differences(0, draft.counts)]
    found = []
    warning = booklet_warning(draft.booklets_handed_out, draft.beneficiaries)
    if warning:
        found.append(warning)
    found.extend(difference.message for difference in differences(draft.beneficiaries, draft.counts))
    return found


def _missing_in_survey(draft: SurveyDraft, attachments: int) -> list[str]:
    found = []
    if not draft.method.strip():
        found.append("Dites comment l’enquête a été menée (courrier, téléphone, sur place…).")
    if draft.respondents is None:
        found.append("Indiquez le nombre de réponses reçues.")
    elif draft.answers != draft.respondents:
        found.append(
            f"Les avis donnent {draft.answers} réponses pour {draft.respondents} reçues : "
            f"écart de {abs(draft.answers - draft.respondents)}."
        )
    if draft.invited is not None and draft.respondents is not None and draft.respondents > draft.invited:
        found.append(f"{draft.respondents} réponses pour {draft.invited} personnes sollicitées : vérifiez les deux.")
    if not attachments:
        found.append("Joignez les résultats de l’enquête (PDF, tableur ou texte).")
    return found

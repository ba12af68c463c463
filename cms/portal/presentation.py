"""From the domain's values to what the components show: tasks, steps of the circuit, trails, charts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from passnum.deliverables.drafts import Draft, IndicatorsDraft, SurveyDraft
from passnum.deliverables.enums import CLOSED_STATES, DeliverableState, DossierState
from passnum.deliverables.models import Deliverable, Dossier, ReportingPeriod
from passnum.deliverables.services.drafts import Change
from passnum.distribution.enums import MODALITIES, Dimension
from passnum.oversight.duties import Duty, Holder

#: Who holds the ball, for those who wait.
_WAITING = {
    Holder.REFERENT: "Chez les référents",
    Holder.PRESIDENT: "Chez la présidence",
    Holder.EMS: "À l’Eurométropole",
}

_BUTTONS = {
    "obligation": "Voir l’obligation",
    "committee": "Voir et confirmer la date",
    "delivery": "Voir et confirmer la réception",
    "booklets_expired": "Voir les carnets périmés",
    "restitution": "Voir les carnets manquants",
    "committee_answer": "Lire et répondre",
    "minutes": "Lire le compte rendu et répondre",
    "team": "Ouvrir l’équipe",
    "termination": "Voir la résiliation",
    "evaluation": "Lire l’évaluation",
}
_LOOKS = {
    "dossier": "Voir le dossier",
    "obligation": "Voir l’obligation",
    "committee": "Voir le comité",
    "delivery": "Voir la livraison",
    "booklets_expired": "Voir les carnets périmés",
    "restitution": "Voir la restitution",
    "committee_answer": "Voir la demande",
    "minutes": "Voir le compte rendu",
    "team": "Voir l’équipe",
    "termination": "Voir la résiliation",
    "evaluation": "Voir l’évaluation",
}

#: Words of the submission, by kind: « Remettre le rapport ».
SUBMIT_WORDS = {
    "programme": "Remettre le programme d’actions",
    "indicators": "Remettre le rapport d’indicateurs",
    "survey": "Remettre l’enquête de satisfaction",
}

FIELD_LABELS = {
    "actions_done": "Actions réalisées",
    "projects": "Projets",
    "comment": "Commentaire",
    "method": "Méthode",
}


def article_number(period: ReportingPeriod) -> str:
    """« 7 » out of « art. 7 »."""
    return period.due_article.removeprefix("art. ")


def task(duty: Duty, *, readable: bool) -> dict[str, Any]:
    """One thing to do, with its words and address; `readable` says whether the reader may open it."""
    url = reverse(f"portal:{duty.target}", args=[duty.public_id] if duty.public_id else []) if readable else ""
    missing = len(duty.missing)
    return {
        "duty": duty,
        "url": url,
        "button": _BUTTONS.get(duty.target, "Ouvrir et compléter")
        if duty.target != "dossier" or duty.holder != Holder.PRESIDENT
        else "Lire et valider le dossier",
        "look": _LOOKS.get(duty.target, "Voir le livrable"),
        "waiting": f"{_WAITING[duty.holder]} : {duty.act[:1].lower()}{duty.act[1:]}",
        "summary": f"{missing} élément{'s' if missing > 1 else ''} à compléter." if missing else "",
        "article": duty.article.removeprefix("art. "),
    }


_DOSSIER_STEPS = (
    ("Compilation", {DossierState.EN_COMPILATION}),
    ("Validation par la présidence", {DossierState.A_VALIDER, DossierState.RENVOYE}),
    ("Examen par l’Eurométropole", {DossierState.VALIDE, DossierState.TRANSMIS, DossierState.EN_EXAMEN}),
    ("Archivage", {DossierState.APPROUVE, DossierState.APPROUVE_AVEC_RESERVES}),
)


def steps(deliverables: list[Deliverable], dossier: Dossier | None, *, readable: bool) -> list[dict[str, Any]]:
    """The circuit of a campaign: the three deliverables, then the passages of the dossier."""
    found = [_deliverable_step(deliverable, readable) for deliverable in deliverables]
    live = dossier if dossier is not None and dossier.state not in CLOSED_STATES else None
    state = DossierState(live.state) if live else None
    reached = state is not None
    for label, states in _DOSSIER_STEPS:
        step = {"label": label, "state": "todo", "detail": "", "url": ""}
        if state == DossierState.ARCHIVE:
            step["state"] = "done"
        elif state in states and live is not None:
            step["state"] = "problem" if live.failure else "current"
            step["detail"], reached = live.get_state_display(), False
            step["url"] = reverse("portal:dossier", args=[live.public_id]) if readable else ""
        elif reached:
            step["state"] = "done"
        found.append(step)
    return found


def _deliverable_step(deliverable: Deliverable, readable: bool) -> dict[str, Any]:
    state = {DeliverableState.REMIS: "done", DeliverableState.BROUILLON: "current"}.get(
        DeliverableState(deliverable.state), "todo"
    )
    url = reverse("portal:deliverable", args=[deliverable.public_id]) if readable else ""
    return {
        "label": deliverable.get_kind_display(),
        "state": state,
        "detail": deliverable.get_state_display(),
        "url": url,
    }


def trail(*items: tuple[str, str]) -> list[tuple[str, str]]:
    """The breadcrumb from the space's home to the page."""
    return [("Accueil de l’espace", reverse("portal:home")), *items]


def charts(draft: Draft) -> list[dict[str, Any]]:
    """Rows of the charts of a deliverable: one per characteristic, or the answers of the survey."""
    if isinstance(draft, IndicatorsDraft):
        return [
            {
                "title": str(dimension.label),
                "rows": [
                    (str(label), draft.counts.get(dimension, {}).get(code, 0))
                    for code, label in MODALITIES[dimension].choices
                ],
            }
            for dimension in Dimension
        ]
    if isinstance(draft, SurveyDraft):
        answers = [
            ("Très satisfaites", draft.very_satisfied),
            ("Satisfaites", draft.satisfied),
            ("Peu satisfaites", draft.unsatisfied),
            ("Pas du tout satisfaites", draft.very_unsatisfied),
            ("Sans avis", draft.no_opinion),
        ]
        return [{"title": "Avis exprimés", "rows": answers}]
    return []


def differences(changes: list[Change]) -> list[dict[str, str]]:
    """The texts that differ from last year's, in words; numbers are counted each year anew and left out."""
    from passnum.core.richtext import plain_text

    return [
        {"label": FIELD_LABELS[change.name], "before": plain_text(change.before), "now": plain_text(change.after)}
        for change in changes
        if change.name in FIELD_LABELS
    ]

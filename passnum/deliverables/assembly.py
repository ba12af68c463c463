"""From the frozen submissions of a dossier to what its file says. Same submissions, same content, same moment."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from passnum.core.errors import PassnumError
from passnum.core.files import sha256_of
from passnum.deliverables.content import (
    AttachmentContent,
    DossierContent,
    IndicatorRow,
    IndicatorTable,
    KeyFigure,
    SurveyResult,
)
from passnum.deliverables.enums import DeliverableKind
from passnum.deliverables.models import Attachment, Dossier, Submission
from passnum.distribution.enums import MODALITIES, Dimension

Content = dict[str, Any]


def assemble(dossier: Dossier) -> tuple[DossierContent, datetime]:
    """The content of the dossier, and the moment of its last submission (the file's own date).

    Raises PassnumError when a submission is missing or an attached file is no longer the one that was handed in.
    """
    submissions = {s.deliverable.kind: s for s in dossier.submissions.select_related("deliverable")}
    missing = [kind.label for kind in DeliverableKind if kind not in submissions]
    if missing:
        raise PassnumError("Il manque au dossier : " + ", ".join(missing) + ".")
    parts = {kind: json.loads(s.content) for kind, s in submissions.items()}
    previous = previous_contents(dossier)
    period, convention = dossier.period, dossier.period.convention
    programme = parts[DeliverableKind.PROGRAMME]
    indicators = parts[DeliverableKind.INDICATORS]
    content = DossierContent(
        partner_name=convention.partner.name,
        representative_title=convention.partner_representative_title,
        representative_name=convention.partner_representative or None,
        convention_title=convention.title,
        convention_reference=convention.reference,
        year=period.year,
        first_day=period.first_day,
        last_day=period.last_day,
        version=dossier.version,
        due_on=period.due_on,
        due_explanation=period.due_explanation,
        committee_on=period.committee_on,
        figures=key_figures(parts, previous),
        actions_html=programme["actions_done"],
        projects_html=programme["projects"],
        tables=indicator_tables(indicators, previous.get(DeliverableKind.INDICATORS)),
        indicator_comment_html=indicators["comment"],
        survey=_survey(parts[DeliverableKind.SURVEY]),
        attachments=_attachments(submissions, parts),
    )
    return content, max(s.submitted_at for s in submissions.values())


def contents_of(dossier: Dossier) -> dict[str, Content]:
    """What was handed in for the dossier, by kind of deliverable, as plain JSON values."""
    return {s.deliverable.kind: json.loads(s.content) for s in dossier.submissions.select_related("deliverable")}


def previous_contents(dossier: Dossier) -> dict[str, Content]:
    """What was handed in the year before by the same partner, by kind; empty when there is none."""
    rows = (
        Submission.objects.filter(
            deliverable__period__year=dossier.period.year - 1,
            deliverable__period__convention__partner=dossier.period.convention.partner_id,
        )
        .select_related("deliverable")
        .order_by("number")
    )
    return {row.deliverable.kind: json.loads(row.content) for row in rows}


def key_figures(parts: dict[str, Content], previous: dict[str, Content]) -> list[KeyFigure]:
    """The three figures that the President and EMS read first: booklets, persons, answers to the survey."""
    now, before = parts[DeliverableKind.INDICATORS], previous.get(DeliverableKind.INDICATORS, {})
    survey, survey_before = parts[DeliverableKind.SURVEY], previous.get(DeliverableKind.SURVEY, {})
    return [
        KeyFigure("Carnets remis", now["booklets_handed_out"], "carnets", before.get("booklets_handed_out")),
        KeyFigure("Bénéficiaires", now["beneficiaries"], "personnes", before.get("beneficiaries")),
        KeyFigure(
            "Réponses à l’enquête",
            survey["respondents"] or 0,
            "réponses",
            survey_before.get("respondents"),
            survey["invited"],
            "personnes sollicitées",
        ),
    ]


def indicator_tables(indicators: Content, before: Content | None) -> list[IndicatorTable]:
    """The indicators of article 6 (persons by modality), beside those of the year before where they are known."""
    total = indicators["beneficiaries"]
    tables = []
    for dimension in Dimension:
        counts = indicators["counts"].get(dimension, {})
        old = before["counts"].get(dimension, {}) if before else None
        rows = [
            IndicatorRow(str(label), counts.get(code, 0), old.get(code, 0) if old is not None else None)
            for code, label in MODALITIES[dimension].choices
        ]
        tables.append(
            IndicatorTable(
                code=str(dimension),
                title=str(dimension.label),
                unit="personnes",
                total=total,
                rows=rows,
                typed_by_hand=indicators["typed_by_hand"],
                difference=sum(row.count for row in rows) - total,
            )
        )
    return tables


def _survey(content: Content) -> SurveyResult:
    return SurveyResult(
        method=content["method"],
        invited=content["invited"],
        respondents=content["respondents"] or 0,
        very_satisfied=content["very_satisfied"],
        satisfied=content["satisfied"],
        unsatisfied=content["unsatisfied"],
        very_unsatisfied=content["very_unsatisfied"],
        no_opinion=content["no_opinion"],
        comment_html=content["comment"],
    )


def _attachments(submissions: dict[str, Submission], parts: dict[str, Content]) -> list[AttachmentContent]:
    found = []
    for kind in DeliverableKind:
        for listed in parts[kind]["attachments"]:
            row = Attachment.objects.get(public_id=listed["public_id"], deliverable=submissions[kind].deliverable)
            found.append(_attachment(row, kind, listed))
    return found


def _attachment(row: Attachment, kind: DeliverableKind, listed: Content) -> AttachmentContent:
    try:
        with row.file.open("rb") as stored:
            intact = sha256_of(stored) == listed["sha256"]
            data = stored.read()
    except OSError:
        intact, data = False, b""
    if not intact:
        raise PassnumError(
            f"La pièce jointe « {listed['name']} » n’est plus celle qui a été remise : "
            "retirez-la et joignez-la à nouveau."
        )
    return AttachmentContent(
        name=listed["name"],
        deliverable_label=kind.label,
        media_type=listed["media_type"],
        size=listed["size"],
        sha256=listed["sha256"],
        description=f"Pièce jointe : {kind.label.lower()}",
        data=data,
    )

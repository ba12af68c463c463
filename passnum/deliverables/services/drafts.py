"""Saving a draft, its files, and starting from last year's (art. 6)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum

from passnum.core import clock, french
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.richtext import clean_rich_text
from passnum.core.uploads import ATTACHMENTS, CheckedUpload, check_upload
from passnum.deliverables.drafts import Draft, IndicatorsDraft, ProgrammeDraft, SurveyDraft, counted_draft, read_draft
from passnum.deliverables.enums import DeliverableKind, DeliverableState
from passnum.deliverables.models import (
    ActionProgramme,
    Attachment,
    Deliverable,
    IndicatorReport,
    Submission,
    SurveyReport,
)
from passnum.deliverables.passages import lock_period, record_on_deliverable
from passnum.deliverables.permissions import ensure_referent
from passnum.distribution.services import save_figures
from passnum.partners.models import User

MAX_ATTACHMENTS = 20
#: Bytes of all the files of a dossier together: it carries them, and mails and browsers have to take it.
MAX_TOTAL_BYTES = 100 * 1024 * 1024


@transaction.atomic
def save_draft(*, actor: User, deliverable: Deliverable, revision: int, draft: Draft) -> Deliverable:
    """Keep what was typed. `revision` is the one the page was opened with.

    Raises WrongState when the deliverable is submitted or someone else has saved since: nothing is overwritten.
    """
    row = lock_draft(actor, deliverable)
    if row.revision != revision:
        other = row.saved_by if row.saved_by_id != actor.pk else None
        who = f"{other.get_full_name()} a" if other else "Vous avez, dans un autre onglet,"
        when = french.long_moment(row.saved_at) if row.saved_at else ""
        raise WrongState(
            f"{who} enregistré une autre version ({when}). Gardez une copie de votre texte, puis rechargez la page."
        )
    _write(row, draft)
    return _saved(row, actor)


def add_attachment(*, actor: User, deliverable: Deliverable, uploaded: UploadedFile[bytes]) -> Attachment:
    """Join a file after checking its content. The same file twice is refused, by its digest."""
    # Before the transaction: the inspection takes a while, and nobody else should wait for it.
    checked = check_upload(uploaded, accept=ATTACHMENTS)
    return _join(actor, deliverable, checked)


@transaction.atomic
def _join(actor: User, deliverable: Deliverable, checked: CheckedUpload) -> Attachment:
    row = lock_draft(actor, deliverable)
    current = row.attachments.current()
    if current.count() >= MAX_ATTACHMENTS:
        raise InvalidInput(f"Un livrable porte au plus {MAX_ATTACHMENTS} pièces jointes : regroupez-les.")
    if current.filter(sha256=checked.sha256).exists():
        raise InvalidInput(f"« {checked.safe_name} » est déjà joint à ce livrable.")
    _ensure_room(row, checked)
    attachment = Attachment(
        deliverable=row,
        name=_free_name(checked.safe_name, set(current.values_list("name", flat=True))),
        media_type=checked.media_type,
        size=checked.size,
        sha256=checked.sha256,
        added_at=clock.now(),
        added_by=actor,
    )
    attachment.file.save(checked.safe_name, checked.file, save=False)
    attachment.save()
    _saved(row, actor)
    return attachment


def _ensure_room(row: Deliverable, checked: CheckedUpload) -> None:
    """The files of the three deliverables are carried by one dossier; the period is held by the caller."""
    joined = Attachment.objects.current().filter(deliverable__period=row.period_id).aggregate(total=Sum("size"))
    if (joined["total"] or 0) + checked.size > MAX_TOTAL_BYTES:
        raise InvalidInput(
            f"Avec « {checked.safe_name} », les pièces des trois livrables dépasseraient "
            f"{MAX_TOTAL_BYTES // (1024 * 1024)} Mo, le maximum d’un dossier. Retirez-en une ou réduisez ce fichier."
        )


@transaction.atomic
def remove_attachment(*, actor: User, attachment: Attachment) -> None:
    """Take a file off the draft. Its bytes stay for the submissions that name it."""
    row = lock_draft(actor, attachment.deliverable)
    fresh = Attachment.objects.current().filter(pk=attachment.pk).first()
    if fresh is None:
        return
    fresh.removed_at = clock.now()
    fresh.save(update_fields=["removed_at"])
    _saved(row, actor)


@dataclass(frozen=True)
class Change:
    """One value that differs from last year's: label, before, after (as text)."""

    name: str
    before: str
    after: str


def last_year_submission(deliverable: Deliverable) -> Submission | None:
    """The last submission of the same kind for the year before, under any convention of the partner."""
    return (
        Submission.objects.filter(
            deliverable__kind=deliverable.kind,
            deliverable__period__year=deliverable.period.year - 1,
            deliverable__period__convention__partner=deliverable.period.convention.partner_id,
        )
        .order_by("-number")
        .first()
    )


def last_year_draft(deliverable: Deliverable) -> Draft | None:
    """What was handed in last year, in the shape of a draft; None when there is nothing to start from.

    The numbers of the indicators are never carried over: they are counted each year anew.
    """
    submission = last_year_submission(deliverable)
    if submission is None:
        return None
    content: dict[str, Any] = json.loads(submission.content)
    if deliverable.kind == DeliverableKind.PROGRAMME:
        return ProgrammeDraft(content["actions_done"], content["projects"])
    if deliverable.kind == DeliverableKind.SURVEY:
        return SurveyDraft(method=content["method"])
    return replace(_current_indicators(deliverable), comment=content["comment"])


@transaction.atomic
def carry_over(*, actor: User, deliverable: Deliverable, revision: int) -> Deliverable:
    """« Reprendre l’an dernier »: start the draft from last year's submission."""
    draft = last_year_draft(deliverable)
    if draft is None:
        raise InvalidInput("Il n’y a pas de livrable de l’an dernier à reprendre.")
    return save_draft(actor=actor, deliverable=deliverable, revision=revision, draft=draft)


def changes_since_last_year(deliverable: Deliverable) -> list[Change]:
    """The fields whose values differ between last year's submission and the present draft."""
    before, now = last_year_draft(deliverable), read_draft(deliverable)
    if before is None:
        return []
    old, new = asdict(before), asdict(now)
    told = [name for name in new if name != "typed_by_hand"]
    return [Change(name, str(old[name] or ""), str(new[name] or "")) for name in told if old[name] != new[name]]


@transaction.atomic
def take_from_register(*, actor: User, deliverable: Deliverable, revision: int) -> Deliverable:
    """« Reprendre les chiffres du registre »: the figures are counted anew, the words stay.

    Raises InvalidInput where the register counts nobody in the period, and what `save_draft` raises.
    """
    counted = counted_draft(deliverable) if deliverable.kind == DeliverableKind.INDICATORS else None
    if counted is None:
        raise InvalidInput("Le registre ne compte aucune attribution sur cette période.")
    draft = replace(counted, comment=_current_indicators(deliverable).comment)
    return save_draft(actor=actor, deliverable=deliverable, revision=revision, draft=draft)


def lock_draft(actor: User, deliverable: Deliverable) -> Deliverable:
    """The deliverable as it is now, its period held; refused to others than référents, and once submitted."""
    period = lock_period(deliverable.period_id)
    ensure_referent(actor, period.convention.partner)
    row = Deliverable.objects.select_related("saved_by").get(pk=deliverable.pk)
    row.period = period
    if row.state == DeliverableState.REMIS:
        raise WrongState("Ce livrable est remis : il ne se modifie plus. Vous pouvez le reprendre depuis sa page.")
    return row


def _current_indicators(deliverable: Deliverable) -> IndicatorsDraft:
    draft = read_draft(deliverable)
    assert isinstance(draft, IndicatorsDraft)
    return draft


def _saved(row: Deliverable, actor: User) -> Deliverable:
    before = row.state
    row.state = DeliverableState.BROUILLON
    row.revision += 1
    row.saved_at, row.saved_by = clock.now(), actor
    row.save()
    if before != row.state:
        record_on_deliverable(row, actor=actor, act="commencer", before=before)
    return row


def _write(row: Deliverable, draft: Draft) -> None:
    expected = {
        DeliverableKind.PROGRAMME: ProgrammeDraft,
        DeliverableKind.INDICATORS: IndicatorsDraft,
        DeliverableKind.SURVEY: SurveyDraft,
    }[DeliverableKind(row.kind)]
    if not isinstance(draft, expected):
        raise InvalidInput("Ce contenu ne correspond pas à ce livrable.")
    if isinstance(draft, ProgrammeDraft):
        values = {"actions_done": clean_rich_text(draft.actions_done), "projects": clean_rich_text(draft.projects)}
        ActionProgramme.objects.update_or_create(deliverable=row, defaults=values)
    elif isinstance(draft, SurveyDraft):
        survey = asdict(draft) | {"comment": clean_rich_text(draft.comment)}
        SurveyReport.objects.update_or_create(deliverable=row, defaults=survey)
    else:
        comment = clean_rich_text(draft.comment)
        IndicatorReport.objects.update_or_create(deliverable=row, defaults={"comment": comment})
        save_figures(
            convention=row.period.convention,
            year=row.period.year,
            booklets_handed_out=draft.booklets_handed_out,
            beneficiaries=draft.beneficiaries,
            counts=draft.counts,
            typed_by_hand=not _is_counted(row, draft),
        )


def _is_counted(row: Deliverable, draft: IndicatorsDraft) -> bool:
    counted = counted_draft(row)
    return counted is not None and counted.says_as(draft)


def _free_name(name: str, taken: set[str]) -> str:
    """The name itself, or « name (2).pdf »: two files of a dossier never bear the same name."""
    if name not in taken:
        return name
    stem, dot, extension = name.rpartition(".")
    stem = stem or name
    number = 2
    while f"{stem} ({number}){dot}{extension}" in taken:
        number += 1
    return f"{stem} ({number}){dot}{extension}"

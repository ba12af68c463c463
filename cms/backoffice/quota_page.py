"""The page of one quota: where its booklets are, its basis, its launch meeting, its revisions, its parts by place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views import View
from wagtail.admin.widgets import AdminDateInput

from cms.backoffice.base import Act, ActView, DetailView
from cms.backoffice.permissions import ensure_administrator
from cms.backoffice.private_files import download
from passnum.committee.minutes_states import DecisionKind
from passnum.committee.models import Decision
from passnum.committee.services.decisions import settle_decision
from passnum.core import clock
from passnum.core.french import counted
from passnum.core.uploads import ATTACHMENTS, check_upload
from passnum.oversight.history import acts_of
from passnum.quotas.models import Quota
from passnum.quotas.position import position_of
from passnum.quotas.services import DecisionLink, record_launch_meeting, revise_quota
from passnum.quotas.services.quotas import is_counted

#: More digits than any quota has.
MAX_DIGITS = 8


class RevisionForm(forms.Form):
    """The new number, why, and the decision that it comes from."""

    booklets = forms.IntegerField(label="Nouveau nombre de carnets", min_value=1, help_text="Un carnet = 10 Pass.")
    reason = forms.CharField(
        label="Motif", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, help_text="La structure le lira."
    )
    decision = forms.ModelChoiceField(
        label="Décision du comité",
        queryset=Decision.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label="Aucune : décision de l’Eurométropole",
    )
    decided_on = forms.DateField(label="Décidé le", widget=AdminDateInput, initial=clock.today)
    #: The number on the screen when the form was opened.
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MeetingForm(forms.Form):
    """The launch meeting that fixed the number."""

    held_on = forms.DateField(label="Réunion tenue le", widget=AdminDateInput)
    people = forms.CharField(
        label="Présents, des deux parties", widget=forms.Textarea(attrs={"rows": 3}), max_length=400
    )
    file = forms.FileField(label="Relevé de la réunion", required=False, help_text="PDF, image, texte ou tableur.")


def _revise(actor: Any, row: Quota, values: dict[str, Any]) -> Quota:
    """A decision still to be dealt with is dealt with by the revision that names it, both or neither."""
    decision = values["decision"]
    link = DecisionLink(decision.public_id, decision_label(decision)) if decision else None
    with transaction.atomic():
        revised = revise_quota(
            actor=actor,
            quota=row,
            booklets=values["booklets"],
            reason=values["reason"],
            decision=link,
            decided_on=values["decided_on"],
            seen=values["seen"],
        )
        if decision and decision.settled_at is None:
            words = f"Quota {revised.year} révisé : {counted(revised.booklets, 'carnet')}."
            settle_decision(actor=actor, decision=decision, words=words)
    return revised


def decision_label(decision: Decision) -> str:
    """« Comité de suivi du 30/11/2022 : … », short enough to be read in a table."""
    return f"Comité de suivi du {decision.taken_on:%d/%m/%Y} : {decision.text}"[:300]


def _meeting(actor: Any, row: Quota, values: dict[str, Any]) -> Quota:
    checked = check_upload(values["file"], accept=ATTACHMENTS) if values["file"] else None
    return record_launch_meeting(
        actor=actor, quota=row, held_on=values["held_on"], people=values["people"], file=checked
    )


ACTS = (
    Act(
        "reviser",
        "Réviser le quota",
        "L’ancien nombre, le motif et la décision restent dans l’historique, que la structure lit.",
        _revise,
        form=RevisionForm,
        done="Le quota est révisé.",
    ),
    Act(
        "reunion",
        "Constater la réunion de lancement",
        "Elle fixe le nombre annuel de Pass (art. 5) : son jour, les présents, son relevé.",
        _meeting,
        form=MeetingForm,
        done="La réunion de lancement est enregistrée.",
    ),
)


class QuotaDetail(DetailView):
    """One quota, for EMS's administrators."""

    template_name = "backoffice/quota.html"
    icon = "list-ol"
    listing = ("Quotas", "quotas:index")

    def get_row(self, request: HttpRequest, public_id: Any) -> Quota:
        rows = Quota.objects.visible_to(ensure_administrator(request))
        return get_object_or_404(rows.select_related("convention__partner", "programme"), public_id=public_id)

    def context(self, request: HttpRequest, row: Quota) -> dict[str, Any]:
        actor = ensure_administrator(request)
        return {
            "title": f"Quota {row.year}",
            "subtitle": str(row.convention.partner),
            "acts": ACTS,
            "position": position_of(row),
            "revisions": row.revisions.visible_to(actor).select_related("recorded_by"),
            "parts": row.place_quotas.visible_to(actor).select_related("place"),
            "unshared": row.booklets - row.shared_booklets,
            "typed": not is_counted(row),
            "history": acts_of([row.convention], actor, subject_id=row.public_id),
        }


class QuotaAct(ActView):
    """One act on a quota."""

    acts = {act.slug: act for act in ACTS}
    detail = QuotaDetail
    detail_url_name = "backoffice:quota"

    def open_acts(self, row: Quota) -> list[Act]:
        return list(ACTS)

    def form(self, act: Act, row: Quota, *args: Any) -> forms.Form:
        asked = self.request.GET.get("booklets", "")
        wanted = int(asked) if asked.isdecimal() and len(asked) < MAX_DIGITS else row.booklets
        values = {
            "booklets": wanted,
            "seen": row.booklets,
            "held_on": row.launch_meeting_on,
            "people": row.launch_meeting_people,
        }
        form = act.form(*args, initial={name: value for name, value in values.items() if value})
        if "decision" in form.fields:
            decisions = Decision.objects.filter(meeting__convention=row.convention, kind=DecisionKind.QUOTA)
            form.fields["decision"].queryset = decisions.order_by("-taken_on")  # type: ignore[attr-defined]
        return form


class LaunchMeetingFile(View):
    """The record of the launch meeting, to download."""

    def get(self, request: HttpRequest, public_id: Any) -> FileResponse:
        row = QuotaDetail().get_row(request, public_id)
        return download(row.launch_meeting_file, row.launch_meeting_file_name)

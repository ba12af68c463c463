"""Amendments in the back office: one page per amendment with its acts, the consolidated text on any day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View
from wagtail.admin.widgets import AdminDateInput

from cms.backoffice.base import Act, ActView, DetailView
from cms.backoffice.permissions import ensure_administrator
from cms.portal.amendments import DayForm
from passnum.conventions.amendment_pdf import digest_of, render_amendment
from passnum.conventions.consolidation import article_on, consolidated
from passnum.conventions.enums import AMENDMENT_TRANSITIONS, AmendmentState, ChangeKind, ConventionState
from passnum.conventions.models import Amendment, Convention
from passnum.conventions.services import amendments as services
from passnum.core import clock
from passnum.core.difference import difference
from passnum.core.uploads import PDF_ONLY, check_upload


def _text(label: str, *, required: bool = True, help_text: str = "", rows: int = 5) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=70_000, required=required, help_text=help_text)


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(label=label, widget=AdminDateInput, required=required, help_text=help_text)


class PrepareForm(forms.Form):
    title = forms.CharField(label="Objet de l’avenant", max_length=200)
    reasons = _text("Motifs")


class SeenForm(forms.Form):
    """The words that were read when the page was opened: what somebody else wrote since is not overwritten."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class ChangeForm(SeenForm):
    article = forms.IntegerField(label="Article", min_value=1, max_value=99)
    kind = forms.ChoiceField(label="Nature", choices=ChangeKind.choices)
    title = forms.CharField(label="Titre de l’article", max_length=160, required=False)
    new_text = _text(
        "Nouveau texte", required=False, rows=14, help_text="Le texte entier de l’article. La différence sera montrée."
    )


class DurationForm(SeenForm):
    new_last_year = forms.IntegerField(label="Nouveau dernier exercice", min_value=2000, max_value=2100)
    new_text = _text("Nouveau texte de l’article 2", rows=10)


class DropForm(SeenForm):
    article = forms.IntegerField(label="Article à retirer de l’avenant", min_value=1, max_value=99)


class DecideForm(SeenForm):
    decided_on = _day("Décidé en comité le")
    decision_reference = forms.CharField(label="Décision du comité", max_length=200)
    acknowledged = forms.BooleanField(
        label="L’avenant touche la première partie : j’ai vérifié qu’il ne remet pas en cause ses objectifs généraux",
        required=False,
    )


class SendForm(forms.Form):
    sent_on = _day("Envoyé le", required=False)


class SignForm(forms.Form):
    partner_signed_on = _day("Signé par la structure le")
    ems_signed_on = _day("Signé par l’Eurométropole le", required=False)


class ReceiveForm(forms.Form):
    received_on = _day("Exemplaire signé reçu le")
    effective_on = _day("Prend effet le", required=False, help_text="À la réception, ou plus tard ; jamais avant.")
    signed_copy = forms.FileField(label="Exemplaire signé (PDF)", widget=forms.FileInput(attrs={"accept": ".pdf"}))


class AbandonForm(forms.Form):
    reason = _text("Motif")


def _receive(actor: Any, row: Amendment, values: dict[str, Any]) -> Amendment:
    checked = check_upload(values.pop("signed_copy"), accept=PDF_ONLY)
    return services.receive_amendment(actor=actor, amendment=row, signed_copy=checked.file, **values)


PREPARE = Act(
    "avenant",
    "Préparer un avenant",
    "Toute modification substantielle passe par un avenant, défini en comité (art. 11).",
    lambda actor, row, values: services.prepare_amendment(actor=actor, convention=row, **values),
    form=PrepareForm,
    done="L’avenant est en préparation.",
)
CHANGE = Act("article", "Modifier un article", "L’article 3 ne se modifie pas. Les articles 1 et 2 se modifient après "
             "confirmation (art. 11).",
             lambda actor, row, values: services.change_article_by_amendment(actor=actor, amendment=row, **values),
             form=ChangeForm, done="L’article est dans l’avenant.")  # fmt: skip
DURATION = Act("duree", "Changer la durée", "C’est une modification de l’article 2. Une convention échue ne se "
               "prolonge pas.",
               lambda actor, row, values: services.change_duration(actor=actor, amendment=row, **values),
               form=DurationForm, done="La nouvelle durée est dans l’avenant.")  # fmt: skip
DROP = Act("retirer", "Retirer un article", "L’article redevient celui de la convention.",
           lambda actor, row, values: services.drop_change(actor=actor, amendment=row, **values),
           form=DropForm, done="L’article est retiré de l’avenant.")  # fmt: skip

#: The acts by the state they lead to.
PASSAGES: dict[AmendmentState, Act] = {
    AmendmentState.DECIDE: Act(
        "decider", "Décider en comité", "Le texte ne se modifie plus.",
        lambda actor, row, values: services.decide_amendment(actor=actor, amendment=row, **values),
        form=DecideForm, done="L’avenant est décidé."),
    AmendmentState.ENVOYE: Act(
        "envoyer", "Envoyer pour signature", "Refusé si un article a changé depuis la préparation.",
        lambda actor, row, values: services.send_amendment(actor=actor, amendment=row, **values),
        form=SendForm, done="L’avenant est envoyé pour signature."),
    AmendmentState.SIGNE: Act(
        "signer", "Constater la signature", "Il ne prend pas encore effet.",
        lambda actor, row, values: services.sign_amendment(actor=actor, amendment=row, **values),
        form=SignForm, done="La signature est enregistrée."),
    AmendmentState.RECU: Act(
        "recevoir", "Recevoir l’exemplaire signé", "Il prend effet à sa date ; rien ne se recalcule en arrière.",
        _receive, form=ReceiveForm, done="L’avenant est reçu."),
    AmendmentState.ABANDONNE: Act(
        "abandonner", "Abandonner", "L’avenant reste lisible, avec son motif.",
        lambda actor, row, values: services.abandon_amendment(actor=actor, amendment=row, **values),
        form=AbandonForm, done="L’avenant est abandonné."),
}  # fmt: skip


def open_acts(row: Amendment) -> list[Act]:
    """The acts permitted from the state of the amendment."""
    state = AmendmentState(row.state)
    found = [CHANGE, DURATION, DROP] if state == AmendmentState.EN_PREPARATION else []
    if state == AmendmentState.RECU:
        return []
    return found + [act for to, act in PASSAGES.items() if to in AMENDMENT_TRANSITIONS[state]]


def changes_of(row: Amendment) -> list[dict[str, Any]]:
    """Each change with its difference, word by word."""
    return [
        {"change": change, "pieces": difference(change.former_text, change.new_text)}
        for change in row.changes.order_by("article")
    ]


class AmendmentDetail(DetailView):
    """One amendment: what it changes, the difference, its dates."""

    template_name = "backoffice/amendment.html"
    icon = "edit"

    def get_row(self, request: HttpRequest, public_id: Any) -> Amendment:
        rows = Amendment.objects.visible_to(ensure_administrator(request)).select_related("convention__partner")
        return get_object_or_404(rows, public_id=public_id)

    def context(self, request: HttpRequest, row: Amendment) -> dict[str, Any]:
        first_part = any(change.article in {1, 2} for change in row.changes.all())
        return {"acts": open_acts(row), "changes": changes_of(row), "first_part": first_part}


class AmendmentAct(ActView):
    """One act on an amendment."""

    acts = {act.slug: act for act in (CHANGE, DURATION, DROP, *PASSAGES.values())}
    detail = AmendmentDetail
    detail_url_name = "backoffice:amendment"

    def open_acts(self, row: Amendment) -> list[Act]:
        return open_acts(row)

    def form(self, act: Act, row: Amendment, *args: Any) -> forms.Form:
        """The text of article 2 as it stands, to start from, and the words that were read."""
        values = {"seen": digest_of(row)}
        if act is DURATION and not args:
            known = article_on(row.convention, 2, clock.today())
            values["new_text"] = known.text if known else ""
        return act.form(*args, initial=values)


class AmendmentDocument(View):
    """The amendment to sign, set in type."""

    def get(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        return amendment_file(AmendmentDetail().get_row(request, public_id))


class AmendmentCopy(View):
    """The signed copy."""

    def get(self, request: HttpRequest, public_id: Any) -> FileResponse:
        return amendment_copy(AmendmentDetail().get_row(request, public_id))


def text_on(request: HttpRequest, convention: Convention) -> dict[str, Any]:
    """The consolidated text on the day asked for, today by default."""
    form = DayForm(request.GET if "jour" in request.GET else None)
    day = (form.is_bound and form.is_valid() and form.cleaned_data["jour"]) or clock.today()
    return {"form": form, "day": day, "articles": consolidated(convention, day)}


class ConsolidatedText(View):
    """The convention as it stands on any day."""

    def get(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        rows = Convention.objects.visible_to(ensure_administrator(request)).select_related("partner")
        row = get_object_or_404(rows, public_id=public_id)
        context = {"row": row, "title": "Texte consolidé", "subtitle": str(row), "header_icon": "doc-full"}
        return render(request, "backoffice/consolidated.html", {**context, **text_on(request, row)})


def amendment_file(row: Amendment) -> HttpResponse:
    """The document of the amendment to download."""
    response = HttpResponse(render_amendment(row, made_at=clock.now()), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="avenant-{row.number}.pdf"'
    return response


def amendment_copy(row: Amendment) -> FileResponse:
    """The signed copy to download, or 404."""
    if not row.signed_copy:
        raise Http404
    try:
        stored = row.signed_copy.open("rb")
    except OSError as error:
        raise Http404("Fichier introuvable") from error
    name = f"avenant-{row.number}-signe.pdf"
    return FileResponse(stored, as_attachment=True, filename=name, content_type="application/pdf")


def amendments_of(row: Convention) -> dict[str, Any]:
    """What the page of a convention shows of its amendments."""
    return {"amendments": row.amendments.all(), "may_amend": row.state == ConventionState.EN_VIGUEUR}

"""Development-only pages: the components in every state, the mails sent. Their addresses exist only in development."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from cms.portal import mailbox, workshop_samples
from passnum.core import clock, french


class MailFilter(forms.Form):
    destinataire = forms.CharField(label="Adresse du destinataire", required=False)


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for developers and testers."""
    return render(request, "workshop/components.html", workshop_samples.context())


@require_POST
def autosave(request: HttpRequest) -> JsonResponse:
    """Answers like the drafts of the partners' space, and keeps nothing."""
    if request.POST.get("structure") == "périmé":
        return JsonResponse({"message": "Cette page n’est plus à jour : rechargez-la."}, status=409)
    return JsonResponse({"saved_at": french.clock_time(clock.now())})


def _mail_folder() -> Path:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder:
        raise Http404("Les courriels ne sont pas écrits sur disque ici.")
    return Path(folder)


def _find(identifier: str) -> mailbox.SentMail:
    mail = mailbox.find_mail(_mail_folder(), identifier)
    if mail is None:
        raise Http404("Ce courriel n’existe pas.")
    return mail


@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """The mails written to disk, newest first, filtered by recipient."""
    form = MailFilter(request.GET)
    found = mailbox.sent_mails(_mail_folder(), request.GET.get("destinataire", "").strip())
    page = Paginator(found, 20).get_page(request.GET.get("page"))
    return render(request, "workshop/mails.html", {"form": form, "page": page, "count": len(found)})


@require_GET
def mail(request: HttpRequest, identifier: str) -> HttpResponse:
    """One mail: its text, and its HTML version in a frame."""
    return render(request, "workshop/mail.html", {"mail": _find(identifier)})


@require_GET
def mail_html(request: HttpRequest, identifier: str) -> HttpResponse:
    """The HTML version alone: its own style is allowed, scripts and pictures from elsewhere are not."""
    response = HttpResponse(_find(identifier).html)
    # The mail's own <style> is not the site's: this answer has a policy of its own.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups"
    return response


@require_GET
def mail_attachment(request: HttpRequest, identifier: str, number: int) -> HttpResponse:
    """One file of a mail, always as a download."""
    files = _find(identifier).attachments
    if number >= len(files):
        raise Http404("Cette pièce n’existe pas.")
    response = HttpResponse(files[number].content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, files[number].name) or "attachment"
    return response

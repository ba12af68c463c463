"""Notices in several languages and added characteristics in the admin: written, published, replaced."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from wagtail.admin.ui.tables import BooleanColumn, Column

from cms.backoffice.base import Act, ActView, DetailView, DomainViewSet, date_column
from cms.backoffice.filters import NamedFilters
from cms.backoffice.permissions import ensure_administrator
from cms.backoffice.questionnaire_forms import CharacteristicForm, NoticeForm
from passnum.distribution.enums import ContentState
from passnum.distribution.models import Characteristic, Notice
from passnum.distribution.publishing import publish_characteristic, publish_notice, withdraw_characteristic
from passnum.distribution.writing import next_notice

PUBLISH_NOTICE = Act(
    "publier",
    "Publier la notice",
    "Elle remplace celle de la même langue dans tous les entretiens. Cette version ne changera plus.",
    lambda actor, row, _: publish_notice(actor=actor, notice=row),
    done="La notice est publiée.",
)
NEXT_NOTICE = Act(
    "version",
    "Préparer une nouvelle version",
    "Une copie est ouverte aux modifications. Les entretiens gardent celle-ci tant que l’autre n’est pas publiée.",
    lambda actor, row, _: next_notice(actor=actor, notice=row),
    done="Voici la nouvelle version, à l’état de brouillon.",
)
PUBLISH_CHARACTERISTIC = Act(
    "publier",
    "Poser cette question",
    "Elle est posée dans tous les entretiens, avec « Ne souhaite pas répondre », et comptée. Elle ne changera plus.",
    lambda actor, row, _: publish_characteristic(actor=actor, characteristic=row),
    done="La question est posée.",
)
WITHDRAW = Act(
    "retirer",
    "Ne plus poser cette question",
    "Elle disparaît des entretiens ; les réponses déjà données restent comptées.",
    lambda actor, row, _: withdraw_characteristic(actor=actor, characteristic=row),
    done="La question n’est plus posée.",
    serious=True,
)
_STATE = Column("state", label="État", accessor="get_state_display")


class NoticeFilters(NamedFilters):
    """Filters of the list of notices."""

    names = {"language": "Langue"}

    class Meta:
        model = Notice
        fields = ["language", "state"]


class NoticeViewSet(DomainViewSet):
    """« Notices d’information »."""

    model = Notice
    name = "notices"
    icon = "openquote"
    menu_label = "Notices"
    list_display = [
        "__str__",
        _STATE,
        BooleanColumn("proofread", label="Relue"),
        date_column("published_at", "Publiée le"),
    ]
    filterset_class = NoticeFilters
    search_backend_name = None
    detail_url_name = "backoffice:notice"

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return NoticeForm


class CharacteristicViewSet(DomainViewSet):
    """« Caractéristiques ajoutées » (art. 6)."""

    model = Characteristic
    name = "caracteristiques"
    icon = "list-ul"
    when_empty = "Aucune caractéristique ajoutée : les entretiens posent celles de la convention (art. 6)."
    menu_label = "Caractéristiques"
    list_display = [
        "__str__",
        "code",
        _STATE,
        date_column("published_at", "Publiée le"),
    ]
    list_filter = ["state"]
    search_backend_name = None
    detail_url_name = "backoffice:characteristic"

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return CharacteristicForm


class NoticeDetail(DetailView):
    """One version of a notice, as it is read."""

    template_name = "backoffice/notice.html"
    icon = "openquote"
    listing = ("Notices", "notices:index")

    def get_row(self, request: HttpRequest, public_id: Any) -> Notice:
        ensure_administrator(request)
        return get_object_or_404(Notice, public_id=public_id)

    def context(self, request: HttpRequest, row: Notice) -> dict[str, Any]:
        return {"acts": notice_acts(row), "editable": row.state == ContentState.BROUILLON}


def notice_acts(row: Notice) -> list[Act]:
    return [PUBLISH_NOTICE] if row.state == ContentState.BROUILLON else [NEXT_NOTICE]


class NoticeAct(ActView):
    """One act on a notice."""

    acts = {act.slug: act for act in (PUBLISH_NOTICE, NEXT_NOTICE)}
    detail = NoticeDetail
    detail_url_name = "backoffice:notice"

    def open_acts(self, row: Notice) -> list[Act]:
        return notice_acts(row)

    def post(self, request: HttpRequest, public_id: Any, slug: str) -> HttpResponse:
        """A new version is read next, not the one that it was copied from."""
        answer = super().post(request, public_id, slug)
        if slug == NEXT_NOTICE.slug and answer.status_code == HTTPStatus.FOUND:
            language = Notice.objects.values_list("language", flat=True).get(public_id=public_id)
            draft = Notice.objects.filter(language=language, state=ContentState.BROUILLON).first()
            return redirect(self.detail_url_name, public_id=draft.public_id) if draft else answer
        return answer


class CharacteristicDetail(DetailView):
    """One version of a characteristic with its closed list."""

    template_name = "backoffice/characteristic.html"
    icon = "list-ul"
    listing = ("Caractéristiques", "caracteristiques:index")

    def get_row(self, request: HttpRequest, public_id: Any) -> Characteristic:
        ensure_administrator(request)
        return get_object_or_404(Characteristic.objects.prefetch_related("choices"), public_id=public_id)

    def context(self, request: HttpRequest, row: Characteristic) -> dict[str, Any]:
        return {"acts": characteristic_acts(row), "editable": row.state == ContentState.BROUILLON}


def characteristic_acts(row: Characteristic) -> list[Act]:
    """A draft is published, what is asked can be withdrawn."""
    opened = {ContentState.BROUILLON: [PUBLISH_CHARACTERISTIC], ContentState.PUBLIE: [WITHDRAW]}
    return opened.get(ContentState(row.state), [])


class CharacteristicAct(ActView):
    """One act on a characteristic."""

    acts = {act.slug: act for act in (PUBLISH_CHARACTERISTIC, WITHDRAW)}
    detail = CharacteristicDetail
    detail_url_name = "backoffice:characteristic"

    def open_acts(self, row: Characteristic) -> list[Act]:
        return characteristic_acts(row)

"""What the domain's screens share in Wagtail's admin: lists, pages with their acts, saving through services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views import View
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from cms.backoffice.permissions import ensure_administrator
from cms.backoffice.stale import UnchangedSinceOpened
from cms.portal.file_after_proof import require_proof_for_file
from cms.portal.fresh_authentication import require_fresh_authentication
from passnum.core import french
from passnum.core.errors import PassnumError
from passnum.partners.models import User


class ListingView(generic.IndexView):
    """A list whose rows lead to the page of the thing itself."""

    detail_url_name = ""
    #: Words without gender, under the title of the list: Wagtail’s own agree with no noun (« de invitations »).
    add_item_label = "Ajouter"
    when_empty = ""

    @property
    def no_results_message(self) -> str:
        """Nothing found, or nothing there yet and where it would come from."""
        return "Rien à afficher." if self.is_searching or self.is_filtering else self.when_empty or "Rien à afficher."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A file of rows leaves the house: the password is asked again before."""
        if request.GET.get("export") and request.user.is_authenticated:
            require_proof_for_file(request, page=request.path, export=None)
        return super().dispatch(request, *args, **kwargs)

    def get_edit_url(self, instance: Any) -> str | None:
        if self.detail_url_name:
            return reverse(self.detail_url_name, args=[instance.public_id])
        return super().get_edit_url(instance)

    def get_base_queryset(self) -> Any:
        rows = super().get_base_queryset()
        return rows.visible_to(self.request.user) if hasattr(rows, "visible_to") else rows


class ServiceSaveMixin:
    """Saving goes through the service; what it refuses is said on the form, and nothing is written."""

    #: Words without gender: Wagtail’s own agree with no noun (« Le(la) programme n'a pas pu être créé(e) »).
    error_message = "Rien n’est enregistré : corrigez ce qui est signalé plus bas."
    success_message = "« %(object)s » : c’est enregistré."

    def get_header_title(self) -> str:
        subtitle = self.get_page_subtitle()  # type: ignore[attr-defined]
        return french.typeset(f"{self.page_title} : {subtitle}")  # type: ignore[attr-defined]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, last = super().get_breadcrumbs_items()  # type: ignore[misc]
        return [*above, {**last, "label": self.get_header_title()}]

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except PassnumError as error:
            field = getattr(error, "field", None)
            form.add_error(field if field in form.fields else None, error.message)
            # Wagtail sets it where a form is refused before it is saved, and reads it in every case.
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]

    def get_success_buttons(self) -> list[Any]:
        """The list that follows leads to the thing itself."""
        return []

    def save_instance(self) -> Any:
        return self.form.save_through_service(self.request.user)  # type: ignore[attr-defined]


class ServiceCreateView(ServiceSaveMixin, generic.CreateView):
    """Creation through a service."""

    page_title = "Ajouter"


class ServiceEditView(UnchangedSinceOpened, ServiceSaveMixin, generic.EditView):
    """Change through a service, of the row as it was when the form was opened."""

    page_title = "Modifier"


class DomainViewSet(ModelViewSet):
    """A domain model in the admin: no deletion, no copy, no reference index; the journal is the history that counts."""

    index_view_class = ListingView
    add_view_class = ServiceCreateView
    edit_view_class = ServiceEditView
    copy_view_enabled = False
    add_to_reference_index = False
    add_to_admin_menu = False
    list_per_page = 30
    #: Name of the page of one row; without it, rows lead to their form.
    detail_url_name = ""
    #: Said when there is no row yet: where rows come from.
    when_empty = ""
    #: Whether rows are created and changed by a form here.
    has_forms = True

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """No address for what is not offered here: deletion, copy, Wagtail's own history and usage."""
        closed = dict.fromkeys(("delete_url_name", "copy_url_name", "history_url_name", "usage_url_name"))
        return super().get_common_view_kwargs(**kwargs) | closed

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        values: dict[str, Any] = super().get_index_view_kwargs(**kwargs)
        if self.detail_url_name:
            values["detail_url_name"] = self.detail_url_name
        if self.when_empty:
            values["when_empty"] = self.when_empty
        return values

    def get_urlpatterns(self) -> list[URLPattern]:
        patterns = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
        if self.has_forms:
            patterns += [
                path("new/", self.add_view, name="add"),
                path("edit/<int:pk>/", self.edit_view, name="edit"),
            ]
        return patterns


@dataclass(frozen=True)
class Act:
    """One passage offered on a page: address, words, form, and the service that does it."""

    slug: str
    label: str
    consequence: str
    run: Callable[[User, Any, dict[str, Any]], Any]
    form: type[forms.Form] = forms.Form
    done: str = "C’est fait."
    serious: bool = False
    #: Whether the password (or the second factor) is asked again, unless it was given in the last minutes.
    fresh: bool = False


class DetailView(View):
    """The page of one row, with the acts that are open from its state."""

    template_name = ""
    icon = "doc-full"
    #: The list that the row belongs to: its title and the name of its address. The page leads back to it.
    listing: tuple[str, str] | None = None

    @classmethod
    def trail(cls) -> list[tuple[str, str]]:
        """(words, address) of what stands above the page."""
        return [(cls.listing[0], reverse(cls.listing[1]))] if cls.listing else []

    def get_row(self, request: HttpRequest, public_id: Any) -> Any:
        """The row that the administrator may read, or 404."""
        raise NotImplementedError

    def context(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        ensure_administrator(request)
        row = self.get_row(request, public_id)
        words = {"title": str(row), "header_icon": self.icon, "trail": self.trail()}
        context = {"row": row, **words, **self.context(request, row)}
        return render(request, self.template_name, context)


class ActView(View):
    """The confirmation of one act: what it does, its form, and the button that says it."""

    template_name = "backoffice/act.html"
    acts: dict[str, Act] = {}
    detail: type[DetailView]
    detail_url_name = ""

    def form(self, act: Act, row: Any, *args: Any) -> forms.Form:
        """The form of the act; subclasses may pass more to it."""
        return act.form(*args)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.actor = ensure_administrator(request)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, public_id: Any, slug: str) -> HttpResponse:
        row, act = self._find(request, public_id, slug)
        if act is None or act not in self.open_acts(row):
            messages.warning(request, "Cette étape n’est plus ouverte : voici ce qu’il en est aujourd’hui.")
            return redirect(self.detail_url_name, public_id=public_id)
        return self._page(request, row, act, self.form(act, row))

    def post(self, request: HttpRequest, public_id: Any, slug: str) -> HttpResponse:
        row, act = self._find(request, public_id, slug)
        if act is None:
            return redirect(self.detail_url_name, public_id=public_id)
        if act.fresh:
            require_fresh_authentication(request)
        form = self.form(act, row, request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, row, act, form, status=422)
        try:
            act.run(self.actor, row, form.cleaned_data)
        except PassnumError as error:
            field = getattr(error, "field", None)
            form.add_error(field if field in form.fields else None, error.message)
            return self._page(request, row, act, form, status=error.http_status)
        self.after(row)
        messages.success(request, act.done)
        return redirect(self.detail_url_name, public_id=public_id)

    def open_acts(self, row: Any) -> list[Act]:
        """The acts permitted from the state of the row."""
        raise NotImplementedError

    def after(self, row: Any) -> None:
        """What to wake up once the act is done."""

    def _find(self, request: HttpRequest, public_id: Any, slug: str) -> tuple[Any, Act | None]:
        return self.detail().get_row(request, public_id), self.acts.get(slug)

    def _page(self, request: HttpRequest, row: Any, act: Act, form: forms.Form, *, status: int = 200) -> HttpResponse:
        back = reverse(self.detail_url_name, args=[row.public_id])
        trail = [*self.detail.trail(), (str(row), back)]
        context = {"row": row, "act": act, "form": form, "back": back, "trail": trail}
        words = {"title": act.label, "subtitle": str(row), "header_icon": self.detail.icon}
        return render(request, self.template_name, {**context, **words}, status=status)


def date_column(name: str, label: str, *, path: str = "", sort_key: str | None = None) -> Column:
    """A day in full: « vendredi 30 juin 2023 ». `path` leads to it from the row where its name does not."""

    def in_words(row: Any) -> str:
        value: Any = row
        for step in (path or name).split("."):
            value = getattr(value, step, None)
        return french.long_date(value) if value else "—"

    return Column(name, label=label, accessor=in_words, sort_key=sort_key)

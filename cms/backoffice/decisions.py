"""Decisions of the committees over all conventions, those still to be dealt with first (art. 5, 7, 8, 11, 12)."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn

from cms.backoffice.base import DomainViewSet, ListingView, date_column
from passnum.committee.models import Decision

TO_DO, SETTLED = "a_traiter", "traitees"


class DecisionFilters(WagtailFilterSet):
    """Filters of the list of decisions."""

    follow_up = django_filters.ChoiceFilter(
        label="Suite",
        choices=[(TO_DO, "À traiter"), (SETTLED, "Traitées")],
        method="by_follow_up",
        empty_label="Toutes",
    )

    class Meta:
        model = Decision
        fields = ["follow_up", "kind", "meeting__year", "meeting__convention__partner"]

    def by_follow_up(self, rows: QuerySet[Decision], name: str, value: str) -> QuerySet[Decision]:
        return rows.filter(settled_at__isnull=value == TO_DO)


class DecisionListing(ListingView):
    """Each decision leads to the committee that took it, where it is dealt with."""

    def get_base_queryset(self) -> Any:
        rows = super().get_base_queryset().select_related("meeting__convention__partner")
        return rows.order_by(F("settled_at").asc(nulls_first=True), "-taken_on", "pk")

    def get_edit_url(self, instance: Decision) -> str:
        return reverse("backoffice:committee", args=[instance.meeting.public_id])


def follow_up(row: Decision) -> str:
    """« À traiter », what the decision became, or what was done with it."""
    if row.settled_at is None:
        return "À traiter"
    return row.target_kind.capitalize() if row.target_kind else Truncator(row.settled_words).chars(80)


class DecisionViewSet(DomainViewSet):
    """Decisions of every committee; they are dealt with on the page of the committee."""

    model = Decision
    name = "decisions"
    icon = "tasks"
    menu_label = "Décisions"
    index_view_class = DecisionListing
    has_forms = False
    filterset_class = DecisionFilters
    search_fields = ["text", "meeting__convention__partner__name", "meeting__convention__reference"]
    search_backend_name = None
    list_display = [
        "__str__",
        Column("partner", label="Structure", accessor="meeting.convention.partner.name"),
        date_column("taken_on", "Prise le", sort_key="taken_on"),
        StatusTagColumn("follow_up", label="Suite", accessor=follow_up),
    ]
    list_export = [
        "text",
        "get_kind_display",
        "meeting.convention.partner.name",
        "taken_on",
        "target_kind",
        "settled_words",
        "settled_at",
    ]
    export_formats = ["csv", "xlsx"]
    form_fields: list[str] = []

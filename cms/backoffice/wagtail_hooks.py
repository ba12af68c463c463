"""Wagtail's admin for EMS: addresses, menu in the order of the year, dashboard."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.permissions import register_permission_policy

from cms.backoffice import branding  # noqa: F401 - its hooks register themselves
from cms.backoffice.accounts import AccountViewSet
from cms.backoffice.committees import CommitteeViewSet
from cms.backoffice.conventions import ConventionViewSet
from cms.backoffice.decisions import DecisionViewSet
from cms.backoffice.deliveries import DeliveryViewSet
from cms.backoffice.diagnosis_contents import CharacteristicViewSet, NoticeViewSet
from cms.backoffice.dossiers import DossierViewSet
from cms.backoffice.invitations import InvitationViewSet
from cms.backoffice.mail import OutboxViewSet
from cms.backoffice.mediation import MediationPlaceViewSet
from cms.backoffice.panels import ToDoPanel
from cms.backoffice.partners import DelegationViewSet, PartnerViewSet, PlaceViewSet
from cms.backoffice.permissions import AdministratorsPolicy
from cms.backoffice.programmes import OperatorViewSet, ProgrammeViewSet
from cms.backoffice.purchases import PurchaseViewSet
from cms.backoffice.questionnaire import QuestionnaireViewSet
from cms.backoffice.quota_panel import QuotasPanel
from cms.backoffice.quotas import QuotaViewSet
from cms.backoffice.restitutions import RestitutionViewSet
from cms.backoffice.stock import BookletViewSet
from passnum.committee.models import CommitteeMeeting, Decision
from passnum.conventions.models import Convention
from passnum.deliverables.models import Dossier
from passnum.distribution.models import Characteristic, Notice, Questionnaire
from passnum.mail.models import OutboxMessage
from passnum.network.models import MediationPlace
from passnum.partners.models import Delegation, DistributionPlace, Invitation, Partner, User
from passnum.partners.permissions import is_ems_administrator
from passnum.quotas.models import Booklet, Delivery, Operator, Programme, Purchase, Quota, Restitution

register_permission_policy(Convention, AdministratorsPolicy(Convention, "add", "change"), exact_class=True)
register_permission_policy(CommitteeMeeting, AdministratorsPolicy(CommitteeMeeting), exact_class=True)
register_permission_policy(Decision, AdministratorsPolicy(Decision), exact_class=True)
register_permission_policy(Dossier, AdministratorsPolicy(Dossier), exact_class=True)
register_permission_policy(Quota, AdministratorsPolicy(Quota, "add", "change"), exact_class=True)
register_permission_policy(Booklet, AdministratorsPolicy(Booklet), exact_class=True)
register_permission_policy(Delivery, AdministratorsPolicy(Delivery), exact_class=True)
register_permission_policy(Restitution, AdministratorsPolicy(Restitution), exact_class=True)
for _model in (Programme, Operator, Purchase):
    register_permission_policy(_model, AdministratorsPolicy(_model, "add", "change"), exact_class=True)
register_permission_policy(Questionnaire, AdministratorsPolicy(Questionnaire), exact_class=True)
register_permission_policy(Notice, AdministratorsPolicy(Notice, "add", "change"), exact_class=True)
register_permission_policy(Characteristic, AdministratorsPolicy(Characteristic, "add", "change"), exact_class=True)
register_permission_policy(Partner, AdministratorsPolicy(Partner, "add", "change"), exact_class=True)
register_permission_policy(
    DistributionPlace, AdministratorsPolicy(DistributionPlace, "add", "change"), exact_class=True
)
register_permission_policy(MediationPlace, AdministratorsPolicy(MediationPlace, "add", "change"), exact_class=True)
register_permission_policy(Delegation, AdministratorsPolicy(Delegation, "add", "change"), exact_class=True)
register_permission_policy(Invitation, AdministratorsPolicy(Invitation, "add"), exact_class=True)
register_permission_policy(User, AdministratorsPolicy(User), exact_class=True)
register_permission_policy(OutboxMessage, AdministratorsPolicy(OutboxMessage), exact_class=True)


class Part(ViewSetGroup):
    """One part of the menu with its lists."""

    def __init__(self, label: str, icon: str, order: int, *items: ViewSet) -> None:
        self.menu_label, self.menu_icon, self.menu_order, self.items = label, icon, order, items
        super().__init__()


@hooks.register("register_admin_viewset")
def register_scheme() -> list[Part]:
    """The domain, in the order of the year; « Communication » (200) comes from the kits."""
    return [
        Part(
            "Conventions",
            "doc-full",
            100,
            ConventionViewSet(),
            PartnerViewSet(),
            PlaceViewSet(),
            DelegationViewSet(),
        ),
        Part("Quotas", "list-ol", 110, ProgrammeViewSet(), OperatorViewSet(), PurchaseViewSet(), QuotaViewSet()),
        Part(
            "Distribution",
            "form",
            120,
            BookletViewSet(),
            DeliveryViewSet(),
            RestitutionViewSet(),
            QuestionnaireViewSet(),
            NoticeViewSet(),
            CharacteristicViewSet(),
        ),
        Part("Livrables", "folder-open-inverse", 130, DossierViewSet()),
        Part("Comités", "group", 140, CommitteeViewSet(), DecisionViewSet()),
        Part("Réseau", "site", 150, MediationPlaceViewSet()),
        Part("Comptes", "user", 210, AccountViewSet(), InvitationViewSet(), OutboxViewSet()),
    ]


@hooks.register("register_admin_menu_item")
def register_tower() -> MenuItem:
    return TowerMenuItem("Tour de contrôle", reverse_lazy("backoffice:tower"), icon_name="view", order=90)


@hooks.register("register_admin_menu_item")
def register_indicators() -> MenuItem:
    return TowerMenuItem("Indicateurs", reverse_lazy("backoffice:indicators"), icon_name="list-ul", order=95)


@hooks.register("register_admin_menu_item")
def register_exchange() -> MenuItem:
    return TowerMenuItem("Importer, exporter", reverse_lazy("backoffice:exchange"), icon_name="upload", order=97)


class TowerMenuItem(MenuItem):
    """A page of figures, for EMS's administrators."""

    def is_shown(self, request: Any) -> bool:
        return is_ems_administrator(request.user)


@hooks.register("register_admin_urls")
def register_pages() -> list[Any]:
    return [path("pass/", include("cms.backoffice.urls", namespace="backoffice"))]


@hooks.register("construct_settings_menu")
def leave_one_list_of_people(request: Any, items: list[Any]) -> None:
    """Wagtail's own list of users leads administrators to acts that are refused: « Comptes » is theirs."""
    items[:] = [item for item in items if item.name != "users"]


@hooks.register("construct_homepage_panels")
def add_panels(request: Any, panels: list[Any]) -> None:
    panels.insert(0, ToDoPanel(request))
    panels.insert(1, QuotasPanel(request))

"""Addresses of EMS's back office that no viewset makes; they live under Wagtail's admin and its access check."""

from django.urls import path

from cms.backoffice import accounts, calendar, conventions, dossiers, invitations, quota_import

app_name = "backoffice"

urlpatterns = [
    path("comptes/<uuid:public_id>/", accounts.AccountDetail.as_view(), name="account"),
    path("comptes/<uuid:public_id>/<slug:slug>/", accounts.AccountAct.as_view(), name="account_act"),
    path("invitations/<uuid:public_id>/", invitations.InvitationDetail.as_view(), name="invitation"),
    path("invitations/<uuid:public_id>/<slug:slug>/", invitations.InvitationAct.as_view(), name="invitation_act"),
    path("dossiers/<uuid:public_id>/", dossiers.DossierDetail.as_view(), name="dossier"),
    path("dossiers/<uuid:public_id>/fichier.pdf", dossiers.DossierFile.as_view(), name="dossier_file"),
    path("dossiers/<uuid:public_id>/<slug:slug>/", dossiers.DossierAct.as_view(), name="dossier_act"),
    path("quotas/importer/", quota_import.QuotaImportView.as_view(), name="quota_import"),
    path("quotas/export.<str:extension>", quota_import.QuotaExportView.as_view(), name="quota_export"),
    path("quotas/modele.<str:extension>", quota_import.QuotaTemplateView.as_view(), name="quota_template"),
    path("conventions/<uuid:public_id>/", conventions.ConventionDetail.as_view(), name="convention"),
    path("conventions/<uuid:public_id>/exemplaire.pdf", conventions.SignedCopy.as_view(), name="convention_copy"),
    path("conventions/<uuid:public_id>/calendrier/", calendar.ConventionCalendar.as_view(), name="calendar"),
    path(
        "conventions/<uuid:public_id>/calendrier.<str:extension>",
        calendar.ConventionCalendarExport.as_view(),
        name="calendar_export",
    ),
    path("obligations/<uuid:public_id>/", calendar.ObligationDetail.as_view(), name="obligation"),
    path("obligations/<uuid:public_id>/<slug:slug>/", calendar.ObligationAct.as_view(), name="obligation_act"),
    path("preuves/<uuid:public_id>/", calendar.EvidenceFile.as_view(), name="evidence"),
    path("tour/", calendar.ControlTower.as_view(), name="tower"),
    path("tour.<str:extension>", calendar.ControlTowerExport.as_view(), name="tower_export"),
    path("conventions/<uuid:public_id>/<slug:slug>/", conventions.ConventionAct.as_view(), name="convention_act"),
]

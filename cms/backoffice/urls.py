"""Addresses of EMS's back office that no viewset makes; they live under Wagtail's admin and its access check."""

from django.urls import path

from cms.backoffice import (
    accounts,
    amendments,
    calendar,
    committee_board,
    committees,
    conventions,
    dossiers,
    endings,
    invitations,
    quota_import,
)

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
    path("conventions/<uuid:public_id>/texte/", amendments.ConsolidatedText.as_view(), name="consolidated"),
    path("avenants/<uuid:public_id>/", amendments.AmendmentDetail.as_view(), name="amendment"),
    path("avenants/<uuid:public_id>/document.pdf", amendments.AmendmentDocument.as_view(), name="amendment_document"),
    path("avenants/<uuid:public_id>/exemplaire.pdf", amendments.AmendmentCopy.as_view(), name="amendment_copy"),
    path("avenants/<uuid:public_id>/<slug:slug>/", amendments.AmendmentAct.as_view(), name="amendment_act"),
    path("conventions/<uuid:public_id>/fins/", endings.EndingsDetail.as_view(), name="endings"),
    path("conventions/<uuid:public_id>/fins/<slug:slug>/", endings.EndingsAct.as_view(), name="endings_act"),
    path("resiliations/<uuid:public_id>/", endings.TerminationDetail.as_view(), name="termination"),
    path(
        "resiliations/<uuid:public_id>/lettres/<slug:key>.pdf",
        endings.TerminationLetter.as_view(),
        name="termination_letter",
    ),
    path("resiliations/<uuid:public_id>/accuse.pdf", endings.TerminationReceipt.as_view(), name="termination_receipt"),
    path("resiliations/<uuid:public_id>/<slug:slug>/", endings.TerminationAct.as_view(), name="termination_act"),
    path("renouvellements/<uuid:public_id>/", endings.RenewalDetail.as_view(), name="renewal"),
    path("renouvellements/<uuid:public_id>/<slug:slug>/", endings.RenewalAct.as_view(), name="renewal_act"),
    path("evaluations/<uuid:public_id>/", endings.EvaluationDetail.as_view(), name="evaluation"),
    path("evaluations/<uuid:public_id>/document.pdf", endings.EvaluationFile.as_view(), name="evaluation_file"),
    path("evaluations/<uuid:public_id>/<slug:slug>/", endings.EvaluationAct.as_view(), name="evaluation_act"),
    path("litiges/<uuid:public_id>/", endings.DisputeDetail.as_view(), name="dispute"),
    path("litiges/<uuid:public_id>/<slug:slug>/", endings.DisputeAct.as_view(), name="dispute_act"),
    path(
        "conventions/<uuid:public_id>/comites/",
        committee_board.CommitteeBoard.as_view(),
        name="convention_committees",
    ),
    path(
        "conventions/<uuid:public_id>/comites/<slug:slug>/",
        committee_board.CommitteeBoardAct.as_view(),
        name="convention_committees_act",
    ),
    path("comites/<uuid:public_id>/", committees.CommitteeDetail.as_view(), name="committee"),
    path("comites/<uuid:public_id>/<slug:slug>/", committees.CommitteeAct.as_view(), name="committee_act"),
    path("obligations/<uuid:public_id>/", calendar.ObligationDetail.as_view(), name="obligation"),
    path("obligations/<uuid:public_id>/<slug:slug>/", calendar.ObligationAct.as_view(), name="obligation_act"),
    path("preuves/<uuid:public_id>/", calendar.EvidenceFile.as_view(), name="evidence"),
    path("tour/", calendar.ControlTower.as_view(), name="tower"),
    path("tour.<str:extension>", calendar.ControlTowerExport.as_view(), name="tower_export"),
    path("conventions/<uuid:public_id>/<slug:slug>/", conventions.ConventionAct.as_view(), name="convention_act"),
]

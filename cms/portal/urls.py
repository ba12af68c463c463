"""Addresses of the partners' space."""

from django.urls import path

from cms.portal import (
    amendments,
    attachments,
    committees,
    deliverables,
    dossiers,
    endings,
    home,
    invitation,
    minutes,
    obligations,
    team,
)

app_name = "portal"

urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("choisir/", home.ChoosePartnerView.as_view(), name="choose_partner"),
    path("equipe/", team.TeamView.as_view(), name="team"),
    path("equipe/<uuid:public_id>/<slug:role>/fin/", team.EndMembershipView.as_view(), name="membership_end"),
    path("equipe/invitations/<uuid:public_id>/annuler/", team.RevokeInvitationView.as_view(), name="invitation_revoke"),
    path("invitation/<str:token>/", invitation.InvitationView.as_view(), name="invitation"),
    path("livrables/<uuid:public_id>/", deliverables.DeliverableView.as_view(), name="deliverable"),
    path("livrables/<uuid:public_id>/brouillon/", deliverables.AutosaveView.as_view(), name="deliverable_autosave"),
    path("livrables/<uuid:public_id>/remettre/", deliverables.SubmitView.as_view(), name="deliverable_submit"),
    path(
        "livrables/<uuid:public_id>/accuse/<int:number>/",
        deliverables.ReceiptView.as_view(),
        name="deliverable_receipt",
    ),
    path("livrables/<uuid:public_id>/an-dernier/", deliverables.CarryOverView.as_view(), name="deliverable_reprise"),
    path("livrables/<uuid:public_id>/reprendre/", deliverables.RecallView.as_view(), name="deliverable_recall"),
    path("livrables/<uuid:public_id>/pieces/", attachments.AddAttachmentView.as_view(), name="attachment_add"),
    path("pieces/<uuid:public_id>/", attachments.AttachmentView.as_view(), name="attachment"),
    path("pieces/<uuid:public_id>/retirer/", attachments.RemoveAttachmentView.as_view(), name="attachment_remove"),
    path("dossiers/<uuid:public_id>/", dossiers.DossierView.as_view(), name="dossier"),
    path("dossiers/<uuid:public_id>/avancement/", dossiers.DossierStatusView.as_view(), name="dossier_status"),
    path("dossiers/<uuid:public_id>/relancer/", dossiers.RetryView.as_view(), name="dossier_retry"),
    path("dossiers/<uuid:public_id>/fichier.pdf", dossiers.DossierFileView.as_view(), name="dossier_file"),
    path("dossiers/<uuid:public_id>/valider/", dossiers.ValidateView.as_view(), name="dossier_validate"),
    path("dossiers/<uuid:public_id>/renvoyer/", dossiers.ReturnView.as_view(), name="dossier_return"),
    path("dossiers/<uuid:public_id>/note.pdf", dossiers.NoteView.as_view(), name="dossier_note"),
    path("obligations/", obligations.CalendarView.as_view(), name="calendar"),
    path("obligations/export.<str:extension>", obligations.CalendarExportView.as_view(), name="calendar_export"),
    path("obligations/<uuid:public_id>/", obligations.ObligationView.as_view(), name="obligation"),
    path("obligations/<uuid:public_id>/fait/", obligations.DeclareView.as_view(), name="obligation_declare"),
    path("obligations/<uuid:public_id>/tolerance/", obligations.TolerateView.as_view(), name="obligation_tolerate"),
    path("preuves/<uuid:public_id>/", obligations.EvidenceFileView.as_view(), name="evidence"),
    path("fins/", endings.EndingsView.as_view(), name="endings"),
    path("resiliations/<uuid:public_id>/", endings.TerminationView.as_view(), name="termination"),
    path(
        "resiliations/<uuid:public_id>/lettres/<slug:key>.pdf",
        endings.TerminationLetterView.as_view(),
        name="termination_letter",
    ),
    path("litiges/<uuid:public_id>/", endings.DisputeView.as_view(), name="dispute"),
    path("evaluations/<uuid:public_id>/", endings.EvaluationView.as_view(), name="evaluation"),
    path("evaluations/<uuid:public_id>/document.pdf", endings.EvaluationFileView.as_view(), name="evaluation_file"),
    path("comites/", committees.CommitteesView.as_view(), name="committees"),
    path("comites/comptes-rendus/<uuid:public_id>/", minutes.MinutesView.as_view(), name="minutes"),
    path("comites/comptes-rendus/<uuid:public_id>/document.pdf", minutes.MinutesFile.as_view(), name="minutes_file"),
    path(
        "comites/pieces/<uuid:public_id>/seance.<slug:extension>", minutes.PackFile.as_view(), name="committee_pack"
    ),
    path("comites/<uuid:public_id>/", committees.CommitteeView.as_view(), name="committee"),
    path("comites/<uuid:public_id>/proposer/", committees.ProposeView.as_view(), name="committee_propose"),
    path("comites/<uuid:public_id>/comite.ics", committees.CalendarView.as_view(), name="committee_calendar"),
    path("comites/dates/<uuid:public_id>/confirmer/", committees.ConfirmView.as_view(), name="committee_confirm"),
    path("comites/dates/<uuid:public_id>/retirer/", committees.WithdrawView.as_view(), name="committee_withdraw"),
    path("comites/demandes/<uuid:public_id>/", committees.AnswerView.as_view(), name="committee_answer"),
    path(
        "conventions/<uuid:public_id>/comite/<int:year>/",
        committees.ProposeOrdinaryView.as_view(),
        name="committee_ordinary",
    ),
    path("conventions/<uuid:public_id>/comite/demander/", committees.RequestView.as_view(), name="committee_request"),
    path("conventions/<uuid:public_id>/texte/", amendments.TextView.as_view(), name="convention_text"),
    path("avenants/<uuid:public_id>/", amendments.AmendmentView.as_view(), name="amendment"),
    path(
        "avenants/<uuid:public_id>/document.pdf", amendments.AmendmentDocumentView.as_view(), name="amendment_document"
    ),
    path("documents/<uuid:public_id>/", amendments.DocumentView.as_view(), name="document"),
    path("documents/<uuid:public_id>/document.pdf", amendments.DocumentFileView.as_view(), name="document_file"),
]

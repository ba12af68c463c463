"""Addresses of the partners' space."""

from django.urls import path

from cms.portal import attachments, deliverables, dossiers, endings, home, invitation, obligations, team

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
]

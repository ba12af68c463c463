"""Development-only addresses: the components in every state, the mails sent."""

from django.urls import path

from cms.portal import workshop

app_name = "workshop"
urlpatterns = [
    path("composants/", workshop.components, name="components"),
    path("composants/brouillon/", workshop.autosave, name="autosave"),
    path("courriels/", workshop.mails, name="mails"),
    path("courriels/<str:identifier>/", workshop.mail, name="mail"),
    path("courriels/<str:identifier>/html/", workshop.mail_html, name="mail_html"),
    path("courriels/<str:identifier>/pieces/<int:number>/", workshop.mail_attachment, name="mail_attachment"),
]

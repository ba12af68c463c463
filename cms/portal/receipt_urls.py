"""Addresses of the people who hold a receipt: public, without account."""

from django.urls import path, re_path

from cms.portal import receipt

app_name = "receipt"

urlpatterns = [
    path("", receipt.EnterView.as_view(), name="enter"),
    path("pourquoi-un-code/", receipt.ExplainView.as_view(), name="explain"),
    path("enquete/", receipt.SurveyView.as_view(), name="survey"),
    path("mes-donnees/", receipt.DataView.as_view(), name="data"),
    re_path(r"^mes-donnees\.(?P<extension>json|csv)$", receipt.TakeAwayView.as_view(), name="take_away"),
    re_path(r"^(?P<act>effacer|refuser|fermer)/$", receipt.EndView.as_view(), name="end"),
]

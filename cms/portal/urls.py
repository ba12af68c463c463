"""Addresses of the partners' space."""

app_name = "portal"
urlpatterns: list = []

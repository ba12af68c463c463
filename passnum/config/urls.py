"""Addresses of Passnum. The public pages of Wagtail come last: they answer to every other path."""

from django.conf import settings
from django.urls import include, path
from django.views.defaults import page_not_found
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.pages.media import picture
from cms.pages.network import NetworkView
from cms.pages.retention import RetentionView
from cms.portal.session_limits import StaySignedInView
from passnum.config.health import HealthView

#: Pages of allauth that are not used: accounts open by invitation, and their address does not change.
CLOSED_DOORS = ("signup/", "email/", "confirm-email/", "login/code/confirm/", "3rdparty/", "3rdparty/signup/")

urlpatterns = [
    # Wagtail's own doors are closed: one login page, with the second factor, for site, portal and admin.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("compte/", RedirectView.as_view(pattern_name="mfa_index")),
    *(path(f"compte/{door}", page_not_found, {"exception": Exception("closed")}) for door in CLOSED_DOORS),
    path("compte/rester/", StaySignedInView.as_view(), name="stay_signed_in"),
    path("compte/", include("allauth.urls")),
    path("espace/", include("cms.portal.urls")),
    path("mon-recu/", include("cms.portal.receipt_urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("media/images/<str:name>", picture, name="picture"),
    path("reseau/", NetworkView.as_view(), name="network"),
    path("durees-de-conservation/", RetentionView.as_view(), name="retention"),
    path("sante/", HealthView.as_view(), name="health"),
]

if settings.PASSNUM_DEVELOPMENT_PAGES:
    urlpatterns += [path("atelier/", include("cms.portal.workshop_urls"))]

urlpatterns += [path("", include(wagtail_urls))]

"""The second factor where the role asks for it, and the password asked again on the acts that bind."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from cms.portal.fresh_authentication import FreshAuthenticationForm
from passnum.partners.models import Delegation, User
from tests.cms.test_accounts_doors import code, with_application
from tests.scene import PASSWORD, Scene, signed_in

pytestmark = pytest.mark.django_db

INDEX = "/compte/2fa/"


@pytest.fixture(autouse=True)
def _no_attempts_counted() -> None:
    cache.clear()


@pytest.fixture
def required(scene: Scene, settings: Any) -> Scene:
    settings.PASSNUM_REQUIRE_SECOND_FACTOR = True
    return scene


def door(user: User) -> str:
    return "/admin/" if user.groups.exists() else "/espace/"


def bound(scene: Scene) -> list[User]:
    """Those whose acts bind others."""
    Delegation.objects.create(
        partner=scene.alpha.partner,
        delegator=scene.alpha.president,
        delegate=scene.alpha.lecteur,
        act_reference="Arrêté 12",
        published_on=date(2023, 1, 1),
        starts_on=date(2023, 1, 1),
    )
    return [scene.ems, scene.communication, scene.alpha.president, scene.alpha.lecteur]


def test_those_whose_acts_bind_are_led_to_activate_a_second_factor(required: Scene) -> None:
    for user in bound(required):
        answer = signed_in(user).get(door(user))
        assert (answer.status_code, answer["Location"]) == (302, INDEX), user.email


def test_a_post_without_the_second_factor_does_nothing(required: Scene) -> None:
    dossier = required.compiled(required.alpha)
    url = reverse("portal:dossier_validate", args=[dossier.public_id])
    answer = signed_in(required.alpha.president).post(url, {"agreed": "on", "secret": PASSWORD})
    assert answer["Location"] == INDEX
    dossier.refresh_from_db()
    assert dossier.state == "a_valider"


def test_a_referent_works_without_a_second_factor(required: Scene) -> None:
    assert signed_in(required.alpha.referent).get("/espace/").status_code == 200


def test_the_pages_of_the_account_stay_open_to_those_without_second_factor(required: Scene) -> None:
    client = signed_in(required.alpha.president)
    for page in (INDEX, "/compte/password/change/", "/compte/sessions/"):
        assert client.get(page).status_code == 200, page


def test_with_a_second_factor_they_go_through(required: Scene) -> None:
    for user in bound(required):
        with_application(user)
        assert signed_in(user).get(door(user)).status_code == 200, user.email


def test_where_the_setting_is_off_nobody_is_held_back(scene: Scene) -> None:
    for user in bound(scene):
        assert signed_in(user).get(door(user)).status_code == 200, user.email


def test_an_application_is_activated_from_password_to_recovery_codes(required: Scene) -> None:
    client = Client()
    client.post("/compte/login/", {"login": required.alpha.president.email, "password": PASSWORD})
    asked = client.get("/compte/2fa/totp/activate/", follow=True)
    assert "Confirmer que c’est bien vous" in asked.content.decode()
    page = client.post(asked.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    codes = client.post("/compte/2fa/totp/activate/", {"code": code(secret)}, follow=True)
    assert "Codes de secours" in codes.content.decode()
    assert client.get("/espace/").status_code == 200


def form_for(user: User, secret: str) -> FreshAuthenticationForm:
    request = RequestFactory().post("/", {"secret": secret})
    request.user = user
    return FreshAuthenticationForm(request.POST, request=request)


def test_the_act_is_confirmed_by_the_password(scene: Scene) -> None:
    assert form_for(scene.alpha.president, PASSWORD).is_valid()


def test_the_act_is_confirmed_by_the_code_where_there_is_an_application(scene: Scene) -> None:
    secret = with_application(scene.alpha.president)
    assert form_for(scene.alpha.president, code(secret)).is_valid()


def test_the_same_code_confirms_nothing_twice(scene: Scene) -> None:
    shown = code(with_application(scene.alpha.president))
    assert form_for(scene.alpha.president, shown).is_valid()
    assert not form_for(scene.alpha.president, shown).is_valid()


@pytest.mark.parametrize("secret", ["", "faux", "000000"])
def test_anything_else_confirms_nothing(scene: Scene, secret: str) -> None:
    assert not form_for(scene.alpha.president, secret).is_valid()


def test_too_many_wrong_answers_hold_even_the_right_one_back(scene: Scene) -> None:
    for _ in range(10):
        form_for(scene.alpha.president, "faux").is_valid()
    form = form_for(scene.alpha.president, PASSWORD)
    assert not form.is_valid()
    assert "Trop d’essais" in str(form.errors["secret"])


def test_the_secret_is_not_kept_by_the_form(scene: Scene) -> None:
    form = form_for(scene.alpha.president, PASSWORD)
    form.is_valid()
    assert form.cleaned_data["secret"] == ""


def test_the_secret_of_an_application_is_not_readable_in_the_database(scene: Scene) -> None:
    secret = with_application(scene.ems)
    stored = scene.ems.authenticator_set.get(type="totp").data["secret"]
    assert secret not in stored
    assert scene.ems.authenticator_set.get(type="totp").wrap().validate_code(code(secret))

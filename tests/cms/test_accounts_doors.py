"""One login page for site, space and admin; every other door is closed."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from passnum.mail.models import OutboxMessage
from passnum.partners.models import User
from tests.scene import PASSWORD, Scene, person, signed_in

pytestmark = pytest.mark.django_db

LOGIN = "/compte/login/"


@pytest.fixture(autouse=True)
def _no_attempts_counted() -> None:
    cache.clear()


def with_application(user: User) -> str:
    """The person has an authenticator; returns its secret."""
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code(secret: str) -> str:
    """What the authenticator shows now."""
    now = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, now)))


def log_in(client: Client, user: User, password: str = PASSWORD, **extra: str) -> Any:
    return client.post(LOGIN, {"login": user.email, "password": password, **extra})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_ems_logs_in_to_the_admin(scene: Scene) -> None:
    assert log_in(Client(), scene.ems)["Location"] == "/admin/"


def test_a_partner_logs_in_to_the_space(scene: Scene) -> None:
    assert log_in(Client(), scene.alpha.referent)["Location"] == "/espace/"


def test_the_address_is_recognised_whatever_its_case(scene: Scene) -> None:
    client = Client()
    client.post(LOGIN, {"login": scene.alpha.referent.email.upper(), "password": PASSWORD})
    assert is_in(client)


def test_login_leads_back_to_the_page_asked_for(scene: Scene) -> None:
    asked = Client().get(reverse("portal:team"))
    assert asked["Location"] == "/compte/login/?next=/espace/equipe/"
    assert log_in(Client(), scene.alpha.referent, next="/espace/equipe/")["Location"] == "/espace/equipe/"


def test_login_leads_to_no_other_site(scene: Scene) -> None:
    assert log_in(Client(), scene.alpha.referent, next="https://ailleurs.test/")["Location"] == "/espace/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(scene: Scene) -> None:
    wrong = log_in(Client(), scene.alpha.referent, "faux").content.decode()
    unknown = Client().post(LOGIN, {"login": "inconnu@exemple.test", "password": "faux"}).content.decode()
    said = "L’adresse ou le mot de passe ne convient pas."
    assert said in wrong
    assert said in unknown


def test_five_wrong_passwords_hold_even_the_right_one_back(scene: Scene) -> None:
    client = Client()
    for _ in range(5):
        log_in(client, scene.alpha.referent, "faux")
    answer = log_in(client, scene.alpha.referent)
    assert not is_in(client)
    assert "Trop d’essais" in answer.content.decode()


def test_a_closed_account_does_not_log_in(scene: Scene) -> None:
    User.objects.filter(pk=scene.alpha.referent.pk).update(is_active=False)
    client = Client()
    log_in(client, scene.alpha.referent)
    assert not is_in(client)


def test_the_password_alone_does_not_open_an_account_with_a_second_factor(scene: Scene) -> None:
    with_application(scene.ems)
    client = Client()
    answer = log_in(client, scene.ems)
    assert answer["Location"].startswith("/compte/2fa/authenticate/")
    assert not is_in(client)


def test_the_code_of_the_application_ends_the_login(scene: Scene) -> None:
    secret = with_application(scene.ems)
    client = Client()
    log_in(client, scene.ems)
    answer = client.post("/compte/2fa/authenticate/", {"code": code(secret)})
    assert answer["Location"] == "/admin/"
    assert is_in(client)


def test_a_wrong_code_opens_nothing_and_says_so(scene: Scene) -> None:
    with_application(scene.ems)
    client = Client()
    log_in(client, scene.ems)
    answer = client.post("/compte/2fa/authenticate/", {"code": "000000"})
    assert not is_in(client)
    assert "Ce code ne convient pas" in answer.content.decode()


def test_a_recovery_code_serves_once(scene: Scene) -> None:
    with_application(scene.ems)
    codes = RecoveryCodes.activate(scene.ems).get_unused_codes()
    entered = []
    for _ in range(2):
        client = Client()
        log_in(client, scene.ems)
        client.post("/compte/2fa/authenticate/", {"code": codes[0]})
        entered.append(is_in(client))
    assert entered == [True, False]


def test_wagtails_own_login_lets_nobody_in(scene: Scene) -> None:
    with_application(scene.ems)
    client = Client()
    answer = client.post("/admin/login/", {"username": scene.ems.email, "password": PASSWORD, "next": "/admin/"})
    assert answer["Location"].startswith(LOGIN)
    assert not is_in(client)


@pytest.mark.parametrize("door", ["/admin/password_reset/", "/admin/password_reset/done/", "/admin/account/password/"])
def test_wagtails_own_password_pages_are_closed(scene: Scene, door: str) -> None:
    assert signed_in(scene.ems).get(door).status_code == 404
    assert signed_in(scene.ems).post(door, {"email": scene.ems.email}).status_code == 404


def test_the_account_page_of_the_admin_changes_neither_password_nor_address(scene: Scene) -> None:
    page = signed_in(scene.ems).get("/admin/account/").content.decode()
    assert 'type="password"' not in page
    assert 'type="email"' not in page


@pytest.mark.parametrize("who", ["referent", "president", "intervenant", "lecteur"])
def test_partners_people_are_led_from_the_admin_to_their_space(scene: Scene, who: str) -> None:
    answer = signed_in(getattr(scene.alpha, who)).get("/admin/pages/", follow=True)
    assert answer.redirect_chain == [("/espace/", 302)]
    assert "réservée aux agents de l’Eurométropole" in answer.content.decode()


def test_a_person_without_any_role_is_not_sent_in_circles_by_the_admin(db: None, settings: Any) -> None:
    settings.PASSNUM_REQUIRE_SECOND_FACTOR = False
    answer = signed_in(person("seul")).get("/admin/", follow=True)
    assert answer.redirect_chain == [("/espace/", 302)]
    assert answer.status_code == 403


def test_a_stranger_is_led_from_the_admin_to_the_login_page(db: None) -> None:
    assert Client().get("/admin/")["Location"] == "/compte/login/?next=/admin/"


def test_both_groups_of_ems_enter_the_admin(scene: Scene) -> None:
    assert signed_in(scene.ems).get("/admin/").status_code == 200
    assert signed_in(scene.communication).get("/admin/").status_code == 200


CLOSED = [
    "signup/",
    "signup/passkey/",
    "email/",
    "confirm-email/",
    "login/code/confirm/",
    "phone/change/",
    "3rdparty/",
    "3rdparty/signup/",
]


@pytest.mark.parametrize("door", CLOSED)
def test_pages_that_are_not_used_are_closed(scene: Scene, door: str) -> None:
    for client in (Client(), signed_in(scene.alpha.referent)):
        assert client.get(f"/compte/{door}").status_code == 404
        assert client.post(f"/compte/{door}", {"email": "x@exemple.test"}).status_code == 404


def test_logging_out_takes_a_post(scene: Scene) -> None:
    client = signed_in(scene.alpha.referent)
    client.get("/compte/logout/")
    assert is_in(client)
    client.post("/compte/logout/")
    assert not is_in(client)


def test_a_page_behind_the_login_is_kept_by_no_cache(scene: Scene) -> None:
    client = signed_in(scene.alpha.referent)
    for page in ("/espace/", "/compte/2fa/", "/"):
        assert "no-store" in client.get(page)["Cache-Control"], page


def test_a_forgotten_password_is_replaced_through_the_mail(scene: Scene) -> None:
    Client().post("/compte/password/reset/", {"email": scene.alpha.referent.email})
    mail = OutboxMessage.objects.get(to=scene.alpha.referent.email, key__startswith="compte:")
    assert mail.subject == "Choisir un nouveau mot de passe Passnum"
    first_line = mail.body_text.splitlines()[0]
    client = Client()
    page = client.get(first_line.split(" ")[-1].replace("http://testserver", ""), follow=True)
    new = "sept-lampes-sous-la-pluie"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert not is_in(client)
    old, again = Client(), Client()
    log_in(old, scene.alpha.referent)
    log_in(again, scene.alpha.referent, new)
    assert (is_in(old), is_in(again)) == (False, True)


def test_an_unknown_address_gets_no_mail_and_the_page_does_not_tell(scene: Scene) -> None:
    before = OutboxMessage.objects.count()
    answer = Client().post("/compte/password/reset/", {"email": "inconnu@exemple.test"}, follow=True)
    assert "Si un compte correspond à cette adresse" in answer.content.decode()
    assert OutboxMessage.objects.count() == before


def test_changing_the_password_closes_the_other_sessions_and_is_told_by_mail(scene: Scene) -> None:
    here, elsewhere = Client(), Client()
    log_in(here, scene.alpha.referent)
    log_in(elsewhere, scene.alpha.referent)
    new = "sept-lampes-sous-la-pluie"
    here.post("/compte/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get("/espace/").status_code == 200
    assert elsewhere.get("/espace/").status_code == 302
    assert OutboxMessage.objects.filter(subject="Mot de passe Passnum changé").exists()


def test_the_other_connections_can_be_closed(scene: Scene) -> None:
    here, elsewhere = Client(), Client()
    log_in(here, scene.alpha.referent)
    log_in(elsewhere, scene.alpha.referent)
    here.post("/compte/sessions/")
    assert here.get("/espace/").status_code == 200
    assert elsewhere.get("/espace/").status_code == 302

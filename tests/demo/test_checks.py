"""Production does not live with the accounts of the demonstration."""

import pytest
from pytest_django.fixtures import Settings

from passnum.demo.accounts import DEMO_DOMAIN
from passnum.demo.checks import no_demonstration_account_in_production
from passnum.partners.models import User

pytestmark = pytest.mark.django_db


def found() -> list[str | None]:
    return [error.id for error in no_demonstration_account_in_production(databases=["default"])]


def test_an_active_account_of_the_demonstration_is_an_error_in_production(settings: Settings) -> None:
    settings.PASSNUM_DEMO_ALLOWED = False
    account = User.objects.create_user(f"referent@{DEMO_DOMAIN}", "un mot de passe public")
    assert found() == ["demo.E001"]
    account.is_active = False
    account.save()
    assert found() == []


def test_the_demonstration_itself_keeps_its_accounts(settings: Settings) -> None:
    settings.PASSNUM_DEMO_ALLOWED = True
    User.objects.create_user(f"referent@{DEMO_DOMAIN}", "un mot de passe public")
    assert found() == []


def test_other_accounts_are_no_error(settings: Settings) -> None:
    settings.PASSNUM_DEMO_ALLOWED = False
    User.objects.create_user("referent@structure.example", "un mot de passe gardé")
    assert found() == []

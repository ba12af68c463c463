"""What a password must be, and what it need not be."""

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from passnum.config.settings import base
from passnum.partners.models import User

REFUSED = {
    "quatorze-signe": "too short by one",
    "passwordpassword": "a common word, twice",
    "1q2w3e4r5t6y7u8i": "common",
    "aaaaaaaaaaaaaaaaaaaa": "one letter",
    "azertyuiopqsdfghjklm": "keys in a row",
    "9876543210987654321": "figures in a row",
    "Strasbourg-2026!": "the word of the place and little else",
    "passnum-eurometropole-numérique": "words of the house alone",
    "motdepasse-strasbourg": "words of the house alone",
    "camille.weber@exemple.test": "the address itself",
}
ACCEPTED = [
    "quatre chevaux bleus",
    "onze-poires-cuites-au-four",
    "trois souris grises",
    "la cigogne de strasbourg dort",
]
PERSON = User(email="camille.weber@exemple.test", first_name="Camille", last_name="Weber")


@pytest.mark.parametrize("password", REFUSED)
def test_what_is_easy_to_guess_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, PERSON)


@pytest.mark.parametrize("password", ACCEPTED)
def test_a_long_one_needs_neither_capital_nor_digit_nor_sign(password: str) -> None:
    validate_password(password, PERSON)


def test_passwords_are_kept_with_argon2id(settings: object) -> None:
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS  # type: ignore[attr-defined]
    kept = make_password("quatre chevaux bleus")
    assert identify_hasher(kept).algorithm == "argon2"
    assert kept.startswith("argon2$argon2id$")

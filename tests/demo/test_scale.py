"""The large register for measures: exact, believable, the same for the same seed, and agreed with by the ledger."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from passnum.distribution.models import Attribution
from passnum.distribution.reading import read_indicators
from passnum.distribution.scope import Scope
from passnum.partners.models import Partner

pytestmark = pytest.mark.django_db


def loaded(seed: int = 3, attributions: int = 400) -> None:
    call_command("load_scale", partners=2, attributions=attributions, seed=seed, stdout=StringIO())


def test_the_register_is_exact_and_the_ledger_agrees() -> None:
    loaded()
    assert (Partner.objects.count(), Attribution.objects.count()) == (2, 400)
    out = StringIO()
    call_command("check_ledger", stdout=out)
    assert "Registre exact" in out.getvalue()


def test_the_indicators_count_all_of_it() -> None:
    loaded()
    found = read_indicators(Scope(), first=date(2021, 1, 1), last=date(2023, 12, 31))
    assert found.beneficiaries == 400
    women = next(row for row in found.table("sex").rows if row.code == "femme")
    assert 190 <= women.beneficiaries <= 280


def test_the_same_seed_is_refused_twice() -> None:
    loaded()
    with pytest.raises(CommandError, match="changez --seed"):
        loaded()


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(CommandError, match="au moins une"):
        loaded(attributions=0)


def drawn(seed: int) -> list[tuple[object, ...]]:
    """Who received what, by serial, in a register that is then forgotten."""
    with transaction.atomic():
        loaded(seed=seed, attributions=60)
        columns = ("booklet__serial", "place__name", "handed_out_on", "commune_insee", "sex", "sensitive__disability")
        rows = list(Attribution.objects.order_by("booklet__serial").values_list(*columns))
        transaction.set_rollback(True)
    return rows


def test_the_same_seed_gives_the_same_register_and_another_one_another() -> None:
    assert drawn(4) == drawn(4)
    assert [row[1:] for row in drawn(4)] != [row[1:] for row in drawn(5)]

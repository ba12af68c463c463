"""`show_calendar` prints every obligation with its date, article and calculation."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.scene import Scene

pytestmark = pytest.mark.django_db


def shown(*args: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command("show_calendar", *args, stdout=out, **options)
    return out.getvalue()


def test_dated_obligations_are_printed_with_their_calculation(scene: Scene) -> None:
    text = shown(scene.alpha.convention.reference)
    assert "30/06/2023  OB-12" in text
    assert "31/12/2023 − 6 mois calendaires = 30/06/2023 (art. 8)" in text
    assert "30/10/2023  OB-08" in text
    assert "sans délai dans la convention  OB-10" in text
    assert "OB-16" in text


def test_a_convention_is_found_by_number_and_public_id(scene: Scene) -> None:
    by_number = shown(str(scene.alpha.convention.pk))
    assert by_number == shown(str(scene.alpha.convention.public_id)) == shown(scene.alpha.convention.reference)


def test_the_table_has_a_line_per_obligation(scene: Scene) -> None:
    rows = list(csv.DictReader(io.StringIO(shown(scene.alpha.convention.reference, format="csv")), delimiter=";"))
    assert len(rows) == scene.alpha.convention.obligations.count()
    due = next(row for row in rows if row["obligation"] == "OB-07" and "2023" in row["intitulé"])
    assert due["échéance"] == "30/09/2023"
    assert due["débiteur"] == "Les deux parties"


def test_the_state_is_that_of_the_day_asked_for(scene: Scene) -> None:
    before = shown(scene.alpha.convention.reference, "--on=2023-10-30", "--format=csv")
    after = shown(scene.alpha.convention.reference, "--on=2023-10-31", "--format=csv")
    assert before.count("En retard") < after.count("En retard")


@pytest.mark.parametrize("wrong", ["inconnue", "999999", "²", "5" * 5000, "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_convention_is_said_so(scene: Scene, wrong: str) -> None:
    with pytest.raises(CommandError, match="Aucune convention"):
        shown(wrong)

"""`check_ledger` finds what was falsified behind the triggers' back, and prints the totals."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from passnum.core.triggers import registry
from passnum.quotas.ledger_check import discrepancies
from passnum.quotas.services import hand_out
from tests.quotas.stock import brought, first_place, received
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def test_a_sound_ledger_is_told_with_its_totals(scene: Scene) -> None:
    brought(scene.ems, scene.alpha, 1, 8)
    received(scene.ems, 20, 29)
    out = StringIO()
    call_command("check_ledger", stdout=out)
    assert "Émis par l’opérateur : 18 carnets (180 Pass, 1800 €)" in out.getvalue()
    assert "Lieu de distribution : 8 carnets" in out.getvalue()
    assert "Registre exact" in out.getvalue()


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE quotas_account SET balance = balance + 1 WHERE kind = 'lieu'", "soldes"),
        ("UPDATE quotas_account SET balance = balance + 1 WHERE kind = 'operateur'", "émission"),
        (
            "UPDATE quotas_booklet SET account_id = (SELECT id FROM quotas_account WHERE kind = 'eurometropole')"
            " WHERE serial = 'EMS-000001'",
            "lieu",
        ),
        ("DELETE FROM quotas_movement WHERE number = 2", "lieu"),
        (
            "UPDATE quotas_movement SET from_account_id = (SELECT id FROM quotas_account WHERE kind = 'lieu')"
            " WHERE number = 1",
            "suite",
        ),
        ("UPDATE quotas_movement SET kind = 'remise' WHERE number = 2", "remise"),
    ],
)
def test_what_was_falsified_is_found(scene: Scene, statement: str, rule: str) -> None:
    brought(scene.ems, scene.alpha, 1, 3)
    with connection.cursor() as cursor:
        for trigger in registry.values():
            if trigger.name.startswith("quotas_"):
                for step in trigger.drop[connection.vendor]:
                    cursor.execute(step)
        cursor.execute(statement)
    assert rule in {fault.rule for fault in discrepancies()}


def test_a_hand_out_without_its_attribution_is_found(scene: Scene) -> None:
    brought(scene.ems, scene.alpha, 1, 3)
    hand_out(actor=scene.alpha.intervenant, place=first_place(scene.alpha))
    out = StringIO()
    with pytest.raises(CommandError, match="écart trouvé"):
        call_command("check_ledger", stdout=out)
    assert "EMS-000001" in out.getvalue()

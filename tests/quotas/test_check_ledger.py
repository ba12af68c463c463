"""`check_ledger` finds what was falsified behind the triggers' back, and prints the totals."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from passnum.core import clock
from passnum.core.triggers import registry
from passnum.quotas.enums import RestitutionReason
from passnum.quotas.ledger_check import discrepancies
from passnum.quotas.services import give_back, hand_out
from tests.quotas.parcels import arrived
from tests.quotas.stock import brought, first_place, received, serials
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def test_a_sound_ledger_is_told_with_its_totals(scene: Scene) -> None:
    brought(scene.ems, scene.alpha, 1, 8)
    received(scene.ems, 20, 29)
    out = StringIO()
    call_command("check_ledger", stdout=out)
    assert "Émis par l’opérateur\xa0: 18\xa0carnets (180\xa0Pass, 1\u202f800\u202f€)" in out.getvalue()
    assert "Lieu de distribution\xa0: 8\xa0carnets" in out.getvalue()
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
            "UPDATE quotas_movement SET from_account_id = (SELECT MIN(id) FROM quotas_account WHERE kind = 'lieu')"
            " WHERE number = 1",
            "suite",
        ),
        ("UPDATE quotas_movement SET kind = 'remise' WHERE number = 2", "remise"),
        ("UPDATE quotas_movement SET kind = 'accuse' WHERE number = 2", "voie"),
        ("UPDATE quotas_movement SET happened_on = '2021-01-01' WHERE number = 2", "suite"),
        ("DELETE FROM quotas_movement WHERE booklet_id = (SELECT MIN(id) FROM quotas_booklet)", "lieu"),
        ("DELETE FROM quotas_movement WHERE number = 1", "lieu"),
        (
            "UPDATE quotas_account SET partner_id = (SELECT MAX(id) FROM partners_partner) WHERE kind = 'lieu'",
            "détenteur",
        ),
        ("UPDATE quotas_booklet SET convention_id = NULL, year = NULL", "détenteur"),
        ("UPDATE quotas_programme SET allocated_booklets = 0", "programme"),
        ("UPDATE quotas_programme SET allocated_booklets = allocated_booklets + 1", "programme"),
        ("UPDATE quotas_quota SET shared_booklets = 1", "programme"),
        ("UPDATE quotas_quota SET received_booklets = 1", "quota"),
        ("UPDATE quotas_delivery SET booklets = 9, received_booklets = 0", "bons"),
        ("UPDATE quotas_delivery SET state = 'en_cours', received_on = NULL, received_by_id = NULL", "bons"),
        ("UPDATE quotas_restitution SET received_booklets = booklets", "bons"),
        ("UPDATE quotas_restitution SET state = 'recue', received_on = sent_on", "bons"),
    ],
)
def test_what_was_falsified_is_found(scene: Scene, statement: str, rule: str) -> None:
    brought(scene.ems, scene.alpha, 1, 3)
    arrived(scene, scene.beta, 11, 20)
    give_back(
        actor=scene.beta.referent,
        convention=scene.beta.convention,
        serials=serials(11, 12),
        reason=RestitutionReason.EXCEDENT,
        sent_on=clock.today(),
    )
    assert discrepancies() == []
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

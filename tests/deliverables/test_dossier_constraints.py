"""What the database itself refuses about a dossier, whatever the code asks (art. 6)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from passnum.core import clock
from passnum.deliverables.enums import DossierState
from passnum.deliverables.models import Dossier, Submission
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def refused(dossier: Dossier, **values: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Dossier.objects.filter(pk=dossier.pk).update(**values)


@pytest.mark.parametrize(
    "state", ["valide", "transmis", "en_examen", "approuve", "approuve_avec_reserves", "a_corriger", "archive"]
)
def test_no_state_after_the_validation_is_reached_without_it(scene: Scene, state: str) -> None:
    refused(scene.compiled(scene.alpha), state=state, reason="x")


def test_the_validation_binds_the_compiled_file_and_no_other(scene: Scene) -> None:
    dossier = scene.compiled(scene.alpha)
    refused(
        dossier,
        state=DossierState.VALIDE,
        validated_sha256="0" * 64,
        validated_at=clock.now(),
        validated_by=scene.alpha.president,
    )


def test_another_file_than_the_sealed_one_cannot_be_transmitted(scene: Scene) -> None:
    dossier = scene.compiled(scene.alpha)
    refused(
        dossier,
        state=DossierState.TRANSMIS,
        validated_sha256=dossier.compiled_sha256,
        validated_at=clock.now(),
        validated_by=scene.alpha.president,
        sealed_sha256=dossier.compiled_sha256,
        transmitted_sha256="0" * 64,
        transmitted_at=clock.now(),
    )


def test_another_file_than_the_sealed_one_cannot_be_archived(scene: Scene) -> None:
    dossier = scene.approved(scene.alpha)
    refused(dossier, state=DossierState.ARCHIVE, archived_sha256="0" * 64, archived_at=clock.now())


def test_a_period_has_one_live_dossier(scene: Scene) -> None:
    dossier = scene.compiled(scene.alpha)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dossier.objects.create(period=dossier.period, version=2, state_since=clock.now())


def test_a_return_without_a_reason_is_refused(scene: Scene) -> None:
    refused(scene.compiled(scene.alpha), state=DossierState.RENVOYE, reason="")


@pytest.mark.parametrize("column", ["compiled_sha256", "validated_sha256", "compiled_file", "sealed_sha256"])
def test_the_validated_file_does_not_change_any_more_even_by_sql(scene: Scene, column: str) -> None:
    dossier = scene.transmitted(scene.alpha)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE deliverables_dossier SET {column} = 'autre' WHERE id = %s", [dossier.pk])


def test_a_validated_dossier_cannot_be_deleted(scene: Scene) -> None:
    dossier = scene.transmitted(scene.alpha)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM deliverables_dossier WHERE id = %s", [dossier.pk])


@pytest.mark.parametrize(
    "order", ["UPDATE deliverables_submission SET content = '{}'", "DELETE FROM deliverables_submission"]
)
def test_what_was_handed_in_does_not_change_any_more(scene: Scene, order: str) -> None:
    scene.submitted(scene.alpha)
    assert Submission.objects.exists()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(order)

"""The files of an import: kept while it lives, gone with it, whatever happens to the process that reads them."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from passnum.core.errors import InvalidInput
from passnum.distribution.models import Attribution
from passnum.exchange import services
from passnum.exchange.enums import ImportState, Kind
from passnum.exchange.format import Column
from passnum.exchange.formats import FORMATS
from passnum.exchange.formats.attributions import AttributionFormat
from passnum.exchange.models import TableImport
from tests.exchange.files import as_csv, attribution, sent_rows, written
from tests.quotas.stock import brought
from tests.scene import House, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def stocked(scene: Scene) -> Scene:
    brought(scene.ems, scene.alpha, 1, 20)
    return scene


def ten(house: House) -> list[dict[str, str]]:
    return [attribution(house, f"EMS-{n:06d}") for n in range(1, 11)]


def storage() -> Any:
    return TableImport().file.storage


def copies_with(words: bytes) -> list[str]:
    """Files of imports in which these words stand: tests that run beside this one have theirs in the same folder."""
    found = []
    for name in storage().listdir("imports")[1] if storage().exists("imports") else []:
        with suppress(FileNotFoundError), storage().open(f"imports/{name}") as file:
            found += [name] if words in file.read() else []
    return found


def test_the_copy_that_a_dead_worker_left_goes_when_another_makes_its_own(
    stocked: Scene, django_capture_on_commit_callbacks: Any
) -> None:
    row = sent_rows(stocked.alpha, ten(stocked.alpha))
    left = row.staged.name
    TableImport.objects.filter(pk=row.pk).update(state=ImportState.VERIFICATION)
    with django_capture_on_commit_callbacks(execute=True):
        services.check(row.pk)
    row.refresh_from_db()
    assert not storage().exists(left)
    assert row.state == ImportState.A_CONFIRMER
    assert row.staged.storage.exists(row.staged.name)


def test_an_import_given_up_while_its_file_is_read_leaves_no_copy(
    stocked: Scene, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = stocked.alpha
    data = as_csv(Kind.ATTRIBUTIONS, [attribution(house, "GIVENUP-000001")])
    uploaded = SimpleUploadedFile("l.csv", data)
    row = services.receive(actor=house.intervenant, kind=Kind.ATTRIBUTIONS, partner=house.partner, uploaded=uploaded)
    assert copies_with(b"GIVENUP-000001")

    class Leaving(AttributionFormat):
        """Its columns are asked for when the reading begins: the sender gives up at that moment."""

        @property
        def columns(self) -> tuple[Column, ...]:
            if TableImport.objects.get(pk=row.pk).state == ImportState.VERIFICATION:
                services.abandon(actor=house.intervenant, table_import=row)
            return super().columns

    monkeypatch.setitem(FORMATS, Kind.ATTRIBUTIONS, Leaving())
    with django_capture_on_commit_callbacks(execute=True):
        services.check(row.pk)
    row.refresh_from_db()
    assert (row.state, row.staged.name) == (ImportState.ABANDONNE, "")
    assert copies_with(b"GIVENUP-000001") == []


def test_a_file_that_a_killed_process_left_without_a_row_goes_after_a_day(stocked: Scene) -> None:
    name = storage().save("imports/stray.csv", ContentFile(b"numero_de_carnet"))
    assert services.forget_old() == 0
    old = (timezone.now() - services.KEPT * 2).timestamp()
    os.utime(storage().path(name), (old, old))
    row = sent_rows(stocked.alpha, ten(stocked.alpha))
    os.utime(row.staged.path, (old, old))
    assert services.forget_old() == 1
    assert not storage().exists(name)
    assert storage().exists(row.staged.name)
    storage().delete(row.staged.name)


def test_a_file_that_is_gone_is_said_so_and_writes_nothing(stocked: Scene) -> None:
    house = stocked.alpha
    row = sent_rows(house, ten(house))
    row.staged.storage.delete(row.staged.name)
    with pytest.raises(InvalidInput, match="n’est plus là"):
        services.sample(row, first=0, size=10)
    written(house.intervenant, row)
    assert (row.state, "n’est plus là" in row.message) == (ImportState.REFUSE, True)
    assert not Attribution.objects.exists()

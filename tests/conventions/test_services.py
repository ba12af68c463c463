"""The life of a convention (art. 2): what each step needs, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from passnum.conventions import services
from passnum.conventions.completeness import missing_elements
from passnum.conventions.models import Convention
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.models import JournalEntry
from passnum.partners.models import Partner, User
from tests.scene import administrator, draft_convention, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ems(settings: Any, tmp_path: Any) -> User:
    settings.PASSNUM_TODAY = date(2023, 9, 18)
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"private": private}
    return administrator()


def prepared(ems: User, **changes: object) -> Convention:
    partner = Partner.objects.create(name="Gamma")
    return services.save_record(actor=ems, convention=draft_convention(partner, **changes))


def signed(ems: User) -> Convention:
    convention = prepared(ems)
    services.send_for_signature(actor=ems, convention=convention)
    return services.record_signature(actor=ems, convention=convention, partner_signed_on=date(2021, 7, 5))


def received(ems: User, convention: Convention, on: date = date(2021, 7, 12)) -> Convention:
    return services.record_receipt(
        actor=ems, convention=convention, received_on=on, signed_copy=ContentFile(b"%PDF-1.4")
    )


def test_a_new_convention_receives_the_thirteen_articles(ems: User) -> None:
    assert prepared(ems).articles.count() == 13


def test_the_missing_deliberation_is_named_and_stops_the_signature(ems: User) -> None:
    convention = prepared(ems, ems_deliberation="XXX", ems_deliberation_on=None)
    assert "Délibération de l’Eurométropole : XXX, à compléter" in [item.what for item in missing_elements(convention)]
    with pytest.raises(InvalidInput, match="Délibération de l’Eurométropole\u00a0: XXX"):
        services.send_for_signature(actor=ems, convention=convention)


def test_signed_is_not_yet_in_force(ems: User) -> None:
    convention = signed(ems)
    assert (convention.state, convention.in_force_from) == ("signee", None)
    assert "Exemplaire signé par la présidence de la structure" in [i.what for i in missing_elements(convention)]


def test_the_receipt_of_the_signed_copy_puts_it_in_force_with_date_and_digest(ems: User) -> None:
    convention = received(ems, signed(ems))
    assert (convention.state, convention.in_force_from) == ("en_vigueur", date(2021, 7, 12))
    assert len(convention.signed_copy_sha256) == 64


def test_dates_out_of_order_or_in_the_future_are_refused(ems: User) -> None:
    convention = signed(ems)
    with pytest.raises(InvalidInput, match="avant sa signature"):
        received(ems, convention, on=date(2021, 7, 1))
    with pytest.raises(InvalidInput, match="futur"):
        received(ems, convention, on=date(2023, 9, 19))


def test_steps_are_not_skipped(ems: User) -> None:
    with pytest.raises(WrongState, match="En préparation"):
        received(ems, prepared(ems))


def test_the_database_refuses_a_convention_in_force_without_its_copy(ems: User) -> None:
    convention = signed(ems)
    with pytest.raises(IntegrityError), transaction.atomic():
        Convention.objects.filter(pk=convention.pk).update(state="en_vigueur")


def test_a_convention_sent_for_signature_is_not_edited_any_more(ems: User) -> None:
    convention = signed(ems)
    convention.title = "Autre"
    with pytest.raises(WrongState, match="avenant"):
        services.save_record(actor=ems, convention=convention)


def test_a_convention_expires_after_its_last_day_and_not_before(ems: User, settings: Any) -> None:
    convention = received(ems, signed(ems))
    settings.PASSNUM_TODAY = date(2023, 12, 31)
    with pytest.raises(WrongState, match="31/12/2023"):
        services.record_expiry(actor=ems, convention=convention)
    settings.PASSNUM_TODAY = date(2024, 1, 1)
    assert services.record_expiry(actor=None, convention=convention).state == "echue"


def test_nobody_but_ems_runs_conventions(ems: User) -> None:
    with pytest.raises(NotAllowed):
        services.send_for_signature(actor=person("x"), convention=prepared(ems))


def test_each_passage_enters_the_journal_of_the_convention(ems: User) -> None:
    convention = received(ems, signed(ems))
    acts = JournalEntry.objects.filter(chain__key=str(convention.public_id), subject_kind="convention").order_by(
        "position"
    )
    assert [entry.to_state for entry in acts] == ["en_preparation", "envoyee", "signee", "en_vigueur"]

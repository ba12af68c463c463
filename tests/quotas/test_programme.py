"""The programme's cap and its co-financing, the revisions of a quota, the sub-quotas: in code and in the database."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.models import JournalEntry
from passnum.partners.models import DistributionPlace
from passnum.quotas.models import PlaceQuota, Programme, Quota, QuotaRevision
from passnum.quotas.services import (
    DecisionLink,
    ProgrammeValues,
    QuotaValues,
    programme_of,
    record_launch_meeting,
    revise_quota,
    save_programme,
    set_quota,
    share_quota,
)
from tests.quotas.test_last_booklets import all_at_once
from tests.scene import TODAY, House, Scene

pytestmark = pytest.mark.django_db
SHARES = {"État": 50, "Eurométropole": 30, "Département": 20}


def values(house: House, booklets: int, year: int = 2022, **changes: Any) -> QuotaValues:
    return QuotaValues(house.convention, year, booklets, "personnes", 1440, "Rapport d’activité", **changes)


def quota(scene: Scene, house: House, booklets: int, year: int = 2022, **changes: Any) -> Quota:
    return set_quota(actor=scene.ems, values=values(house, booklets, year, **changes))


def of_programme(**changes: Any) -> ProgrammeValues:
    given_ = {"name": "Pass", "first_year": 2021, "last_year": 2023, "budget_euros": 300_000, "face_value_euros": 10}
    return ProgrammeValues(**(given_ | {"shares": SHARES} | changes))


def second_place(house: House) -> DistributionPlace:
    return DistributionPlace.objects.create(
        partner=house.partner, name="Autre", postal_code="67000", commune_insee="67482", commune_name="Strasbourg"
    )


def test_the_counter_of_the_programme_follows_the_quotas(scene: Scene) -> None:
    quota(scene, scene.alpha, 120)
    row = quota(scene, scene.beta, 80)
    revise_quota(actor=scene.ems, quota=row, booklets=60, reason="Moins de monde")
    assert programme_of(2022).allocated_booklets == 180


def test_the_database_refuses_the_booklet_beyond_the_cap_whoever_writes(scene: Scene) -> None:
    row = quota(scene, scene.alpha, 3000)
    with pytest.raises(IntegrityError), transaction.atomic():
        Quota.objects.create(
            programme=row.programme, convention=scene.beta.convention, year=2022, booklets=1, basis_figure=1
        )


def test_a_revision_of_a_number_that_changed_meanwhile_is_refused(scene: Scene) -> None:
    row = quota(scene, scene.alpha, 100)
    revise_quota(actor=scene.ems, quota=row, booklets=120, reason="Premier écran", seen=100)
    with pytest.raises(WrongState, match="révisé entre-temps"):
        revise_quota(actor=scene.ems, quota=row, booklets=90, reason="Second écran", seen=100)
    row.refresh_from_db()
    assert row.booklets == 120


def test_a_revision_is_dated_by_the_business_clock(scene: Scene) -> None:
    row = quota(scene, scene.alpha, 100)
    assert clock.day_of(row.revisions.get().recorded_at) == TODAY


def test_the_value_of_a_pass_stays_once_quotas_count_on_it(scene: Scene) -> None:
    row = programme_of(2022)
    save_programme(actor=scene.ems, programme=row, values=of_programme(face_value_euros=20))
    save_programme(actor=scene.ems, programme=row, values=of_programme(face_value_euros=10))
    quota(scene, scene.alpha, 100)
    with pytest.raises(InvalidInput, match="une autre valeur demande un autre programme") as refused:
        save_programme(actor=scene.ems, programme=row, values=of_programme(face_value_euros=5))
    assert refused.value.field == "face_value_euros"
    assert programme_of(2022).booklet_cap == 3000


def test_a_budget_below_the_quotas_is_refused(scene: Scene) -> None:
    row = quota(scene, scene.alpha, 2000).programme
    with pytest.raises(InvalidInput, match="dépasseraient le budget"):
        save_programme(actor=scene.ems, programme=row, values=of_programme(budget_euros=199_999))


def test_shares_that_do_not_make_a_hundred_are_refused(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="font 90\u202f%"):
        save_programme(actor=scene.ems, values=of_programme(shares={"État": 50, "Eurométropole": 40}))


def test_a_year_has_one_programme(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="un exercice n’a qu’un programme"):
        save_programme(actor=scene.ems, values=of_programme(first_year=2023, last_year=2025))


@pytest.mark.parametrize("years", [(0, 2023), (2025, 10**9)])
def test_the_years_of_a_programme_are_years(scene: Scene, years: tuple[int, int]) -> None:
    with pytest.raises(InvalidInput, match="entre 2000 et 2100"):
        save_programme(actor=scene.ems, values=of_programme(first_year=years[0], last_year=years[1]))


def test_yearly_budgets_stay_within_the_programme(scene: Scene) -> None:
    row = programme_of(2022)
    with pytest.raises(InvalidInput, match="plus que le budget"):
        save_programme(actor=scene.ems, programme=row, values=of_programme(yearly_euros={2021: 200_000, 2022: 100_001}))


def test_a_programme_saved_again_has_the_shares_and_budgets_of_the_last_time(scene: Scene) -> None:
    row = programme_of(2022)
    for euros, shares in ((200_000, SHARES), (100_000, {"État": 50, "Eurométropole": 50})):
        values = of_programme(yearly_euros={2021: euros}, shares=shares)
        row = save_programme(actor=scene.ems, programme=row, values=values)
        assert dict(row.yearly_budgets.values_list("year", "euros")) == {2021: euros}
        assert dict(row.shares.values_list("financer", "percent")) == shares
    acts = JournalEntry.objects.filter(subject_id=row.public_id, act="enregistrer le programme")
    assert acts.count() == 2


def test_a_year_without_a_programme_has_no_quota(scene: Scene) -> None:
    Programme.objects.update(first_year=2021, last_year=2021)
    with pytest.raises(InvalidInput, match="Aucun programme ne couvre l’exercice 2022"):
        quota(scene, scene.alpha, 10)


def test_a_revision_keeps_the_former_number_the_reason_and_the_decision(scene: Scene) -> None:
    row = quota(scene, scene.alpha, 100)
    decision = DecisionLink(row.public_id, "Comité de suivi du 30/11/2022")
    revise_quota(
        actor=scene.ems, quota=row, booklets=140, reason="Plus de demandes", decision=decision, decided_on=TODAY
    )
    made = QuotaRevision.objects.first()
    assert made is not None
    assert (made.from_booklets, made.to_booklets, made.reason) == (100, 140, "Plus de demandes")
    assert (made.decision_public_id, made.decision_label) == (row.public_id, "Comité de suivi du 30/11/2022")
    assert JournalEntry.objects.filter(act="réviser le quota", to_state="140 carnets").exists()


def test_a_revision_without_a_reason_is_refused(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="motif"):
        revise_quota(actor=scene.ems, quota=quota(scene, scene.alpha, 100), booklets=90, reason="  ")


def test_a_revision_is_never_rewritten(scene: Scene) -> None:
    quota(scene, scene.alpha, 100)
    with pytest.raises(DatabaseError, match="ni modifiées"), transaction.atomic():
        QuotaRevision.objects.update(to_booklets=1)


def test_a_quota_goes_no_lower_than_what_was_delivered(scene: Scene) -> None:
    row = quota(scene, scene.alpha, 100, received_booklets=80)
    with pytest.raises(InvalidInput, match=r"80.carnets déjà livrés"):
        revise_quota(actor=scene.ems, quota=row, booklets=79, reason="Trop")


def test_a_quota_goes_no_lower_than_the_parts_of_the_places(scene: Scene) -> None:
    row = quota(scene, scene.alpha, 100)
    place = scene.alpha.partner.places.get()
    share_quota(actor=scene.alpha.referent, quota=row, shares={place: 60})
    with pytest.raises(InvalidInput, match="réparti 60"):
        revise_quota(actor=scene.ems, quota=row, booklets=59, reason="Trop")
    with pytest.raises(IntegrityError), transaction.atomic():
        Quota.objects.filter(pk=row.pk).update(booklets=59)


def test_the_database_refuses_parts_beyond_the_quota(scene: Scene) -> None:
    row = quota(scene, scene.alpha, 100)
    PlaceQuota.objects.create(quota=row, place=scene.alpha.partner.places.get(), booklets=100)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceQuota.objects.create(quota=row, place=second_place(scene.alpha), booklets=1)


def test_parts_can_be_exchanged_between_two_places_of_a_quota_wholly_shared(scene: Scene) -> None:
    row, first = quota(scene, scene.alpha, 100), scene.alpha.partner.places.get()
    second = second_place(scene.alpha)
    share_quota(actor=scene.alpha.referent, quota=row, shares={first: 90, second: 10})
    share_quota(actor=scene.alpha.referent, quota=row, shares={first: 10, second: 90})
    assert PlaceQuota.objects.get(place=second).booklets == 90


def test_the_place_of_another_structure_gets_no_part(scene: Scene) -> None:
    row = quota(scene, scene.alpha, 100)
    with pytest.raises(InvalidInput, match="pas celui de la structure"):
        share_quota(actor=scene.alpha.referent, quota=row, shares={scene.beta.partner.places.get(): 1})


def test_only_the_referent_shares_the_quota_out(scene: Scene) -> None:
    row = quota(scene, scene.alpha, 100)
    for actor in (scene.alpha.president, scene.beta.referent, scene.ems):
        with pytest.raises(NotAllowed):
            share_quota(actor=actor, quota=row, shares={})


def test_the_same_sharing_again_is_no_act(scene: Scene) -> None:
    row, place, other = quota(scene, scene.alpha, 100), scene.alpha.partner.places.get(), second_place(scene.alpha)
    for _ in range(2):
        share_quota(actor=scene.alpha.referent, quota=row, shares={place: 40, other: 0})
    assert JournalEntry.objects.filter(act="répartir le quota entre les lieux").count() == 1


def test_no_part_is_negative_nor_for_a_closed_place(scene: Scene) -> None:
    row, place = quota(scene, scene.alpha, 100), second_place(scene.alpha)
    with pytest.raises(InvalidInput, match="négative"):
        share_quota(actor=scene.alpha.referent, quota=row, shares={place: -1})
    place.is_active = False
    place.save()
    with pytest.raises(InvalidInput, match="plus ouvert"):
        share_quota(actor=scene.alpha.referent, quota=row, shares={place: 1})


def test_a_revision_is_decided_before_it_is_recorded(scene: Scene) -> None:
    row = quota(scene, scene.alpha, 100)
    with pytest.raises(InvalidInput, match="ne peut pas être à venir"):
        revise_quota(actor=scene.ems, quota=row, booklets=90, reason="Ajusté", decided_on=date(2023, 9, 19))


def test_a_yearly_budget_is_for_a_year_of_the_programme(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="2024 n’est pas dans le programme"):
        save_programme(actor=scene.ems, values=of_programme(yearly_euros={2024: 1000}), programme=programme_of(2022))


def test_the_launch_meeting_says_who_was_there(scene: Scene) -> None:
    row = quota(scene, scene.alpha, 100)
    with pytest.raises(InvalidInput, match="présent"):
        record_launch_meeting(actor=scene.ems, quota=row, held_on=date(2021, 7, 15), people="")
    row = record_launch_meeting(actor=scene.ems, quota=row, held_on=date(2021, 7, 15), people="Les référents")
    assert row.launch_meeting_on == date(2021, 7, 15)


def test_the_figure_of_a_type_of_public_is_not_said_to_be_of_persons() -> None:
    row = Quota(basis="public", basis_public="places d’hébergement", basis_figure=80)
    assert "personne" not in row.basis_in_words
    assert "places d’hébergement" in row.basis_in_words


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(2021, 2023), st.integers(1, 1500)), max_size=8))
def test_whatever_is_asked_the_quotas_stay_within_the_programme(
    scene: Scene, wishes: list[tuple[int, int, int]]
) -> None:
    with transaction.atomic():
        for house, year, booklets in wishes:
            with suppress(InvalidInput):
                quota(scene, (scene.alpha, scene.beta)[house], booklets, year)
        total = sum(Quota.objects.values_list("booklets", flat=True))
        assert total == programme_of(2022).allocated_booklets <= 3000
        transaction.set_rollback(True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), min_size=1, max_size=5))
def test_whatever_is_asked_the_parts_stay_within_the_quota(scene: Scene, wishes: list[tuple[int, int]]) -> None:
    with transaction.atomic():
        row, first, second = quota(scene, scene.alpha, 100), scene.alpha.partner.places.get(), second_place(scene.alpha)
        for one, other in wishes:
            with suppress(InvalidInput):
                row = share_quota(actor=scene.alpha.referent, quota=row, shares={first: one, second: other})
        assert row.shared_booklets == sum(PlaceQuota.objects.values_list("booklets", flat=True)) <= 100
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_two_revisions_at_once_never_pass_the_cap_together(scene: Scene) -> None:
    rows = [quota(scene, scene.alpha, 1000), quota(scene, scene.beta, 1000)]

    def one(rank: int) -> str:
        revise_quota(actor=scene.ems, quota=rows[rank], booklets=1900, reason="Tout prendre")
        return "révisé"

    assert all_at_once(one, 2) == {"révisé": 1, "InvalidInput": 1}
    assert programme_of(2022).allocated_booklets == 2900


@pytest.mark.django_db(transaction=True)
def test_a_quota_lowered_and_shared_out_at_once_holds_its_parts(scene: Scene) -> None:
    row, place = quota(scene, scene.alpha, 100), scene.alpha.partner.places.get()

    def one(rank: int) -> str:
        if rank:
            revise_quota(actor=scene.ems, quota=row, booklets=50, reason="Moins")
        else:
            share_quota(actor=scene.alpha.referent, quota=row, shares={place: 80})
        return "fait"

    assert all_at_once(one, 2) == {"fait": 1, "InvalidInput": 1}
    row.refresh_from_db()
    assert row.shared_booklets <= row.booklets

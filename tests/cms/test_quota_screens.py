"""Keys side by side, forecast and reallocation for EMS; the quota in the partner's space."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.backoffice.candidates import contenders_of
from passnum.core import clock
from passnum.deliverables.services import validate_dossier
from passnum.distribution.models import AggregatedFigures
from passnum.partners.models import Partner
from passnum.quotas.allocation import Key
from passnum.quotas.enums import AccountKind
from passnum.quotas.models import Booklet, PlaceQuota, Quota
from passnum.quotas.position import PlaceCounts, counts_by_place, position_of
from passnum.quotas.services import (
    QuotaValues,
    hand_out,
    move_to_place,
    revise_quota,
    set_quota,
    share_quota,
    take_back,
)
from tests.quotas.parcels import second_place
from tests.quotas.stock import brought, first_place
from tests.scene import PEOPLE, House, Scene, convention_in_force, signed_in

pytestmark = pytest.mark.django_db


def quota(scene: Scene, house: House, booklets: int, *, year: int = 2023, figure: int = 900, **changes: Any) -> Quota:
    values = QuotaValues(house.convention, year, booklets, "personnes", figure, "Rapport 2022", **changes)
    return set_quota(actor=scene.ems, values=values)


def handed_out(scene: Scene, days: list[date]) -> Quota:
    """A quota of 2022 followed by the ledger, a booklet handed out on each of these days."""
    row = quota(scene, scene.alpha, 100, year=2022, received_booklets=60)
    brought(scene.ems, scene.alpha, 1, 60)
    for day in days:
        hand_out(actor=scene.alpha.intervenant, place=first_place(scene.alpha), happened_on=day)
    return row


def test_keys_stand_side_by_side_and_each_column_makes_the_total(scene: Scene) -> None:
    quota(scene, scene.alpha, 60, figure=900)
    quota(scene, scene.beta, 40, figure=100)
    address = reverse("backoffice:allocation")
    answer = signed_in(scene.ems).get(address, {"year": 2023, "total": 101, "fixed_percent": 0})
    assert {sum(column.shares) for column in answer.context["columns"] if column.shares} == {101}
    assert [column.shares for column in answer.context["columns"] if column.key == "personnes"] == [[10, 91]]
    assert "chiffre non renseigné pour Structure coquelicot" in answer.content.decode()


def handed_out_before(scene: Scene) -> int | None:
    """What the allocation of 2023 knows of the hand-outs of the first partner in 2022."""
    contender = next(one for one in contenders_of(2023) if one.convention == scene.alpha.convention)
    return contender.candidate.figures[Key.HAND_OUTS]


def test_the_hand_outs_of_the_year_before_come_from_a_transmitted_report(scene: Scene) -> None:
    """Art. 6: what no President validated is not read."""
    dossier = scene.compiled(scene.alpha)
    assert handed_out_before(scene) is None
    validate_dossier(actor=scene.alpha.president, dossier=dossier, expected_sha256=dossier.compiled_sha256)
    assert handed_out_before(scene) == PEOPLE


def test_those_who_share_the_booklets_are_read_in_the_same_queries_for_any_number(scene: Scene) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            contenders_of(2023)
        return len(found)

    for year in (2022, 2023):
        quota(scene, scene.alpha, 10, year=year)
    before = queries()
    for number in range(5):
        partner = Partner.objects.create(name=f"Autre {number}", short_name=f"autre{number}")
        convention = convention_in_force(partner, scene.ems)
        for year in (2022, 2023):
            set_quota(actor=scene.ems, values=QuotaValues(convention, year, 10, "personnes", 900, "Rapport 2022"))
    assert queries() == before


def test_a_total_under_what_was_delivered_is_told(scene: Scene) -> None:
    quota(scene, scene.alpha, 60, received_booklets=50)
    address = reverse("backoffice:allocation")
    page = signed_in(scene.ems).get(address, {"year": 2023, "total": 49, "fixed_percent": 0}).content.decode()
    assert "ne suffisent pas" in page


def take(scene: Scene, **changes: Any) -> Any:
    alpha, beta = scene.alpha.convention.pk, scene.beta.convention.pk
    values = {
        f"booklets_{alpha}": 90, f"booklets_{beta}": 10, "reason": "Clé des personnes", "decided_on": "2023-09-01",
    }  # fmt: skip
    address = f"{reverse('backoffice:allocation_take', args=['personnes'])}?year=2023&total=100&fixed_percent=0"
    return signed_in(scene.ems).post(address, values | changes, follow=True)


@pytest.mark.parametrize("typed", ["", "abc", "0", "99999", "9" * 5000, "²"])
def test_an_odd_year_in_the_address_is_read_without_harm(scene: Scene, typed: str) -> None:
    client = signed_in(scene.ems)
    assert client.get(reverse("backoffice:quota_outlook"), {"exercice": typed}).status_code == 200
    assert client.get(reverse("backoffice:allocation"), {"year": typed}).status_code in {200, 422}


def test_a_key_taken_up_revises_every_quota_with_its_reason(scene: Scene) -> None:
    rows = [quota(scene, scene.alpha, 60), quota(scene, scene.beta, 40, figure=100)]
    take(scene)
    assert [Quota.objects.get(pk=row.pk).booklets for row in rows] == [90, 10]
    assert rows[1].revisions.first().reason == "Clé des personnes"  # type: ignore[union-attr]


def test_a_key_that_cannot_be_taken_up_whole_changes_nothing(scene: Scene) -> None:
    quota(scene, scene.alpha, 60)
    quota(scene, scene.beta, 40, received_booklets=30)
    answer = take(scene)
    assert answer.status_code == 422
    assert "30\xa0carnets déjà livrés" in answer.content.decode()
    assert sorted(Quota.objects.values_list("booklets", flat=True)) == [40, 60]


def test_the_form_of_a_key_is_prefilled_with_its_column(scene: Scene) -> None:
    quota(scene, scene.alpha, 60, figure=900)
    quota(scene, scene.beta, 40, figure=100)
    address = reverse("backoffice:allocation_take", args=["personnes"])
    form = signed_in(scene.ems).get(address, {"year": 2023, "total": 100, "fixed_percent": 0}).context["form"]
    assert form.initial[f"booklets_{scene.alpha.convention.pk}"] == 90


def test_a_structure_without_a_quota_is_asked_for_its_basis(scene: Scene) -> None:
    quota(scene, scene.alpha, 60)
    answer = take(scene, **{f"basis_{scene.beta.convention.pk}": "personnes"})
    assert answer.status_code == 422
    assert "indiquez sa base" in answer.content.decode()


def test_the_position_of_a_quota_is_counted_from_the_ledger(scene: Scene) -> None:
    found = position_of(handed_out(scene, [date(2022, 3, 1), date(2022, 3, 2)]))
    assert (found.counted, found.received, found.handed_out, found.in_places) == (True, 60, 2, 58)


def test_the_forecast_says_what_it_does_not_know(scene: Scene) -> None:
    quota(scene, scene.alpha, 60)
    page = signed_in(scene.ems).get(reverse("backoffice:quota_outlook")).content.decode()
    assert "Le registre ne suit encore aucun carnet" in page
    assert "Rien n’est fait sans décision" in page


def test_the_forecast_of_a_year_over_counts_what_was_handed_out(scene: Scene) -> None:
    handed_out(scene, [date(2022, 3, 1)])
    answer = signed_in(scene.ems).get(reverse("backoffice:quota_outlook"), {"exercice": "2022"})
    (item,) = answer.context["outlooks"]
    assert (item.forecast.handed_out, item.forecast.left_over) == (1, 99)


def test_the_partner_reads_its_quota_in_booklets_and_cheques_with_its_revisions(scene: Scene) -> None:
    row = quota(scene, scene.alpha, 100)
    revise_quota(actor=scene.ems, quota=row, booklets=120, reason="Plus de demandes au guichet")
    page = signed_in(scene.alpha.president).get(reverse("portal:quota")).content.decode()
    assert "Plus de demandes au guichet" in page
    assert "1\u202f200\xa0Pass" in page
    assert "900\xa0personnes accueillies par an" in page


def test_the_referent_shares_the_quota_between_places(scene: Scene) -> None:
    row, place = quota(scene, scene.alpha, 100), first_place(scene.alpha)
    address = reverse("portal:quota_share", args=[row.public_id])
    signed_in(scene.alpha.referent).post(address, {f"place_{place.public_id.hex}": "70"})
    assert PlaceQuota.objects.get().booklets == 70
    page = signed_in(scene.alpha.referent).get(reverse("portal:quota")).content.decode()
    assert "Non réparti" in page


def test_a_sharing_made_on_an_older_page_does_not_undo_that_of_a_colleague(scene: Scene) -> None:
    row, place = quota(scene, scene.alpha, 100), first_place(scene.alpha)
    address, field = reverse("portal:quota_share", args=[row.public_id]), f"place_{place.public_id.hex}"
    referent = signed_in(scene.alpha.referent)
    seen = referent.get(address).context["form"]["seen"].value()
    share_quota(actor=scene.alpha.referent, quota=row, shares={place: 40})
    answer = referent.post(address, {field: "70", "seen": seen})
    assert answer.status_code == 409
    assert "changée entre-temps" in answer.content.decode()
    assert PlaceQuota.objects.get().booklets == 40
    page = referent.get(address)
    assert page.context["form"]["seen"].value() != seen
    assert f'name="seen" value="{page.context["form"]["seen"].value()}"' in page.content.decode()
    referent.post(address, {field: "70", "seen": page.context["form"]["seen"].value()})
    assert PlaceQuota.objects.get().booklets == 70


def test_each_place_says_what_it_received_and_handed_out_of_the_quota(scene: Scene) -> None:
    row, here, there = handed_out(scene, [date(2022, 3, 1)] * 3), first_place(scene.alpha), second_place(scene.alpha)
    back = Booklet.objects.filter(account__kind=AccountKind.REMIS).latest("serial")
    take_back(actor=scene.alpha.intervenant, booklet=back, place=here)
    serials = ["EMS-000050", "EMS-000051"]
    values = {"source": here, "target": there, "serials": serials, "happened_on": date(2022, 4, 1)}
    move_to_place(actor=scene.alpha.referent, **values)
    counts = counts_by_place(row)
    assert counts == {here.pk: PlaceCounts(60, 2, 56), there.pk: PlaceCounts(2, 0, 2)}
    table = signed_in(scene.alpha.lecteur).get(reverse("portal:quota"), {"exercice": 2022}).context["places"]
    assert [here.name, "–", "60", "2", "56"] in [list(line.cells) for line in table.rows]


def test_more_than_the_quota_is_refused_with_the_excess(scene: Scene) -> None:
    row, place = quota(scene, scene.alpha, 100), first_place(scene.alpha)
    answer = signed_in(scene.alpha.referent).post(
        reverse("portal:quota_share", args=[row.public_id]), {f"place_{place.public_id.hex}": "101"}
    )
    assert answer.status_code == 422
    assert "1 de trop" in answer.content.decode()


def test_the_home_counts_the_booklets_from_the_ledger(scene: Scene, settings: Any) -> None:
    settings.PASSNUM_TODAY = date(2022, 6, 1)
    handed_out(scene, [date(2022, 3, 1)])
    answer = signed_in(scene.alpha.intervenant).get(reverse("portal:home"))
    assert answer.context["quota"]["position"].handed_out == 1


def test_the_partner_and_ems_read_the_same_parts_of_a_quota(scene: Scene) -> None:
    """What came before the register and what is on its way are lines of their own; the parts make the quota."""
    row = quota(scene, scene.alpha, 400, year=2022, received_booklets=300)
    brought(scene.ems, scene.alpha, 1, 60)
    hand_out(actor=scene.alpha.intervenant, place=first_place(scene.alpha), happened_on=date(2022, 4, 3))
    parts = {part.key: part.booklets for part in position_of(row).parts()}
    assert parts == {"before": 240, "handed": 1, "left": 59, "coming": 100}
    assert sum(parts.values()) == row.booklets
    own = signed_in(scene.alpha.referent).get(reverse("portal:quota"), {"exercice": 2022}).content.decode()
    whole = signed_in(scene.ems).get(reverse("backoffice:quota", args=[row.public_id])).content.decode()
    for part in position_of(row).parts():
        assert part.label in own
        assert part.label in whole


def test_what_the_report_says_is_told_beside_what_the_ledger_counts(scene: Scene) -> None:
    quota(scene, scene.alpha, 400, year=2022, received_booklets=300)
    brought(scene.ems, scene.alpha, 1, 60)
    hand_out(actor=scene.alpha.intervenant, place=first_place(scene.alpha), happened_on=date(2022, 4, 3))
    AggregatedFigures.objects.create(
        convention=scene.alpha.convention, year=2022, beneficiaries=241, booklets_handed_out=241
    )
    client = signed_in(scene.alpha.referent)
    for name in ("portal:home", "portal:quota"):
        with clock.on_day(date(2022, 9, 18)):
            page = client.get(reverse(name)).content.decode().replace("\xa0", " ").replace("&nbsp;", " ")
        assert "Votre rapport 2022 compte 241 carnets remis dans l’année." in page


def test_a_new_quota_asks_for_no_delivery_and_leads_to_where_the_launch_meeting_is_recorded(scene: Scene) -> None:
    client, address = signed_in(scene.ems), reverse("quotas:add")
    seen = client.get(address)
    assert "received_booklets" not in seen.context["form"].fields
    assert "Constater la réunion de lancement" in seen.content.decode()
    values = {
        "convention": scene.alpha.convention.pk,
        "year": 2023,
        "booklets": 60,
        "basis": "personnes",
        "basis_figure": 900,
        "basis_source": "Rapport 2022",
    }
    answer = client.post(address, values)
    row = Quota.objects.get()
    assert (row.booklets, row.received_booklets) == (60, 0)
    assert answer["Location"] == reverse("backoffice:quota", args=[row.public_id])
    assert "Constater la réunion de lancement" in client.get(answer["Location"]).content.decode()

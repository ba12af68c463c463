"""Obligations pushed beyond what the convention permits: disguised exemptions, one's own word, years taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from passnum.conventions import services
from passnum.conventions.layout import Anchor, Planned
from passnum.conventions.models import Obligation
from passnum.core import clock
from passnum.core.errors import NotAllowed, WrongState
from tests.scene import Scene, draft_convention, signed_in

pytestmark = pytest.mark.django_db


def of(scene: Scene, rule: str, occurrence: str = "convention") -> Obligation:
    return Obligation.objects.get(convention=scene.alpha.convention, rule=rule, occurrence=occurrence)


OF_THE_TEXT = [
    ("OB-09", "2023"),
    ("OB-23", "convention/registre"),
    ("OB-06", "2023"),
    ("OB-08", "2023"),
    ("OB-02", "convention"),
    ("OB-21", "2023/supports"),
]


@pytest.mark.parametrize(("rule", "occurrence"), OF_THE_TEXT)
def test_sans_objet_is_no_disguised_exemption(scene: Scene, rule: str, occurrence: str) -> None:
    row = of(scene, rule, occurrence)
    url = reverse("backoffice:obligation_act", args=[row.public_id, "sans-objet"])
    client = signed_in(scene.ems)
    page = client.get(reverse("backoffice:obligation", args=[row.public_id])).content.decode()
    assert url not in page
    assert client.post(url, {"reason": "Arrangement"}).status_code == 409
    row.refresh_from_db()
    assert row.withdrawn_on is None


def test_a_report_asked_for_can_be_given_up_once(scene: Scene) -> None:
    row = services.request_report(
        actor=scene.ems, convention=scene.alpha.convention, due_on=date(2023, 11, 1), reason="Point"
    )
    services.withdraw(actor=scene.ems, obligation=row, reason="L’État y renonce")
    with pytest.raises(WrongState):
        services.withdraw(actor=scene.ems, obligation=row, reason="Autre motif")
    row.refresh_from_db()
    assert row.withdrawal_reason == "L’État y renonce"


def test_an_exemption_is_given_once(scene: Scene) -> None:
    row = of(scene, "OB-14", "2023/mention-ems")
    services.waive(actor=scene.ems, obligation=row, reason="Premier motif")
    with pytest.raises(WrongState):
        services.waive(actor=scene.ems, obligation=row, reason="Second motif")
    row.refresh_from_db()
    assert row.waiver_reason == "Premier motif"


def test_a_faculty_has_nothing_to_tolerate(scene: Scene) -> None:
    with pytest.raises(WrongState):
        services.tolerate(actor=scene.ems, obligation=of(scene, "OB-12"), until=date(2024, 1, 1), reason="Plus tard")


def test_what_is_met_has_nothing_to_tolerate(scene: Scene) -> None:
    row = of(scene, "OB-06", "2021")
    services.declare_fact(actor=scene.ems, obligation=row, text="Comité tenu", happened_on=date(2021, 12, 15))
    url = reverse("portal:obligation_tolerate", args=[row.public_id])
    answer = signed_in(scene.alpha.president).post(url, {"until": "2024-02-01", "reason": "Bien volontiers"})
    assert answer.status_code == 409
    assert not row.tolerances.exists()


@pytest.mark.parametrize(("rule", "occurrence"), [("OB-08", "2023"), ("OB-04", "2022"), ("OB-07", "2023")])
def test_the_debtor_is_not_believed_on_what_the_other_party_receives(scene: Scene, rule: str, occurrence: str) -> None:
    row = of(scene, rule, occurrence)
    before = row.evidence.count()
    url = reverse("portal:obligation_declare", args=[row.public_id])
    for who in (scene.alpha.referent, scene.alpha.president):
        answer = signed_in(who).post(url, {"text": "Transmis par porteur", "happened_on": "2023-01-03"})
        assert answer.status_code == 403
    assert row.evidence.count() == before


@pytest.mark.parametrize(("rule", "occurrence"), [("OB-01", "convention"), ("OB-02", "convention"), ("OB-09", "2023")])
def test_nobody_declares_what_an_act_of_passnum_dates(scene: Scene, rule: str, occurrence: str) -> None:
    row = of(scene, rule, occurrence)
    before = row.evidence.count()
    with pytest.raises(WrongState):
        services.declare_fact(actor=scene.ems, obligation=row, text="C’est fait", happened_on=date(2023, 1, 3))
    assert row.evidence.count() == before


def test_nothing_is_proved_once_it_has_no_object(scene: Scene) -> None:
    row = of(scene, "OB-20", "2023/equipes")
    services.withdraw(actor=None, obligation=row, reason="Convention résiliée")
    with pytest.raises(WrongState):
        services.declare_fact(actor=scene.alpha.referent, obligation=row, text="Réunion", happened_on=date(2023, 3, 3))


def test_strangers_and_readers_change_nothing(scene: Scene) -> None:
    row = of(scene, "OB-20", "2023/equipes")
    values = {"text": "Réunion", "happened_on": "2023-03-03"}
    url = reverse("portal:obligation_declare", args=[row.public_id])
    for who in (scene.alpha.lecteur, scene.alpha.intervenant, scene.beta.referent, scene.beta.president):
        assert signed_in(who).post(url, values).status_code == 404
        with pytest.raises(NotAllowed):
            services.declare_fact(actor=who, obligation=row, text="Réunion", happened_on=date(2023, 3, 3))
    assert not row.evidence.exists()


def test_a_year_taken_out_and_put_back_is_due_again(scene: Scene) -> None:
    draft = draft_convention(scene.alpha.partner, reference="PN-PREPARATION")
    convention = services.save_record(actor=scene.ems, convention=draft)
    for last_year in (2022, 2023):
        convention.last_year = last_year
        services.save_record(actor=scene.ems, convention=convention)
    left = Obligation.objects.filter(convention=convention, withdrawn_on__isnull=False)
    assert not left.exists()
    assert Obligation.objects.filter(convention=convention, rule="OB-06", occurrence="2023").count() == 1


def test_a_later_first_year_has_no_elapsed_year_behind_it(scene: Scene) -> None:
    draft = draft_convention(scene.alpha.partner, reference="PN-PREPARATION")
    convention = services.save_record(actor=scene.ems, convention=draft)
    convention.first_year = 2022
    services.save_record(actor=scene.ems, convention=convention)
    standing = Obligation.objects.filter(convention=convention, withdrawn_on__isnull=True)
    assert not standing.filter(rule__in=["OB-08", "OB-09"], occurrence="2022").exists()
    assert not standing.filter(occurrence__startswith="2021").exists()


def test_a_committee_cancelled_then_fixed_on_the_same_day_is_due_again(scene: Scene) -> None:
    row = of(scene, "OB-07", "2023")
    services.withdraw(actor=None, obligation=row, reason="Comité annulé")
    services.date_committee(
        actor=scene.ems,
        convention=scene.alpha.convention,
        occurrence="2023",
        committee_on=date(2023, 11, 30),
        reported_year=2022,
    )
    row.refresh_from_db()
    assert (row.withdrawn_on, row.due_on) == (None, date(2023, 9, 30))


def test_the_same_earlier_date_twice_leaves_one_line_of_history(scene: Scene) -> None:
    with clock.on_day(date(2023, 10, 10)):
        for _ in range(2):
            services.date_committee(
                actor=scene.ems,
                convention=scene.alpha.convention,
                occurrence="2023",
                committee_on=date(2023, 11, 2),
                reported_year=2022,
            )
    row = of(scene, "OB-08", "2023")
    assert row.awaits_agreement
    assert row.dates.filter(anchor_on=date(2023, 11, 2)).count() == 1


def test_an_occurrence_given_up_by_an_event_comes_back_with_it(scene: Scene) -> None:
    plan = Planned("OB-05", "2023-11-01", "Rapport", Anchor("demande"), None)
    row = services.date_obligation(actor=None, convention=scene.alpha.convention, plan=plan)
    services.withdraw(actor=None, obligation=row, reason="Abandon")
    services.date_obligation(actor=None, convention=scene.alpha.convention, plan=plan)
    row.refresh_from_db()
    assert row.withdrawn_on is None

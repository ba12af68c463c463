"""What is due, to whom, why: the ball moves with the circuit."""

from __future__ import annotations

from typing import Any

import pytest

from passnum.deliverables import services
from passnum.oversight.duties import Duty, Holder, Urgency, all_open_duties, duties_for_ems, duties_of_partner
from passnum.partners.models import Partner
from tests.scene import Scene, draft_convention

pytestmark = pytest.mark.django_db


def of_the_circuit(duties: list[Duty]) -> list[Duty]:
    """Those of the campaign; the calendar's own obligations have their tests below."""
    return [duty for duty in duties if duty.target not in {"obligation", "record"}]


def holders(scene: Scene) -> list[str]:
    return [duty.holder.value for duty in of_the_circuit(duties_of_partner(scene.alpha.partner))]


def test_three_deliverables_wait_for_the_referent_with_date_reason_and_what_is_missing(scene: Scene) -> None:
    duties = of_the_circuit(duties_of_partner(scene.alpha.partner))
    assert [duty.holder for duty in duties] == [Holder.REFERENT] * 3
    first = duties[0]
    assert (str(first.due_on), first.article, first.days_left) == ("2023-10-30", "art. 7", 42)
    assert "1 mois calendaire" in first.explanation
    assert first.missing


def test_the_ball_moves_with_the_circuit(scene: Scene) -> None:
    dossier = scene.submitted(scene.alpha)
    assert holders(scene) == ["referent"]
    from passnum.deliverables.compilation import compile_dossier

    compile_dossier(dossier.pk)
    assert holders(scene) == ["president"]
    dossier.refresh_from_db()
    services.validate_dossier(actor=scene.alpha.president, dossier=dossier, expected_sha256=dossier.compiled_sha256)
    assert holders(scene) == ["ems"]
    services.open_examination(actor=scene.ems, dossier=dossier)
    services.approve(actor=scene.ems, dossier=dossier)
    services.archive(actor=scene.ems, dossier=dossier)
    assert holders(scene) == []


def test_urgency_is_computed_from_the_day(scene: Scene, settings: Any) -> None:
    from datetime import date

    expected = {
        date(2023, 9, 18): Urgency.AHEAD,
        date(2023, 10, 10): Urgency.SOON,
        date(2023, 10, 30): Urgency.SOON,
        date(2023, 10, 31): Urgency.LATE,
    }
    for day, urgency in expected.items():
        settings.PASSNUM_TODAY = day
        assert of_the_circuit(duties_of_partner(scene.alpha.partner))[0].urgency == urgency


def test_ems_sees_what_waits_for_it_and_a_partner_sees_none_of_it(scene: Scene) -> None:
    scene.transmitted(scene.alpha)
    assert [duty.partner for duty in of_the_circuit(duties_for_ems(scene.ems))] == [scene.alpha.partner]
    assert duties_for_ems(scene.alpha.referent) == []
    assert all_open_duties(scene.alpha.referent) == []
    assert {duty.partner for duty in all_open_duties(scene.ems)} == {scene.beta.partner}


def test_a_convention_without_its_deliberation_is_named(scene: Scene) -> None:
    partner = Partner.objects.create(name="Gamma")
    draft_convention(partner, ems_deliberation="XXX", first_year=2024, last_year=2026, ends_on="2026-12-31").save()
    duty = next(duty for duty in duties_for_ems(scene.ems) if duty.partner == partner)
    assert "Délibération de l’Eurométropole : XXX, à compléter" in duty.missing


def test_a_period_that_is_not_over_asks_for_nothing(scene: Scene, settings: Any) -> None:
    from datetime import date

    settings.PASSNUM_TODAY = date(2022, 12, 31)
    assert duties_of_partner(scene.alpha.partner) == []


def test_a_dated_obligation_waits_for_both_sides_ninety_days_before_its_date(scene: Scene, settings: Any) -> None:
    from datetime import date

    def waits(duties: list[Duty]) -> list[tuple[str, str]]:
        return [(duty.act, duty.holder.value) for duty in duties if duty.target == "obligation" and "2023" in duty.act]

    settings.PASSNUM_TODAY = date(2023, 7, 2)
    assert ("Date du comité fixée ensemble 2023", "ems") in waits(duties_for_ems(scene.ems))
    assert waits(duties_of_partner(scene.alpha.partner)) == [("Date du comité fixée ensemble 2023", "referent")]
    settings.PASSNUM_TODAY = date(2023, 7, 1)
    assert waits(duties_of_partner(scene.alpha.partner)) == []


def test_what_the_deliverables_ask_for_is_not_asked_twice(scene: Scene) -> None:
    asked = [duty.act for duty in duties_of_partner(scene.alpha.partner)]
    assert not [act for act in asked if act.startswith(("Livrables et indicateurs", "Rapport annuel", "Validation"))]

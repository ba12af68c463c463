"""The calendar printed for a convention amended, terminated, given up, expired: its true last day, and why."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from passnum.committee import services as committee
from passnum.conventions import services as conventions
from passnum.conventions.models import Obligation
from passnum.conventions.services import amendments
from passnum.core import clock
from passnum.core.errors import InvalidInput
from passnum.core.journal import verify_all
from passnum.endings import services
from passnum.endings.enums import Cause
from passnum.endings.models import Termination
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def shown(scene: Scene, on: date) -> str:
    out = io.StringIO()
    with clock.on_day(on):
        call_command("show_calendar", scene.alpha.convention.reference, stdout=out)
    return out.getvalue()


def line_of(text: str, rule: str) -> str:
    """The line of a rule and the one of its calculation."""
    lines = text.splitlines()
    return " ".join(next(lines[at : at + 2] for at, line in enumerate(lines) if f"  {rule}  " in line))


def decided(scene: Scene, last_day: date = date(2023, 4, 30)) -> Termination:
    with clock.on_day(date(2023, 3, 1)):
        row = services.open_termination(
            actor=scene.ems, convention=scene.alpha.convention, cause=Cause.FORCE_MAJEURE, reason="Incendie"
        )
        return services.decide_termination(actor=scene.ems, termination=row, effect_on=last_day, decision="Constat")


def extend(scene: Scene, on: date) -> None:
    with clock.on_day(on):
        row = amendments.prepare_amendment(
            actor=scene.ems, convention=scene.alpha.convention, title="Durée", reasons="Un an de plus"
        )
        amendments.change_duration(actor=scene.ems, amendment=row, new_last_year=2024, new_text="Jusqu’en 2024.")
        amendments.decide_amendment(
            actor=scene.ems, amendment=row, decided_on=on, decision_reference="Comité", acknowledged=True
        )
        amendments.send_amendment(actor=scene.ems, amendment=row)
        amendments.sign_amendment(actor=scene.ems, amendment=row, partner_signed_on=on)
        amendments.receive_amendment(
            actor=scene.ems, amendment=row, received_on=on, signed_copy=ContentFile(b"%PDF-1.4 avenant")
        )


def test_a_termination_decided_dates_the_end_and_the_term_stays_in_the_history(scene: Scene) -> None:
    decided(scene)
    end = line_of(shown(scene, date(2023, 3, 2)), "OB-02")
    assert end.startswith("30/04/2023")
    assert "dernier jour décidé : 30/04/2023 (art. 12)" in end
    row = Obligation.objects.get(convention=scene.alpha.convention, rule="OB-02")
    assert [kept.due_on for kept in row.dates.all()] == [date(2023, 12, 31), date(2023, 4, 30)]


def test_given_up_the_term_is_the_end_again(scene: Scene) -> None:
    row = decided(scene)
    with clock.on_day(date(2023, 3, 5)):
        services.abandon_termination(actor=scene.ems, termination=row, reason="Réouverture")
    end = line_of(shown(scene, date(2023, 3, 6)), "OB-02")
    assert end.startswith("31/12/2023")
    assert "31 décembre 2023, dernier exercice (art. 2) · À venir" in end


def test_a_terminated_convention_says_its_last_day_and_why_the_rest_has_no_object(scene: Scene) -> None:
    decided(scene)
    with clock.on_day(date(2023, 5, 1)):
        services.apply_due_terminations()
    text = shown(scene, date(2023, 5, 2))
    assert "Résiliée, dernier jour : 30 avril 2023" in text
    assert "30/04/2023  OB-02" in text
    assert "Respectée" in line_of(text, "OB-02")
    assert "Sans objet (la convention a pris fin le 30/04/2023)" in line_of(text, "OB-12")
    assert not [found for _, found in verify_all() if found]


def test_of_right_for_a_day_already_past_asks_nobody_for_an_agreement(scene: Scene) -> None:
    with clock.on_day(date(2023, 3, 1)):
        row = services.open_termination(
            actor=scene.ems, convention=scene.alpha.convention, cause=Cause.FORCE_MAJEURE, reason="Incendie"
        )
    with clock.on_day(date(2023, 3, 20)):
        services.decide_termination(actor=scene.ems, termination=row, effect_on=date(2023, 3, 1), decision="Constat")
    end = Obligation.objects.get(convention=scene.alpha.convention, rule="OB-02")
    assert (end.due_on, end.awaits_agreement) == (date(2023, 3, 1), False)


def test_an_extension_puts_off_the_term_and_not_the_last_day_decided(scene: Scene) -> None:
    decided(scene, date(2023, 6, 30))
    extend(scene, date(2023, 3, 10))
    text = shown(scene, date(2023, 3, 11))
    assert "30/06/2023  OB-02" in text
    assert "30/06/2024  OB-12" in text


def test_an_extended_convention_expires_at_its_new_term(scene: Scene) -> None:
    extend(scene, date(2023, 3, 10))
    with clock.on_day(date(2024, 1, 1)):
        services.apply_due_expiries()
    assert "En vigueur, dernier jour : 31 décembre 2024" in shown(scene, date(2024, 1, 2))
    with clock.on_day(date(2025, 1, 1)):
        services.apply_due_expiries()
    text = shown(scene, date(2025, 1, 2))
    assert "Échue, dernier jour : 31 décembre 2024" in text
    assert "31/12/2024  OB-02" in text


def test_time_given_says_until_when(scene: Scene) -> None:
    row = Obligation.objects.get(convention=scene.alpha.convention, rule="OB-08", occurrence="2023")
    conventions.tolerate(actor=scene.ems, obligation=row, until=date(2023, 11, 6), reason="Panne")
    assert "Tolérée (jusqu’au 06/11/2023)" in line_of(shown(scene, date(2023, 11, 1)), "OB-08")


@pytest.mark.parametrize("day", ["2023-02-29", "hier", ""])
def test_a_day_that_is_none_is_refused_in_words(scene: Scene, day: str) -> None:
    with pytest.raises(CommandError, match="n’est pas un jour"):
        call_command("show_calendar", scene.alpha.convention.reference, f"--on={day}")


def test_a_special_meeting_is_not_accepted_once_no_day_can_suit_it(scene: Scene) -> None:
    with clock.on_day(date(2022, 12, 20)):
        wish = committee.Wish("Fermeture prochaine", end_wished_on=date(2023, 8, 31))
        asked = committee.request_meeting(actor=scene.alpha.president, convention=scene.alpha.convention, wish=wish)
    with clock.on_day(date(2023, 3, 1)):
        with pytest.raises(InvalidInput, match="déjà passé"):
            committee.answer_request(actor=scene.ems, request=asked, accept=True)
        refused = committee.answer_request(actor=scene.ems, request=asked, accept=False, reason="Trop tard")
    assert refused.meeting is None

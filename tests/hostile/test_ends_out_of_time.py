"""Ends of conventions crossed with one another: given up too late, examined twice, shortened, taken up again."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from passnum.committee import services as committee
from passnum.committee.models import CommitteeMeeting
from passnum.conventions.enums import ConventionState, ObligationStatus
from passnum.conventions.models import Convention, Obligation
from passnum.conventions.services import amendments
from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.journal import verify_all
from passnum.endings import services
from passnum.endings.enums import Cause, RenewalState, TerminationState
from passnum.endings.models import Termination
from passnum.partners.models import Delegation, User
from tests.committee.meetings import proposed
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db


def of_right(scene: Scene, on: date, last_day: date) -> Termination:
    """A force majeure, opened and decided the same day."""
    with clock.on_day(on):
        row = services.open_termination(
            actor=scene.ems, convention=scene.alpha.convention, cause=Cause.FORCE_MAJEURE, reason="Incendie"
        )
        return services.decide_termination(actor=scene.ems, termination=row, effect_on=last_day, decision="Constat")


def early_end(scene: Scene, on: date, wished_on: date) -> Termination:
    with clock.on_day(on):
        return services.open_termination(
            actor=scene.alpha.president,
            convention=scene.alpha.convention,
            cause=Cause.ANTICIPEE,
            reason="Fermeture",
            wished_on=wished_on,
        )


def special_meeting(scene: Scene, row: Termination, on: date, day: date) -> CommitteeMeeting:
    with clock.on_day(on):
        meeting = services.open_special_meeting(actor=scene.alpha.president, termination=row)
        (proposal,) = proposed(scene.ems, meeting, day)
        committee.confirm_date(actor=scene.alpha.president, proposal=proposal)
    with clock.on_day(day):
        return committee.hold_meeting(actor=scene.ems, meeting=meeting)


def state_of(scene: Scene) -> str:
    return Convention.objects.get(pk=scene.alpha.convention.pk).state


def test_a_termination_is_not_given_up_once_its_last_day_has_passed(scene: Scene) -> None:
    row = of_right(scene, date(2023, 3, 1), date(2023, 4, 30))
    with clock.on_day(date(2023, 5, 1)), pytest.raises(WrongState, match="30 avril 2023"):
        services.abandon_termination(actor=scene.ems, termination=row, reason="Trop tard")
    with clock.on_day(date(2023, 4, 30)):
        services.abandon_termination(actor=scene.ems, termination=row, reason="Réouverture")
    assert state_of(scene) == ConventionState.EN_VIGUEUR


def test_a_convention_whose_pass_came_back_before_the_path_was_given_up_still_expires(scene: Scene) -> None:
    row = of_right(scene, date(2023, 3, 1), date(2023, 4, 30))
    with clock.on_day(date(2023, 4, 1)):
        services.record_restitution(actor=scene.ems, termination=row, returned_on=date(2023, 4, 1), booklets=3)
        services.abandon_termination(actor=scene.ems, termination=row, reason="Réouverture")
    with clock.on_day(date(2024, 1, 1)):
        services.apply_due_expiries()
    assert state_of(scene) == ConventionState.ECHUE


def test_a_special_meeting_examines_one_termination(scene: Scene) -> None:
    row = early_end(scene, date(2022, 3, 1), date(2022, 12, 31))
    held = special_meeting(scene, row, date(2022, 4, 1), date(2022, 6, 15))
    with clock.on_day(date(2022, 6, 16)):
        services.record_special_committee(actor=scene.ems, termination=row, meeting=held)
        services.abandon_termination(actor=scene.alpha.president, termination=row, reason="Réouverture")
    with pytest.raises(InvalidInput, match="au plus tard"):
        early_end(scene, date(2023, 5, 1), date(2023, 5, 15))
    again = early_end(scene, date(2023, 5, 1), date(2023, 12, 1))
    assert again.meeting is None
    with clock.on_day(date(2023, 5, 2)), pytest.raises(InvalidInput, match="une autre résiliation"):
        services.record_special_committee(actor=scene.ems, termination=again, meeting=held)
    with pytest.raises(IntegrityError), transaction.atomic():
        Termination.objects.filter(pk=again.pk).update(meeting=held)


def test_nothing_is_terminated_after_the_end_even_before_it_is_recorded(scene: Scene) -> None:
    for cause in (Cause.MANQUEMENT, Cause.FORCE_MAJEURE):
        with clock.on_day(date(2024, 1, 1)), pytest.raises(WrongState, match="a pris fin"):
            services.open_termination(
                actor=scene.ems, convention=scene.alpha.convention, cause=cause, reason="Trop tard"
            )


def test_what_an_open_path_asked_for_has_no_object_after_the_term(scene: Scene) -> None:
    row = early_end(scene, date(2023, 3, 1), date(2023, 9, 15))
    with clock.on_day(date(2024, 1, 1)):
        services.apply_due_expiries()
        asked = Obligation.objects.get(rule="OB-17", occurrence=f"resiliation/{row.public_id}")
        assert asked.status(clock.today()) == ObligationStatus.SANS_OBJET
    assert not [found for _, found in verify_all() if found]


def test_a_convention_shortened_before_the_last_day_decided_ends_at_its_new_term(scene: Scene) -> None:
    row = of_right(scene, date(2022, 3, 1), date(2023, 6, 30))
    with clock.on_day(date(2022, 3, 1)):
        change = amendments.prepare_amendment(
            actor=scene.ems, convention=scene.alpha.convention, title="Durée", reasons="Un an de moins"
        )
        amendments.change_duration(actor=scene.ems, amendment=change, new_last_year=2022, new_text="Jusqu’en 2022.")
        amendments.decide_amendment(
            actor=scene.ems, amendment=change, decided_on=clock.today(), decision_reference="Comité", acknowledged=True
        )
        amendments.send_amendment(actor=scene.ems, amendment=change)
        amendments.sign_amendment(actor=scene.ems, amendment=change, partner_signed_on=clock.today())
        amendments.receive_amendment(
            actor=scene.ems, amendment=change, received_on=clock.today(), signed_copy=ContentFile(b"%PDF")
        )
    with clock.on_day(date(2023, 1, 1)):
        assert services.apply_due_expiries() == 1
    row.refresh_from_db()
    assert (state_of(scene), row.state) == (ConventionState.ECHUE, TerminationState.ABANDONNEE)
    assert "avenant" in row.abandon_reason


def test_pass_do_not_come_back_before_the_termination_is_opened(scene: Scene) -> None:
    row = of_right(scene, date(2023, 3, 1), date(2023, 4, 30))
    for day in ("2020-01-01", "2023-02-28"):
        answer = signed_in(scene.alpha.referent).post(
            reverse("portal:termination", args=[row.public_id]),
            {"action": "restitution", "returned_on": day, "booklets": "3"},
        )
        assert answer.status_code == 422
        assert "depuis le" in answer.content.decode()


def test_a_letter_corrected_as_not_presented_starts_no_notice(scene: Scene) -> None:
    with clock.on_day(date(2023, 1, 3)):
        row = services.open_termination(
            actor=scene.ems, convention=scene.alpha.convention, cause=Cause.MANQUEMENT, reason="Aucun livrable"
        )
        letter = {"actor": scene.ems, "termination": row, "number": "1A 1", "sent_on": date(2023, 1, 2)}
        services.record_letter(**letter, presented_on=date(2023, 1, 3))
        notice = Obligation.objects.get(rule="OB-16", occurrence=f"resiliation/{row.public_id}")
        assert notice.due_on == date(2023, 4, 3)
        services.record_letter(**letter)
    notice.refresh_from_db()
    assert (notice.due_on, "pas encore présentée" in notice.anchor) == (None, True)


def test_the_committee_gives_no_opinion_before_the_convention_is_in_force(scene: Scene) -> None:
    row = services.open_renewal(actor=scene.ems, convention=scene.alpha.convention, context="Le contexte")
    with pytest.raises(InvalidInput, match="en vigueur que depuis"):
        services.record_opinion(actor=scene.ems, renewal=row, opinion="favorable", opinion_on=date(2021, 7, 11))


def test_a_renewal_given_up_is_taken_up_again_and_a_live_one_is_not(scene: Scene) -> None:
    convention = scene.alpha.convention
    row = services.open_renewal(actor=scene.ems, convention=convention, context="Le contexte")
    with pytest.raises(WrongState, match="En préparation"):
        services.open_renewal(actor=scene.ems, convention=convention, context="Deux fois")
    services.abandon_renewal(actor=scene.ems, renewal=row, reason="Erreur de saisie")
    client = signed_in(scene.ems)
    url = reverse("backoffice:endings_act", args=[convention.public_id, "renouvellement"])
    assert client.get(url).status_code == 200
    assert client.post(url, {"context": "Le contexte a changé"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.context) == (RenewalState.PREPAREE, "Le contexte a changé")


def test_the_next_convention_does_not_leave_with_the_end_of_the_former_one_in_its_text(scene: Scene) -> None:
    old = scene.alpha.convention
    old.articles.filter(number=2).update(text="La présente convention court jusqu’au 31\u00a0décembre 2023.")
    renewal = services.open_renewal(actor=scene.ems, convention=old, context="Le contexte")
    fresh = services.prepare_next_convention(actor=scene.ems, renewal=renewal, reference="PN-SUITE")
    page = signed_in(scene.ems).get(reverse("backoffice:convention", args=[fresh.public_id])).content.decode()
    assert "il dit « 31 décembre 2023 »" in page.replace("\u00a0", " ").replace("\u202f", " ")
    fresh.articles.filter(number=2).update(text="Elle court jusqu’au 31 décembre 2026.")
    page = signed_in(scene.ems).get(reverse("backoffice:convention", args=[fresh.public_id])).content.decode()
    assert "Article 2 : il dit" not in page.replace("\u00a0", " ").replace("\u202f", " ")


def delegated(scene: Scene) -> User:
    """The reader of the structure, who holds a delegation to validate the deliverables (art. 6)."""
    Delegation.objects.create(
        partner=scene.alpha.partner,
        delegator=scene.alpha.president,
        delegate=scene.alpha.lecteur,
        act_reference="Arrêté nᵒ 7",
        published_on=date(2021, 7, 1),
        starts_on=date(2021, 7, 1),
    )
    return scene.alpha.lecteur


def test_a_delegation_to_validate_deliverables_ends_no_convention(scene: Scene) -> None:
    actor, convention = delegated(scene), scene.alpha.convention
    with pytest.raises(NotAllowed, match=r"art\. 6"):
        services.open_termination(actor=actor, convention=convention, cause=Cause.FORCE_MAJEURE, reason="Incendie")
    with pytest.raises(NotAllowed):
        services.open_dispute(actor=actor, convention=convention, subject="Les dates")
    row = services.write_conclusions(
        actor=scene.ems, convention=convention, conclusions="Le besoin demeure", revision=0
    )
    with pytest.raises(NotAllowed):
        services.agree_on_evaluation(actor=actor, evaluation=row, revision=1)
    client = signed_in(actor)
    page = client.get(reverse("portal:endings"))
    assert page.status_code == 200
    assert 'name="kind"' not in page.content.decode()
    values = {"kind": "resiliation", "cause": "force_majeure", "reason": "Incendie"}
    assert client.post(reverse("portal:endings"), values).status_code == 404
    assert not Termination.objects.exists()


def test_a_delegation_to_validate_deliverables_gives_ems_no_more_time(scene: Scene) -> None:
    row = Obligation.objects.get(convention=scene.alpha.convention, rule="OB-06", occurrence="2023")
    url = reverse("portal:obligation_tolerate", args=[row.public_id])
    values = {"until": "2024-01-31", "reason": "Agenda"}
    assert signed_in(delegated(scene)).post(url, values).status_code == 403
    assert signed_in(scene.alpha.president).post(url, values).status_code == 302

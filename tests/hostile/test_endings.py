"""Ends of conventions pushed beyond article 12: odd days, acts out of their path, twice, words that break a letter."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from passnum.conventions.enums import ConventionState
from passnum.conventions.models import Convention, Obligation
from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.endings import services
from passnum.endings.documents import letters_of
from passnum.endings.enums import Cause
from passnum.endings.models import Termination
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db

OPENED = date(2022, 11, 2)


def opened(scene: Scene, cause: Cause, on: date = OPENED) -> Termination:
    with clock.on_day(on):
        return services.open_termination(
            actor=scene.ems, convention=scene.alpha.convention, cause=cause, reason="Motif écrit"
        )


def notified(scene: Scene) -> Termination:
    row = opened(scene, Cause.MANQUEMENT)
    with clock.on_day(date(2022, 12, 6)):
        return services.record_letter(
            actor=scene.ems,
            termination=row,
            number="1A 1",
            sent_on=date(2022, 11, 25),
            presented_on=date(2022, 11, 28),
        )


@pytest.mark.parametrize("cause", list(Cause))
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1999-12-31"])
def test_a_last_day_out_of_the_scheme_opens_nothing(scene: Scene, cause: Cause, day: str) -> None:
    public_id = scene.alpha.convention.public_id
    values = {"cause": cause, "reason": "Motif", "wished_on": day}
    for who, url, more in (
        (scene.ems, reverse("backoffice:endings_act", args=[public_id, "resiliation"]), {}),
        (scene.alpha.president, reverse("portal:endings"), {"kind": "resiliation"}),
    ):
        assert signed_in(who).post(url, values | more).status_code == 422
    assert not Termination.objects.exists()


@pytest.mark.parametrize("cause", [Cause.FORCE_MAJEURE, Cause.IMPOSSIBILITE])
def test_of_right_there_is_no_special_committee_and_no_notice(scene: Scene, cause: Cause) -> None:
    row = opened(scene, cause)
    client = signed_in(scene.ems)
    committee = reverse("backoffice:termination_act", args=[row.public_id, "convoquer"])
    assert client.post(committee, {}).status_code == 409
    letter = {"number": "1A", "sent_on": "2022-11-25", "presented_on": "2022-11-28"}
    assert client.post(reverse("backoffice:termination_act", args=[row.public_id, "lettre"]), letter).status_code == 302
    assert not Obligation.objects.filter(rule__in=["OB-16", "OB-17"]).exists()


@pytest.mark.parametrize("day", ["0001-01-01", "1999-01-01", "2020-01-01"])
def test_a_letter_of_before_the_convention_is_refused(scene: Scene, day: str) -> None:
    row = opened(scene, Cause.MANQUEMENT)
    answer = signed_in(scene.ems).post(
        reverse("backoffice:termination_act", args=[row.public_id, "lettre"]),
        {"number": "1A", "sent_on": day, "presented_on": day},
    )
    assert answer.status_code == 422


def test_a_termination_is_never_decided_for_a_day_that_has_passed(scene: Scene) -> None:
    row = notified(scene)
    for day in (date(2023, 3, 1), date(2022, 10, 1)):
        with clock.on_day(date(2023, 6, 1)), pytest.raises(InvalidInput):
            services.decide_termination(
                actor=scene.ems, termination=row, effect_on=day, decision="Fin", departure_reason="Gravité"
            )


def test_a_letter_older_than_the_path_gives_no_error_of_the_database(scene: Scene) -> None:
    row = opened(scene, Cause.MANQUEMENT, on=date(2023, 6, 1))
    with clock.on_day(date(2023, 6, 1)):
        row = services.record_letter(
            actor=scene.ems, termination=row, number="1A", sent_on=date(2022, 11, 1), presented_on=date(2022, 11, 3)
        )
        with pytest.raises(InvalidInput):
            services.decide_termination(
                actor=scene.ems,
                termination=row,
                effect_on=date(2023, 3, 1),
                decision="Fin",
                departure_reason="Gravité",
            )


def test_the_party_in_breach_does_not_write_the_other_ones_letter(scene: Scene) -> None:
    row = notified(scene)
    with clock.on_day(date(2023, 1, 6)), pytest.raises(NotAllowed):
        services.record_letter(
            actor=scene.alpha.president,
            termination=row,
            number="faux",
            sent_on=date(2023, 1, 5),
            presented_on=date(2023, 1, 6),
        )


def test_a_restitution_is_recorded_once(scene: Scene) -> None:
    row = opened(scene, Cause.FORCE_MAJEURE)
    with clock.on_day(OPENED):
        services.decide_termination(actor=scene.ems, termination=row, effect_on=OPENED, decision="Constat")
    with clock.on_day(date(2022, 12, 1)):
        services.record_restitution(actor=scene.ems, termination=row, returned_on=date(2022, 12, 1), booklets=12)
        with pytest.raises(WrongState):
            services.record_restitution(
                actor=scene.alpha.referent, termination=row, returned_on=date(2022, 12, 1), booklets=0
            )
    row.refresh_from_db()
    assert row.returned_booklets == 12


WORDS = [
    "a\x01\x0bb",
    "Émoji 🙂 et ☎️ variation",
    '#import "x" $ \\ [ ] { } @ref',
    "mot" * 2000,
    "\u202eà l’envers",
    "العربية ไทย 中文",
    "si < 5 et > 3 alors",
]


@pytest.mark.parametrize("words", WORDS)
def test_odd_words_still_make_a_letter(scene: Scene, words: str) -> None:
    for cause, on in ((Cause.MANQUEMENT, OPENED), (Cause.FORCE_MAJEURE, OPENED)):
        Termination.objects.all().delete()
        with clock.on_day(on):
            row = services.open_termination(
                actor=scene.ems, convention=scene.alpha.convention, cause=cause, reason=words
            )
        client = signed_in(scene.ems)
        for key in letters_of(row):
            answer = client.get(reverse("backoffice:termination_letter", args=[row.public_id, key]))
            assert answer.status_code == 200
            assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("words", WORDS)
def test_odd_words_still_conclude_an_evaluation(scene: Scene, words: str) -> None:
    row = services.write_conclusions(actor=scene.ems, convention=scene.alpha.convention, conclusions=words, revision=0)
    services.agree_on_evaluation(actor=scene.ems, evaluation=row, revision=1)
    row = services.agree_on_evaluation(actor=scene.alpha.president, evaluation=row, revision=1)
    assert row.sha256


@pytest.mark.parametrize("reference", ['a"b', "a\r\nX-Intrus: 1", "été"])
def test_an_odd_reference_names_a_letter_without_harm(scene: Scene, reference: str) -> None:
    row = opened(scene, Cause.MANQUEMENT)
    Convention.objects.filter(pk=row.convention_id).update(reference=reference)
    answer = signed_in(scene.ems).get(reverse("backoffice:termination_letter", args=[row.public_id, "manquement"]))
    assert answer.status_code == 200
    assert "X-Intrus" not in answer.headers


def test_the_next_convention_takes_up_every_article(scene: Scene) -> None:
    old = scene.alpha.convention
    old.articles.create(number=14, part=4, title="Un article de plus", text="Son texte")
    renewal = services.open_renewal(actor=scene.ems, convention=old, context="Le contexte")
    fresh = services.prepare_next_convention(actor=scene.ems, renewal=renewal, reference="PN-SUITE")
    assert fresh.articles.get(number=14).text == "Son texte"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_odd_days_of_a_renewal_are_refused(scene: Scene, day: str) -> None:
    renewal = services.open_renewal(actor=scene.ems, convention=scene.alpha.convention, context="Le contexte")
    client = signed_in(scene.ems)
    url = reverse("backoffice:renewal_act", args=[renewal.public_id, "avis"])
    assert client.post(url, {"opinion": "favorable", "opinion_on": day}).status_code == 422
    services.record_opinion(actor=scene.ems, renewal=renewal, opinion="favorable", opinion_on=date(2023, 9, 1))
    url = reverse("backoffice:renewal_act", args=[renewal.public_id, "proposer"])
    assert client.post(url, {"proposed_on": "2023-09-10", "council_on": day}).status_code == 422


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_odd_days_of_a_dispute_are_refused(scene: Scene, day: str) -> None:
    row = services.open_dispute(actor=scene.ems, convention=scene.alpha.convention, subject="Les dates")
    client = signed_in(scene.ems)
    step = {"way": "reunion", "happened_on": day, "text": "Rien"}
    assert client.post(reverse("backoffice:dispute_act", args=[row.public_id, "demarche"]), step).status_code == 422
    services.add_amicable_step(
        actor=scene.ems, dispute=row, way="reunion", happened_on=clock.today(), text="Sans accord"
    )
    url = reverse("backoffice:dispute_act", args=[row.public_id, "tribunal"])
    assert client.post(url, {"referred_on": day}).status_code == 422


def test_due_terminations_pass_over_a_convention_that_ended_otherwise(scene: Scene) -> None:
    row = opened(scene, Cause.FORCE_MAJEURE)
    with clock.on_day(OPENED):
        services.decide_termination(actor=scene.ems, termination=row, effect_on=date(2023, 12, 31), decision="Constat")
    Convention.objects.filter(pk=row.convention_id).update(state=ConventionState.ECHUE)
    with clock.on_day(date(2024, 1, 1)):
        assert services.apply_due_terminations() == 0

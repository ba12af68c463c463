"""Amendments out of time or out of the text: before the convention, after its end, shortening the past, article 2."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from passnum.conventions import services as conventions
from passnum.conventions.consolidation import consolidated
from passnum.conventions.enums import AmendmentState, ChangeKind
from passnum.conventions.models import Amendment
from passnum.conventions.services import amendments
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.endings import services as endings
from passnum.endings.enums import Cause
from tests.scene import Scene, administrator, signed_in

pytestmark = pytest.mark.django_db


def prepared(scene: Scene) -> Amendment:
    row = amendments.prepare_amendment(
        actor=scene.ems, convention=scene.alpha.convention, title="Durée", reasons="Un an de plus"
    )
    return amendments.change_duration(actor=scene.ems, amendment=row, new_last_year=2024, new_text="Jusqu’en 2024.")


@pytest.mark.parametrize("day", [date(1, 1, 1), date(2021, 7, 11)])
def test_no_amendment_is_decided_before_its_convention_is_in_force(scene: Scene, day: date) -> None:
    with pytest.raises(InvalidInput, match="en vigueur que depuis"):
        amendments.decide_amendment(
            actor=scene.ems, amendment=prepared(scene), decided_on=day, decision_reference="x", acknowledged=True
        )


def test_the_objectives_of_article_3_are_refused_however_they_are_touched(scene: Scene) -> None:
    row = prepared(scene)
    for kind in ChangeKind:
        with pytest.raises(InvalidInput, match="article 3"):
            amendments.change_article_by_amendment(
                actor=scene.ems, amendment=row, article=3, kind=kind, new_text="Autres objectifs"
            )


def test_a_convention_past_its_last_day_is_not_extended_even_before_its_end_is_recorded(scene: Scene) -> None:
    with clock.on_day(date(2024, 1, 1)), pytest.raises(WrongState, match="échue"):
        prepared(scene)


def test_an_extension_that_nobody_has_applied_yet_keeps_the_convention_from_expiring(scene: Scene) -> None:
    row = prepared(scene)
    amendments.decide_amendment(
        actor=scene.ems, amendment=row, decided_on=date(2023, 9, 18), decision_reference="Comité", acknowledged=True
    )
    amendments.send_amendment(actor=scene.ems, amendment=row)
    amendments.sign_amendment(actor=scene.ems, amendment=row, partner_signed_on=date(2023, 9, 18))
    amendments.receive_amendment(
        actor=scene.ems,
        amendment=row,
        received_on=date(2023, 9, 18),
        signed_copy=ContentFile(b"%PDF-1.4 avenant"),
        effective_on=date(2023, 12, 31),
    )
    with clock.on_day(date(2024, 1, 1)), pytest.raises(WrongState, match="31/12/2024"):
        conventions.record_expiry(actor=scene.ems, convention=scene.alpha.convention)


def signed(scene: Scene, row: Amendment) -> Amendment:
    """Decided, sent and signed on the day in hand."""
    day = clock.today()
    amendments.decide_amendment(
        actor=scene.ems, amendment=row, decided_on=day, decision_reference="Comité", acknowledged=True
    )
    amendments.send_amendment(actor=scene.ems, amendment=row)
    return amendments.sign_amendment(actor=scene.ems, amendment=row, partner_signed_on=day)


def received(scene: Scene, row: Amendment, on: date, effective_on: date | None = None) -> Amendment:
    copy = ContentFile(b"%PDF-1.4 avenant")
    return amendments.receive_amendment(
        actor=scene.ems, amendment=row, received_on=on, signed_copy=copy, effective_on=effective_on
    )


def on_article(scene: Scene, article: int, text: str, kind: ChangeKind = ChangeKind.MODIFIE) -> Amendment:
    row = amendments.prepare_amendment(
        actor=scene.ems, convention=scene.alpha.convention, title="Un article", reasons="À revoir"
    )
    amendments.change_article_by_amendment(actor=scene.ems, amendment=row, article=article, kind=kind, new_text=text)
    return row


def test_a_convention_is_not_shortened_into_the_past(scene: Scene) -> None:
    with clock.on_day(date(2022, 11, 2)):
        row = amendments.prepare_amendment(
            actor=scene.ems, convention=scene.alpha.convention, title="Durée", reasons="Un an de moins"
        )
        amendments.change_duration(actor=scene.ems, amendment=row, new_last_year=2022, new_text="Jusqu’en 2022.")
        signed(scene, row)
    with clock.on_day(date(2023, 2, 1)), pytest.raises(InvalidInput, match="31 décembre 2022"):
        received(scene, row, date(2023, 2, 1))
    with clock.on_day(date(2022, 12, 1)), pytest.raises(InvalidInput, match="31 décembre 2022"):
        received(scene, row, date(2022, 12, 1), effective_on=date(2023, 1, 1))


def test_an_amendment_entered_after_the_end_extends_nothing_whatever_day_it_is_given(scene: Scene) -> None:
    row = signed(scene, prepared(scene))
    with clock.on_day(date(2024, 1, 1)), pytest.raises(WrongState, match="a pris fin"):
        received(scene, row, date(2023, 12, 30))


def test_article_2_is_not_removed_and_names_no_other_end_than_the_convention(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="ne se supprime pas"):
        on_article(scene, 2, "", ChangeKind.SUPPRIME)
    for text in ("Elle court jusqu’au 31 décembre 2030.", "Jusqu’au 31/12/2030.", "Au 31\u00a0decembre\u202f2030"):
        with pytest.raises(InvalidInput, match="Changer la durée"):
            on_article(scene, 2, text)
    assert on_article(scene, 2, "Du 12 juillet 2021 au 31 décembre 2023, signée par les deux parties.").pk
    row = prepared(scene)
    with pytest.raises(InvalidInput, match="31 décembre 2024"):
        amendments.change_article_by_amendment(
            actor=scene.ems, amendment=row, article=2, kind=ChangeKind.MODIFIE, new_text="Au 31 décembre 2029."
        )


@pytest.mark.parametrize("day", [date(1, 1, 1), date(2021, 7, 12), date(2023, 9, 17)])
def test_neither_party_signs_an_amendment_before_its_decision(scene: Scene, day: date) -> None:
    row = prepared(scene)
    today = clock.today()
    amendments.decide_amendment(
        actor=scene.ems, amendment=row, decided_on=today, decision_reference="Comité", acknowledged=True
    )
    amendments.send_amendment(actor=scene.ems, amendment=row)
    for partner, ems in ((today, day), (day, today)):
        with pytest.raises(InvalidInput, match="après sa décision"):
            amendments.sign_amendment(actor=scene.ems, amendment=row, partner_signed_on=partner, ems_signed_on=ems)


def test_an_amendment_takes_no_effect_on_a_convention_that_ended_before(scene: Scene) -> None:
    with clock.on_day(date(2023, 2, 1)):
        row = signed(scene, on_article(scene, 9, "Le logo suffit."))
        received(scene, row, date(2023, 2, 1), effective_on=date(2023, 10, 1))
        with pytest.raises(WrongState, match="prend effet à sa date"):
            amendments.abandon_amendment(actor=scene.ems, amendment=row, reason="Non")
        path = endings.open_termination(
            actor=scene.ems, convention=scene.alpha.convention, cause=Cause.FORCE_MAJEURE, reason="Incendie"
        )
        endings.decide_termination(
            actor=scene.ems, termination=path, effect_on=date(2023, 4, 30), decision="Constat de l’incendie"
        )
    with clock.on_day(date(2023, 10, 2)):
        endings.apply_due_terminations()
        assert amendments.apply_due_amendments() == 0
    row.refresh_from_db()
    assert row.state == AmendmentState.ABANDONNE
    assert "30 avril 2023" in row.abandon_reason
    texts = [article.text for article in consolidated(scene.alpha.convention, date(2023, 12, 31))]
    assert "Le logo suffit." not in texts


def test_the_text_of_an_amendment_keeps_no_character_that_turns_its_words_round(scene: Scene) -> None:
    row = on_article(scene, 9, "Le logo\u202e suffit\u2066 ici\x07.")
    assert row.changes.get().new_text == "Le logo suffit ici."


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def test_two_people_writing_the_same_amendment_overwrite_nothing(scene: Scene) -> None:
    row = on_article(scene, 9, "Le logo suffit.")
    first, second = signed_in(scene.ems), signed_in(administrator("ems2"))
    urls = {slug: reverse("backoffice:amendment_act", args=[row.public_id, slug]) for slug in ("article", "decider")}
    seen = hidden(second.get(urls["article"]).content.decode(), "seen")
    written = {"article": "9", "kind": "modifie", "new_text": "Le logo et le sigle."}
    assert first.post(urls["article"], written | {"seen": seen}).status_code == 302
    late = second.post(urls["article"], written | {"new_text": "Rien de tout cela.", "seen": seen})
    assert late.status_code == 409
    assert "Rien de tout cela." in late.content.decode()
    decision = {"decided_on": "2023-09-18", "decision_reference": "Comité", "seen": seen}
    assert second.post(urls["decider"], decision).status_code == 409
    assert row.changes.get().new_text == "Le logo et le sigle."


def test_two_people_writing_on_data_protection_overwrite_nothing(scene: Scene) -> None:
    first, second = signed_in(scene.ems), signed_in(administrator("ems2"))
    url = reverse("backoffice:record_act", args=[scene.alpha.convention.public_id, "donnees"])
    seen = hidden(second.get(url).content.decode(), "seen")
    values = {"controller": "conjointe", "arrangement": "Accord du 3 mai", "seen": seen}
    assert first.post(url, values).status_code == 302
    assert second.post(url, values | {"arrangement": "Autre accord"}).status_code == 409
    scene.alpha.convention.refresh_from_db()
    assert scene.alpha.convention.data_arrangement == "Accord du 3 mai"

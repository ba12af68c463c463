"""The meeting on screen: noted and written by EMS, read and validated by the members (art. 7)."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from passnum.committee.minutes_states import DecisionKind, MinutesState
from passnum.committee.models import CommitteeMeeting, Decision, Minutes, PaperPack
from passnum.committee.services.decisions import take_decision
from passnum.committee.services.papers import freeze_pack
from passnum.committee.services.sitting import seated_at
from passnum.conventions.models import Amendment
from passnum.core import clock
from passnum.core.models import JournalEntry
from passnum.quotas.services import QuotaValues, set_quota
from tests.committee.sittings import AFTER, noted, seated, submitted, written
from tests.scene import Scene, administrator, signed_in

pytestmark = pytest.mark.django_db


def page(name: str, row: object, *more: str) -> str:
    return reverse(name, args=[row.public_id, *more])  # type: ignore[attr-defined]


def typed(meeting: CommitteeMeeting, revision: object = 0, **changes: str) -> dict[str, str]:
    values = {f"presence_{member.pk}": "present" for member in seated_at(meeting)}
    values |= {f"reached_{number}": "atteint" for number in (1, 2, 3)}
    return values | {"revision": str(revision), "assessment_1": "Ateliers pleins", "continuing": "poursuivre"} | changes


def act(client: Client, meeting: CommitteeMeeting, slug: str, data: dict[str, str] | None = None) -> int:
    return client.post(page("backoffice:committee_act", meeting, slug), data or {}).status_code


def test_ems_leads_a_meeting_from_its_notes_to_sealed_minutes(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    ems = signed_in(scene.ems)
    with clock.on_day(AFTER):
        assert ems.post(page("backoffice:committee_sitting", meeting), typed(meeting)).status_code == 302
        for slug in ("tenir", "rediger"):
            assert act(ems, meeting, slug) == 302
        row = Minutes.objects.get()
        assert "Ateliers pleins" in ems.get(page("backoffice:committee", meeting)).content.decode()
        assert act(ems, meeting, "texte", {"revision": "0", "text": "# Bilan\n\nTout va bien"}) == 302
        assert act(ems, meeting, "soumettre") == 302
        assert act(ems, meeting, "avis", {"answer": "valide"}) == 302
        for person in (scene.alpha.president, scene.alpha.referent):
            assert signed_in(person).post(page("portal:minutes", row), {"answer": "valide"}).status_code == 302
        row.refresh_from_db()
        assert row.state == MinutesState.VALIDE
        answer = signed_in(scene.alpha.lecteur).get(page("portal:minutes_file", row))
        assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


def test_a_stale_sitting_keeps_what_was_typed_on_the_page(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        noted(scene, meeting)
        answer = signed_in(scene.ems).post(
            page("backoffice:committee_sitting", meeting), typed(meeting, assessment_1="Mot rare et long")
        )
    assert answer.status_code == 409
    assert "Mot rare et long" in answer.content.decode()


def test_a_refusal_without_reason_is_told_on_the_form(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        row = submitted(scene, meeting)
        answer = signed_in(scene.alpha.president).post(page("portal:minutes", row), {"answer": "refuse"})
    assert answer.status_code == 422
    assert "motif" in answer.content.decode()


def test_the_partner_does_not_see_minutes_being_written(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        row = written(scene, meeting)
        assert signed_in(scene.alpha.president).get(page("portal:minutes", row)).status_code == 404


def test_a_reader_has_no_form_and_no_voice(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        row = submitted(scene, meeting)
        client = signed_in(scene.alpha.lecteur)
        assert "Enregistrer mon avis" not in client.get(page("portal:minutes", row)).content.decode()
        assert client.post(page("portal:minutes", row), {"answer": "valide"}).status_code == 403


def test_a_decision_becomes_an_amendment_linked_to_it(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        decision = take_decision(actor=scene.ems, meeting=meeting, kind=DecisionKind.AVENANT, text="Prolonger")
        assert act(signed_in(scene.ems), meeting, "traiter", {"decision": str(decision.pk)}) == 302
        amendment = Amendment.objects.get()
        assert amendment.decision == decision.public_id
        assert Decision.objects.get().target_public_id == amendment.public_id
        assert page("backoffice:amendment", amendment) in (
            signed_in(scene.ems).get(page("backoffice:committee", meeting)).content.decode()
        )


@pytest.mark.parametrize(
    ("kind", "data", "status"),
    [
        (DecisionKind.RENOUVELLEMENT, {}, 302),
        (DecisionKind.RESILIATION, {}, 422),
        (DecisionKind.RESILIATION, {"cause": "manquement"}, 302),
        (DecisionKind.QUOTA, {"year": "2023", "booklets": "10"}, 422),
        (DecisionKind.QUOTA, {}, 422),
        (DecisionKind.AUTRE, {}, 422),
        (DecisionKind.AUTRE, {"words": "Visite faite"}, 302),
    ],
)
def test_what_a_decision_becomes_is_told_or_refused(
    scene: Scene, kind: DecisionKind, data: dict[str, str], status: int
) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        decision = take_decision(actor=scene.ems, meeting=meeting, kind=kind, text="Décision prise")
        assert act(signed_in(scene.ems), meeting, "traiter", {"decision": str(decision.pk), **data}) == status
    assert Decision.objects.to_do().exists() is (status == 422)


def test_a_quota_revised_in_the_name_of_a_decision_deals_with_it(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        decision = take_decision(actor=scene.ems, meeting=meeting, kind=DecisionKind.QUOTA, text="Porter à 120")
        values = QuotaValues(scene.alpha.convention, AFTER.year, 100, "personnes", 900, "Rapport")
        row = set_quota(actor=scene.ems, values=values)
        revision = {"booklets": "120", "reason": "Rythme", "decided_on": f"{AFTER:%d/%m/%Y}", "seen": "100"}
        revision["decision"] = str(decision.public_id)
        client, address = signed_in(scene.ems), page("backoffice:quota_act", row, "reviser")
        assert client.post(address, revision).status_code == 302
        assert Decision.objects.get().settled_words == f"Quota {AFTER.year} révisé : 120\xa0carnets."
        assert not Decision.objects.to_do().exists()
        # Named a second time, for another change: what was said of it stays.
        assert client.post(address, revision | {"booklets": "110", "seen": "120"}).status_code == 302
    assert "120" in Decision.objects.get().settled_words


@pytest.mark.parametrize(
    "data",
    [
        {"revision": "²"},
        {"revision": "-1"},
        {"revision": "9" * 30},
        {"reached_1": "\0"},
        {"assessment_1": "x" * 20_000},
        {"continuing": "peut-être"},
    ],
)
def test_odd_notes_are_refused_without_an_error_of_the_server(scene: Scene, data: dict[str, str]) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        answer = signed_in(scene.ems).post(page("backoffice:committee_sitting", meeting), typed(meeting, **data))
    assert answer.status_code == 422


def test_the_members_download_the_frozen_papers(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    pack: PaperPack = freeze_pack(actor=scene.ems, meeting=meeting)
    client = signed_in(scene.alpha.lecteur)
    assert client.get(page("portal:committee_pack", pack, "json")).content.decode() == pack.content
    assert client.get(page("portal:committee_pack", pack, "exe")).status_code == 404
    assert pack.content_sha256[:12] in client.get(page("portal:committee", meeting)).content.decode()


def by_itself(client: Client, url: str, data: dict[str, str]) -> HttpResponse:
    """What `autosave.js` sends."""
    return client.post(url, data, headers={"X-Requested-With": "autosave"})


def test_the_sitting_saves_itself_and_the_button_goes_on_from_there(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    url = page("backoffice:committee_sitting", meeting)
    client = signed_in(scene.ems)
    with clock.on_day(AFTER):
        answer = by_itself(client, url, typed(meeting, assessment_1="Mot rare"))
        assert answer.json()["revision"] == 1
        assert "Mot rare" in client.get(url).content.decode()
        assert client.post(url, typed(meeting, 1, assessment_1="Mot gardé")).status_code == 302
    assert meeting.sitting.reviews.get(objective=1).assessment == "Mot gardé"


def test_two_people_who_note_at_once_are_told_and_nothing_is_overwritten(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    url = page("backoffice:committee_sitting", meeting)
    with clock.on_day(AFTER):
        by_itself(signed_in(scene.ems), url, typed(meeting, assessment_1="Première"))
        late = by_itself(signed_in(administrator("autre")), url, typed(meeting, assessment_1="Seconde"))
    assert late.status_code == 409
    assert "Claude Ems" in late.json()["message"]
    assert meeting.sitting.reviews.get(objective=1).assessment == "Première"


def test_a_half_typed_sitting_says_what_keeps_it_from_being_saved(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    member = seated_at(meeting)[0]
    with clock.on_day(AFTER):
        data = typed(meeting, **{f"presence_{member.pk}": "represente"})
        answer = by_itself(signed_in(scene.ems), page("backoffice:committee_sitting", meeting), data)
    assert answer.status_code == 422
    assert member.name in answer.json()["message"]


def test_notes_saved_by_themselves_are_no_acts_of_the_journal(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        by_itself(signed_in(scene.ems), page("backoffice:committee_sitting", meeting), typed(meeting))
    assert not JournalEntry.objects.filter(act="noter la séance").exists()


def test_the_words_of_the_minutes_save_themselves(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        row = written(scene, meeting)
        url = page("backoffice:committee_act", meeting, "texte")
        client = signed_in(scene.ems)
        assert by_itself(client, url, {"revision": "0", "text": "Un texte"}).json()["revision"] == 1
        assert by_itself(client, url, {"revision": "0", "text": "Un autre"}).status_code == 409
    row.refresh_from_db()
    assert row.text == "Un texte"


def test_only_forms_that_save_themselves_answer_the_autosave(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        url = page("backoffice:committee_act", meeting, "tenir")
        assert by_itself(signed_in(scene.ems), url, {}).status_code == 404
        assert by_itself(signed_in(scene.alpha.referent), url, {}).status_code in {302, 403}
    meeting.refresh_from_db()
    assert meeting.state == "fixe"

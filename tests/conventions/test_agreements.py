"""A day agreed on together: proposed by one party, accepted by the other; the legal date stays written."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from passnum.conventions import services
from passnum.conventions.enums import ObligationStatus as Status
from passnum.conventions.enums import ProposalAnswer
from passnum.conventions.models import DayProposal, Obligation
from passnum.conventions.register import RULES
from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.journal import verify_all
from passnum.deliverables import services as deliverables
from passnum.oversight.duties import duties_for_ems, duties_of_partner
from passnum.oversight.findings import findings_of
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db
MOVED_ON, COMMITTEE, AGREED = date(2023, 9, 18), date(2023, 10, 10), date(2023, 10, 6)


def of(scene: Scene, rule: str, occurrence: str = "2023") -> Obligation:
    return Obligation.objects.get(convention=scene.alpha.convention, rule=rule, occurrence=occurrence)


@pytest.fixture
def moved(scene: Scene) -> Obligation:
    """The committee has been moved from 30 November to 10 October: the new due date is already past."""
    deliverables.set_committee_date(actor=scene.ems, period=scene.period(scene.alpha), committee_on=COMMITTEE)
    return of(scene, "OB-08")


def proposed(scene: Scene, row: Obligation, day: date = AGREED) -> DayProposal:
    return services.propose_day(actor=scene.ems, obligation=row, day=day, reason="Quatre jours avant le comité")


def test_a_day_proposed_changes_nothing_until_the_other_party_accepts(scene: Scene, moved: Obligation) -> None:
    proposal = proposed(scene, moved)
    row = of(scene, "OB-08")
    assert (row.due_on, row.awaits_agreement, row.legal_on) == (date(2023, 10, 30), True, date(2023, 9, 10))
    with pytest.raises(WrongState, match="l’autre partie"):
        services.accept_day(actor=scene.ems, proposal=proposal)


def test_accepted_by_the_other_party_it_is_the_date_and_the_legal_one_stays(scene: Scene, moved: Obligation) -> None:
    accepted = deliverables.accept_agreed_day(actor=scene.alpha.president, proposal=proposed(scene, moved))
    row = of(scene, "OB-08")
    assert (row.due_on, row.legal_on, row.awaits_agreement) == (AGREED, date(2023, 9, 10), False)
    assert "10/09/2023 selon le texte" in row.explanation
    assert accepted.proposed_at is not None
    assert accepted.answered_at is not None
    last = row.dates.last()
    assert last is not None
    assert "Proposé par" in last.reason
    assert "accepté par" in last.reason
    assert row.status(AGREED) == Status.OUVERTE
    assert row.status(date(2023, 10, 7)) == Status.EN_RETARD
    assert not [found for _, found in verify_all() if found]


def test_what_the_same_papers_owe_is_dated_with_it_and_the_campaign_too(scene: Scene, moved: Obligation) -> None:
    deliverables.accept_agreed_day(actor=scene.alpha.referent, proposal=proposed(scene, moved))
    assert {of(scene, "OB-09").due_on, of(scene, "OB-04", "2022").due_on} == {AGREED}
    period = scene.period(scene.alpha)
    assert period.due_on == AGREED
    assert "convenu par les deux parties" in period.due_explanation
    assert not [
        f for f in findings_of(scene.alpha.convention, MOVED_ON) if f.code == "date-a-convenir" and "OB-08" in f.title
    ]
    assert scene.period(scene.beta).due_on == date(2023, 10, 30)


def test_a_day_past_or_on_the_committee_is_refused(scene: Scene, moved: Obligation) -> None:
    for day, words in ((date(2023, 9, 17), "passée"), (COMMITTEE, "Le comité se tient"), (date(2023, 11, 2), "comité")):
        with pytest.raises(InvalidInput, match=words):
            proposed(scene, moved, day)
    with pytest.raises(InvalidInput):
        services.propose_day(actor=scene.ems, obligation=moved, day=AGREED, reason=" ")


def test_one_day_at_a_time(scene: Scene, moved: Obligation) -> None:
    proposal = proposed(scene, moved)
    with pytest.raises(WrongState, match="déjà proposée"):
        services.propose_day(actor=scene.alpha.referent, obligation=moved, day=AGREED, reason="Même jour")
    with pytest.raises(IntegrityError), transaction.atomic():
        DayProposal.objects.create(
            obligation=moved,
            about="date",
            day=AGREED,
            reason="x",
            side="ems",
            proposed_by=scene.ems,
            proposed_as="x",
            proposed_at=clock.now(),
        )
    services.withdraw_day(actor=scene.ems, proposal=proposal)
    again = services.propose_day(actor=scene.alpha.referent, obligation=moved, day=AGREED, reason="Notre jour")
    services.decline_day(actor=scene.ems, proposal=again, reason="Trop tard")
    with pytest.raises(WrongState, match="déjà refusée"):
        services.accept_day(actor=scene.ems, proposal=again)
    assert of(scene, "OB-08").awaits_agreement


def test_strangers_and_readers_agree_on_nothing(scene: Scene, moved: Obligation) -> None:
    proposal = proposed(scene, moved)
    for actor in (scene.beta.president, scene.alpha.lecteur, scene.alpha.intervenant, scene.communication):
        with pytest.raises(NotAllowed):
            services.accept_day(actor=actor, proposal=proposal)


def test_a_committee_moved_again_overtakes_the_proposal(scene: Scene, moved: Obligation) -> None:
    proposal = proposed(scene, moved)
    deliverables.set_committee_date(actor=scene.ems, period=scene.period(scene.alpha), committee_on=date(2023, 12, 14))
    proposal.refresh_from_db()
    assert proposal.answer == ProposalAnswer.DEPASSEE
    row = of(scene, "OB-08")
    assert (row.due_on, row.legal_on, row.awaits_agreement) == (date(2023, 11, 14), None, False)
    with pytest.raises(WrongState):
        services.accept_day(actor=scene.alpha.president, proposal=proposal)


def test_the_other_party_is_asked_and_the_finding_asks_nobody_meanwhile(scene: Scene, moved: Obligation) -> None:
    def asked(duties: list) -> list[str]:  # type: ignore[type-arg]
        return [duty.act for duty in duties if duty.public_id == moved.public_id]

    assert any(act.startswith("Convenir d’une date") for act in asked(duties_for_ems(scene.ems)))
    proposed(scene, moved)
    assert asked(duties_for_ems(scene.ems)) == []
    [act] = asked(duties_of_partner(scene.alpha.partner))
    assert act.startswith("Répondre à la date proposée")


def test_more_time_for_what_both_owe_is_agreed_on_together(scene: Scene) -> None:
    joint = of(scene, "OB-07")
    with clock.on_day(date(2023, 9, 18)):
        with pytest.raises(WrongState, match="se convient à deux"):
            services.tolerate(actor=scene.ems, obligation=joint, until=date(2023, 10, 15), reason="Agenda")
        proposal = services.propose_day(
            actor=scene.alpha.president, obligation=joint, day=date(2023, 10, 15), reason="Agenda"
        )
        services.accept_day(actor=scene.ems, proposal=proposal)
    row = of(scene, "OB-07")
    assert (row.due_on, row.legal_on) == (date(2023, 9, 30), None)
    assert row.status(date(2023, 10, 10)) == Status.TOLEREE
    assert row.tolerances.get().granted_as.startswith("les deux parties")
    assert row.status(date(2023, 10, 16)) == Status.EN_RETARD


def test_the_other_party_alone_tolerates_what_one_party_owes(scene: Scene) -> None:
    assert not RULES["OB-16"].tolerable
    assert not RULES["OB-17"].tolerable
    with clock.on_day(date(2023, 9, 18)):
        services.tolerate(actor=scene.ems, obligation=of(scene, "OB-08"), until=date(2023, 11, 6), reason="Panne")
        services.tolerate(
            actor=scene.alpha.president, obligation=of(scene, "OB-06"), until=date(2024, 1, 31), reason="Agenda"
        )
        with pytest.raises(NotAllowed):
            services.tolerate(actor=scene.ems, obligation=of(scene, "OB-06"), until=date(2024, 1, 31), reason="x y")
        with pytest.raises(WrongState, match="n’attend pas de date"):
            services.propose_day(actor=scene.ems, obligation=of(scene, "OB-08"), day=date(2023, 11, 6), reason="x y")


def test_both_parties_agree_on_screen(scene: Scene, moved: Obligation) -> None:
    ems, partner = signed_in(scene.ems), signed_in(scene.alpha.referent)
    act = reverse("backoffice:obligation_act", args=[moved.public_id, "convenir"])
    assert ems.get(act).status_code == 200
    assert ems.post(act, {"day": "2023-11-20", "reason": "Trop loin"}).status_code == 422
    assert ems.post(act, {"day": "2023-10-06", "reason": "Avant le comité"}).status_code == 302
    here = reverse("portal:obligation", args=[moved.public_id])
    assert "Accepter le vendredi 6 octobre 2023" in partner.get(here).content.decode().replace("\u00a0", " ")
    assert "Accepter le" not in signed_in(scene.alpha.lecteur).get(here).content.decode()
    proposal = DayProposal.objects.get()
    agree = reverse("portal:obligation_agree", args=[moved.public_id])
    assert partner.post(agree, {"action": "accepter", "proposal": "faux"}).status_code == 422
    assert partner.post(agree, {"action": "refuser", "proposal": proposal.public_id}).status_code == 422
    assert partner.post(agree, {"action": "accepter", "proposal": proposal.public_id}).status_code == 302
    page = ems.get(reverse("backoffice:obligation", args=[moved.public_id])).content.decode()
    assert "dimanche 10 septembre 2023" in page
    assert of(scene, "OB-08").due_on == AGREED
    assert partner.post(agree, {"action": "autre"}).status_code == 404


def test_a_proposal_of_another_obligation_is_not_answered_here(scene: Scene, moved: Obligation) -> None:
    proposal = proposed(scene, moved)
    other = reverse("portal:obligation_agree", args=[of(scene, "OB-07").public_id])
    answer = signed_in(scene.alpha.referent).post(other, {"action": "accepter", "proposal": proposal.public_id})
    assert answer.status_code == 409
    assert of(scene, "OB-08").awaits_agreement


def test_one_date_for_the_same_papers_is_asked_once(scene: Scene, moved: Obligation) -> None:
    asked = [f.title for f in findings_of(scene.alpha.convention) if f.code == "date-a-convenir"]
    assert len([title for title in asked if "livrables" in title]) == 1
    assert not [title for title in asked if "validation" in title or "rapport" in title]
    services.propose_day(actor=scene.ems, obligation=of(scene, "OB-04", "2022"), day=AGREED, reason="Même jour")
    deliverables.accept_agreed_day(actor=scene.alpha.referent, proposal=proposed(scene, moved))
    assert set(DayProposal.objects.values_list("answer", flat=True)) == {"acceptee", "depassee"}

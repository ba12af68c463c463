"""A convention lived from 2021 to 2023 by the services: two lawful committees with minutes, one late, an amendment."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from cms.backoffice.decisions_become import become
from passnum.committee import services as committee
from passnum.committee.minutes_states import Continuing, DecisionKind, MinutesState, Presence, Reached
from passnum.committee.models import CommitteeMeeting, Decision, Minutes
from passnum.committee.services.decisions import take_decision
from passnum.committee.services.minutes import rewrite_minutes, submit_minutes, write_minutes
from passnum.committee.services.papers import freeze_pack
from passnum.committee.services.sitting import Noted, Notes, save_notes, seated_at
from passnum.committee.services.voting import answer_minutes, settle_due_minutes
from passnum.committee.validation_rule import Answer
from passnum.conventions import services as conventions
from passnum.conventions.consolidation import article_on
from passnum.conventions.enums import ChangeKind
from passnum.conventions.models import Amendment
from passnum.conventions.services import amendments
from passnum.core import clock
from passnum.core.journal import verify_all
from passnum.deliverables import services as deliverables
from passnum.deliverables.compilation import compile_dossier
from passnum.deliverables.enums import DeliverableKind
from passnum.deliverables.models import Deliverable
from passnum.demo.committees import Parties, fix_committee, hold_committee, seat
from passnum.oversight.findings import findings_of
from passnum.partners.models import User
from tests.scene import House, administrator, fill, house

pytestmark = pytest.mark.django_db

LATE = "La salle et la présidence n’étaient pas libres plus tôt"


def calendar(lived: House, on: date) -> dict[tuple[str, str], dict[str, str]]:
    """The calendar as `show_calendar` prints it that day, by obligation and label."""
    out = io.StringIO()
    call_command("show_calendar", str(lived.convention.public_id), "--format=csv", f"--on={on}", stdout=out)
    rows = csv.DictReader(io.StringIO(out.getvalue()), delimiter=";")
    return {(row["obligation"], row["intitulé"]): row for row in rows}


def state(lived: House, rule: str, year: int, on: date) -> tuple[str, str]:
    """Date and state of the obligation of that rule and year."""
    [row] = [row for (name, label), row in calendar(lived, on).items() if name == rule and label.endswith(str(year))]
    return row["échéance"], row["état"]


def report(lived: House, ems: User, on: date) -> None:
    """The exercice 2021 reported on, validated and transmitted."""
    with clock.on_day(date(2022, 9, 15)):
        period = committee.open_campaign(actor=ems, convention=lived.convention, year=2021)
    with clock.on_day(on):
        dossier = None
        for kind in DeliverableKind:
            row = fill(lived, Deliverable.objects.get(period=period, kind=kind))
            dossier = deliverables.submit(actor=lived.referent, deliverable=row, revision=row.revision).dossier
        assert dossier is not None
        compile_dossier(dossier.pk)
        dossier.refresh_from_db()
        deliverables.validate_dossier(actor=lived.president, dossier=dossier, expected_sha256=dossier.compiled_sha256)


def sit(lived: House, ems: User, meeting: CommitteeMeeting) -> None:
    """What is noted in the meeting, on its day: everybody there, three objectives, an opinion."""
    assert meeting.held_on is not None
    with clock.on_day(meeting.held_on):
        freeze_pack(actor=ems, meeting=meeting)
        save_notes(
            actor=ems,
            meeting=meeting,
            revision=0,
            notes=Notes(
                presences={member.pk: (Presence.PRESENT, "") for member in seated_at(meeting)},
                objectives={
                    number: Noted(Reached.EN_PARTIE, "Des ateliers pleins", "Peu de créneaux le soir")
                    for number in (1, 2, 3)
                },
                adjustments="Un atelier en soirée",
                continuing=Continuing.POURSUIVRE,
            ),
        )


def submit(ems: User, meeting: CommitteeMeeting, on: date) -> Minutes:
    """Written and submitted to the members on that day."""
    meeting.refresh_from_db()
    with clock.on_day(on):
        return submit_minutes(actor=ems, minutes=write_minutes(actor=ems, meeting=meeting))


def first_minutes(lived: House, ems: User, meeting: CommitteeMeeting) -> None:
    """The minutes of 2021: two answer, the third is silent, which is agreement once the delay is over."""
    minutes = submit(ems, meeting, date(2021, 12, 10))
    with clock.on_day(date(2021, 12, 20)):
        answer_minutes(actor=ems, minutes=minutes, answer=Answer.VALIDE)
        answer_minutes(actor=lived.president, minutes=minutes, answer=Answer.VALIDE)
    for day, settled in ((date(2021, 12, 25), 0), (date(2021, 12, 26), 1)):
        with clock.on_day(day):
            assert settle_due_minutes() == settled


def second_minutes(lived: House, ems: User, meeting: CommitteeMeeting) -> None:
    """The minutes of 2022: refused once, written again, validated by everybody."""
    refused = submit(ems, meeting, date(2022, 12, 2))
    with clock.on_day(date(2022, 12, 5)):
        words = "Le nombre d’ateliers est celui de 2021."
        answer_minutes(actor=lived.president, minutes=refused, answer=Answer.REFUSE, words=words)
    with clock.on_day(date(2022, 12, 6)):
        again = rewrite_minutes(actor=ems, minutes=Minutes.objects.get(pk=refused.pk))
        again = submit_minutes(actor=ems, minutes=again)
    for day, actor in enumerate((ems, lived.referent, lived.president), start=7):
        with clock.on_day(date(2022, 12, day)):
            answer_minutes(actor=actor, minutes=again, answer=Answer.VALIDE)


def amend(lived: House, ems: User, meeting: CommitteeMeeting) -> None:
    """Article 9 amended by a decision of the committee of 2022, in effect on 1 February 2023."""
    with clock.on_day(date(2022, 11, 30)):
        decision = take_decision(
            actor=ems, meeting=meeting, kind=DecisionKind.AVENANT, text="Adopter le nouveau logo du réseau (art. 9)"
        )
    with clock.on_day(date(2022, 12, 5)):
        become(ems, decision, {})
        row = Amendment.objects.get(decision=decision.public_id)
        amendments.change_article_by_amendment(
            actor=ems, amendment=row, article=9, kind=ChangeKind.MODIFIE, new_text="Le nouveau logo est affiché."
        )
        amendments.decide_amendment(
            actor=ems, amendment=row, decided_on=date(2022, 11, 30), decision_reference="Comité du 30/11/2022"
        )
        amendments.send_amendment(actor=ems, amendment=row)
    with clock.on_day(date(2023, 1, 20)):
        amendments.sign_amendment(actor=ems, amendment=row, partner_signed_on=date(2023, 1, 12))
        amendments.receive_amendment(
            actor=ems,
            amendment=row,
            received_on=date(2023, 1, 20),
            signed_copy=ContentFile(b"%PDF-1.4 avenant"),
            effective_on=date(2023, 2, 1),
        )


@pytest.fixture
def ems(db: None) -> User:
    return administrator()


@pytest.fixture
def lived(ems: User) -> House:
    """The convention lived from its entry into force to the committee fixed late."""
    found = house("gamma", "edelweiss", ems)
    parties = Parties(found.convention, ems, found.referent)
    seat(parties, date(2021, 9, 1))
    first = fix_committee(parties, date(2021, 12, 7), date(2021, 9, 20))
    sit(found, ems, first)
    hold_committee(parties, first)
    first_minutes(found, ems, first)
    second = fix_committee(parties, date(2022, 11, 30), date(2022, 9, 12))
    report(found, ems, date(2022, 10, 20))
    sit(found, ems, second)
    hold_committee(parties, second)
    amend(found, ems, second)
    second_minutes(found, ems, second)
    fix_committee(parties, date(2023, 12, 15), date(2023, 11, 2), late_reason=LATE)
    return found


def test_every_date_of_the_two_lawful_committees_is_kept(lived: House) -> None:
    assert state(lived, "OB-06", 2021, date(2021, 12, 8)) == ("31/12/2021", "Respectée")
    assert state(lived, "OB-07", 2022, date(2022, 9, 11)) == ("30/09/2022", "À venir")
    assert state(lived, "OB-07", 2022, date(2022, 10, 1)) == ("30/09/2022", "Respectée")
    assert state(lived, "OB-08", 2022, date(2022, 10, 19)) == ("30/10/2022", "À venir")
    assert state(lived, "OB-08", 2022, date(2022, 10, 31)) == ("30/10/2022", "Respectée")
    assert state(lived, "OB-09", 2022, date(2022, 10, 31)) == ("30/10/2022", "Respectée")
    assert state(lived, "OB-06", 2022, date(2022, 12, 1)) == ("31/12/2022", "Respectée")


def test_each_committee_has_its_minutes_on_their_day(lived: House) -> None:
    assert state(lived, "OB-10", 2021, date(2021, 12, 25))[1] == "Sans délai dans la convention"
    assert state(lived, "OB-10", 2021, date(2021, 12, 27)) == ("sans délai dans la convention", "Respectée")
    assert state(lived, "OB-10", 2022, date(2022, 12, 8))[1] == "Sans délai dans la convention"
    assert state(lived, "OB-10", 2022, date(2022, 12, 9)) == ("sans délai dans la convention", "Respectée")


def test_the_minutes_of_2021_are_agreed_to_by_silence_after_fifteen_days(lived: House) -> None:
    minutes = Minutes.objects.get(meeting__convention=lived.convention, meeting__year=2021)
    assert minutes.answers_by == date(2021, 12, 25)
    assert minutes.settled_at is not None
    assert clock.day_of(minutes.settled_at) == date(2021, 12, 26)
    assert "dont 1 par silence" in minutes.outcome


def test_the_minutes_of_2022_answer_the_refusal_in_a_second_version(lived: House) -> None:
    first, second = Minutes.objects.filter(meeting__convention=lived.convention, meeting__year=2022).order_by("version")
    assert (first.state, second.state) == (MinutesState.REMPLACE, MinutesState.VALIDE)
    assert first.opinions.get(answer=Answer.REFUSE).words.startswith("Le nombre d’ateliers")
    assert second.settled_at is not None
    assert clock.day_of(second.settled_at) == date(2022, 12, 9)
    assert second.pdf_sha256


def test_the_amendment_comes_from_the_decision_of_the_committee(lived: House) -> None:
    decision = Decision.objects.get(meeting__convention=lived.convention)
    amendment = Amendment.objects.get(convention=lived.convention)
    assert (decision.taken_on, decision.target_kind) == (date(2022, 11, 30), "avenant")
    assert decision.target_public_id == amendment.public_id
    assert amendment.decision == decision.public_id
    minutes = Minutes.objects.get(meeting=decision.meeting, state=MinutesState.VALIDE)
    assert decision.text in minutes.text.replace("\u202f", " ").replace("\xa0", " ")


def test_the_committee_fixed_late_is_told_and_not_hidden(lived: House) -> None:
    assert state(lived, "OB-07", 2023, date(2023, 12, 1)) == ("15/10/2023", "Respectée après l’échéance")
    assert state(lived, "OB-08", 2023, date(2023, 11, 15)) == ("15/11/2023", "À venir")
    assert state(lived, "OB-08", 2023, date(2023, 11, 16)) == ("15/11/2023", "En retard")


def test_the_renewal_is_warned_of_until_its_day_and_called_past_after(lived: House) -> None:
    def renewal(on: date) -> str:
        [found] = [f for f in findings_of(lived.convention, on) if f.code == "dernier-comite-apres-renouvellement"]
        return found.remedy

    assert "réunion supplémentaire" in renewal(date(2023, 6, 30))
    assert "passée" in renewal(date(2023, 7, 1))
    row = next(row for (name, _), row in calendar(lived, date(2023, 7, 1)).items() if name == "OB-12")
    assert (row["échéance"], row["état"]) == ("30/06/2023", "Faculté non exercée")
    assert row["calcul"] == "31/12/2023 − 6 mois calendaires = 30/06/2023 (art. 8)"


def test_the_amendment_counts_from_its_date(lived: House) -> None:
    with clock.on_day(date(2023, 2, 1)):
        assert amendments.apply_due_amendments() == 1
    before, after = (article_on(lived.convention, 9, day) for day in (date(2023, 1, 31), date(2023, 2, 1)))
    assert before is not None
    assert after is not None
    assert (before.amendment, after.amendment) == (0, 1)
    amended = next(row for (name, _), row in calendar(lived, date(2023, 2, 1)).items() if name == "OB-15")
    assert amended["état"] == "Respectée"


def test_the_end_comes_on_its_day_and_leaves_the_final_evaluation(lived: House, ems: User) -> None:
    with clock.on_day(date(2024, 1, 2)):
        conventions.record_expiry(actor=ems, convention=lived.convention)
        codes = {finding.code for finding in findings_of(lived.convention)}
    assert {"derniers-mois-non-vus", "restitution-fin-normale"} <= codes
    end = next(row for (name, _), row in calendar(lived, date(2024, 1, 2)).items() if name == "OB-02")
    assert end["état"] == "Respectée"
    assert not [found for _, found in verify_all() if found]

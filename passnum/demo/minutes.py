"""Two meetings of the demonstration with their minutes: one sealed, one that awaits the answers of its members."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from passnum.committee import services
from passnum.committee.minutes_states import Continuing, DecisionKind, Presence, Reached
from passnum.committee.models import CommitteeMeeting, Minutes
from passnum.committee.services.decisions import settle_decision, take_decision
from passnum.committee.services.minutes import submit_minutes, write_minutes
from passnum.committee.services.papers import freeze_pack
from passnum.committee.services.sitting import Noted, Notes, save_notes, seated_at
from passnum.committee.services.voting import answer_minutes
from passnum.committee.validation_rule import Answer
from passnum.conventions.services import find_obligation, tolerate
from passnum.core import clock
from passnum.demo.committees import PLACE, Parties, hold_committee
from passnum.partners.models import User

OF_2022 = Notes(
    objectives={
        1: Noted(
            Reached.ATTEINT,
            "Les carnets ont trouvé leur public, surtout auprès des personnes âgées du quartier.",
        ),
        2: Noted(
            Reached.EN_PARTIE,
            "Les démarches en ligne restent la première demande ; l’accès à l’emploi est peu cité.",
            "Les ateliers se tiennent en journée, quand les personnes en formation ne sont pas disponibles.",
        ),
        3: Noted(Reached.ATTEINT, "Le diagnostic commun est mené avec chaque personne."),
    },
    adjustments="Ouvrir un atelier en soirée à partir de février 2023.",
    continuing=Continuing.POURSUIVRE,
    continuing_words="Le besoin demeure et les équipes sont formées.",
)
FURTHER = Notes(
    objectives={
        1: Noted(Reached.EN_PARTIE, "La demande dépasse le nombre de carnets livrés depuis le printemps."),
        2: Noted(Reached.NON_EVALUABLE, "Les indicateurs de 2022 seront examinés au comité du 20 octobre."),
        3: Noted(Reached.ATTEINT, "Aucune difficulté signalée."),
    },
    adjustments="Réserver les carnets restants aux personnes déjà diagnostiquées.",
    continuing=Continuing.ADAPTER,
    continuing_words="Un complément de carnets est nécessaire avant la fin de l’année.",
)
REQUEST = "Il reste moins de vingt carnets : comment tenir jusqu’à la fin de l’année ?"
WHY_TOLERATED = "Réunion consacrée aux carnets : les livrables de 2022 suivent leur campagne."


def seal_minutes(parties: Parties, meeting: CommitteeMeeting, answering: Sequence[User]) -> None:
    """The committee of 2022: noted, held, its one decision dealt with, its minutes validated by every member."""
    assert meeting.held_on is not None
    with clock.on_day(meeting.held_on):
        freeze_pack(actor=parties.administrator, meeting=meeting)
        _note(parties, meeting, OF_2022)
        decision = take_decision(
            actor=parties.administrator,
            meeting=meeting,
            kind=DecisionKind.AUTRE,
            text="Écrire un guide d’accueil commun aux deux lieux.",
        )
    hold_committee(parties, meeting)
    minutes = _submit(parties, meeting, date(2022, 12, 12))
    for member in answering:
        with clock.on_day(date(2022, 12, 16)):
            answer_minutes(actor=member, minutes=minutes, answer=Answer.VALIDE)
    with clock.on_day(date(2023, 1, 31)):
        settle_decision(
            actor=parties.administrator, decision=decision, words="Guide remis aux équipes le 30 janvier 2023."
        )


def hold_further_meeting(parties: Parties) -> CommitteeMeeting:
    """Asked for by the partner in June, held on 7 September; its deliverables are tolerated until the ordinary one."""
    with clock.on_day(date(2023, 6, 26)):
        request = services.request_meeting(
            actor=parties.referent, convention=parties.convention, wish=services.Wish(REQUEST)
        )
    with clock.on_day(date(2023, 6, 28)):
        meeting = services.answer_request(actor=parties.administrator, request=request, accept=True).meeting
        assert meeting is not None
        slot = services.Slot(date(2023, 9, 7), time(10, 0), PLACE)
        (proposal,) = services.propose_dates(actor=parties.administrator, meeting=meeting, slots=[slot])
    with clock.on_day(date(2023, 6, 30)):
        meeting = services.confirm_date(actor=parties.referent, proposal=proposal)
        deliverables = find_obligation(meeting.convention, "OB-08", meeting.occurrence)
        assert deliverables is not None
        tolerate(actor=parties.administrator, obligation=deliverables, until=date(2023, 10, 20), reason=WHY_TOLERATED)
    with clock.on_day(date(2023, 9, 7)):
        _note(parties, meeting, FURTHER)
        take_decision(
            actor=parties.administrator,
            meeting=meeting,
            kind=DecisionKind.QUOTA,
            text="Porter le quota de 2023 de 100 à 120 carnets, si le stock le permet.",
        )
    hold_committee(parties, meeting)
    return meeting


def await_answers(parties: Parties, meeting: CommitteeMeeting) -> None:
    """Minutes submitted on 12 September 2023: EMS has answered, the structure's members have not yet."""
    minutes = _submit(parties, meeting, date(2023, 9, 12))
    with clock.on_day(date(2023, 9, 13)):
        answer_minutes(actor=parties.administrator, minutes=minutes, answer=Answer.VALIDE)


def _note(parties: Parties, meeting: CommitteeMeeting, noted: Notes) -> None:
    presences = {member.pk: (Presence.PRESENT, "") for member in seated_at(meeting)}
    notes = Notes(**{**noted.__dict__, "presences": presences})
    save_notes(actor=parties.administrator, meeting=meeting, revision=0, notes=notes)


def _submit(parties: Parties, meeting: CommitteeMeeting, on: date) -> Minutes:
    meeting.refresh_from_db()
    with clock.on_day(on):
        minutes = write_minutes(actor=parties.administrator, meeting=meeting)
        return submit_minutes(actor=parties.administrator, minutes=minutes)

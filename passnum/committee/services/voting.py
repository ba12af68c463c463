"""What each member says of the minutes, and what comes of it: validated, sealed, archived (art. 7)."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from passnum.committee import minutes_emails
from passnum.committee.documents import render_minutes
from passnum.committee.enums import MeetingKind, MemberQuality
from passnum.committee.minutes_states import MinutesState
from passnum.committee.models import CommitteeMember, MemberOpinion, Minutes
from passnum.committee.permissions import why_not_sitting
from passnum.committee.services.minutes import locked_minutes, pass_to, subject
from passnum.committee.services.shared import given_reason, record
from passnum.committee.validation_rule import Answer, Verdict, Voice, decide
from passnum.conventions.enums import EvidenceKind
from passnum.conventions.models import Convention
from passnum.conventions.permissions import ensure_conducts
from passnum.conventions.services import Proof, find_obligation, record_evidence
from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.french import day_and_month
from passnum.partners.models import User

MOST_SIGNS = 5_000


def opinion_of(actor: User, minutes: Minutes) -> MemberOpinion | None:
    """The place from which the person answers: the own seat, or that of the presidency that came after."""
    if not Convention.objects.visible_to(actor).filter(pk=minutes.meeting.convention_id).exists():
        return None
    today = clock.today()
    rows = list(
        minutes.opinions.select_related("member__delegated_by__user", "member__delegated_by__convention__partner")
    )
    own = [row for row in rows if row.member.user_id == actor.pk and why_not_sitting(row.member, today) == ""]
    if own:
        # A person who sits twice still owes the answer that is missing.
        return min(own, key=lambda row: bool(row.answer))
    presiding = CommitteeMember.objects.sitting_on(today).filter(
        convention=minutes.meeting.convention, user=actor, quality=MemberQuality.PRESIDENCE
    )
    for mine in presiding:
        for row in rows:
            former = row.member
            if (former.side, former.quality) == (mine.side, mine.quality) and not former.covers(today):
                return row
    return None


def answers_in_writing(member: CommitteeMember) -> bool:
    """Whether nobody answers here from this place: no account, closed, or a seat that has ended since the meeting.

    A presidency that has ended is answered for by the one that came after, where that one has an account.
    """
    if member.user is None or not member.user.is_active:
        return True
    today = clock.today()
    if why_not_sitting(member, today) == "":
        return False
    if member.quality != MemberQuality.PRESIDENCE:
        return True
    after = CommitteeMember.objects.sitting_on(today).filter(
        convention=member.convention_id, side=member.side, quality=MemberQuality.PRESIDENCE, user__is_active=True
    )
    return not after.exists()


@transaction.atomic
def answer_minutes(*, actor: User, minutes: Minutes, answer: Answer, words: str = "") -> Minutes:
    """One member validates, comments or refuses, once. A refusal carries its reason, a comment its words.

    Raises NotAllowed to whoever has no seat, WrongState when it is answered already or no longer submitted.
    """
    row = locked_minutes(minutes)
    place = opinion_of(actor, row)
    if place is None:
        raise NotAllowed("Les membres du comité de ce jour-là se prononcent sur son compte rendu (art. 7).")
    return _answer(actor, row, place, answer, words)


@transaction.atomic
def record_written_answer(
    *, actor: User, minutes: Minutes, member: CommitteeMember, answer: Answer, words: str
) -> Minutes:
    """EMS files what a member who cannot answer here has answered in writing; `words` say how it came."""
    ensure_conducts(actor)
    row = locked_minutes(minutes)
    place = row.opinions.select_related("member__user", "member__delegated_by__user").filter(member=member).first()
    if place is None:
        raise InvalidInput("Cette personne ne siège pas à ce comité.", field="member")
    if not answers_in_writing(place.member):
        raise NotAllowed("Cette personne a un compte : elle répond elle-même.")
    given_reason(words, "Dites comment cette réponse est arrivée.", field="words")
    return _answer(actor, row, place, answer, words)


def settle_due_minutes() -> int:
    """Count the silence of those whose delay is over; how many versions were decided. Twice does no harm."""
    decided = 0
    for row in Minutes.objects.filter(state=MinutesState.SOUMIS, answers_by__lt=clock.today()):
        with transaction.atomic():
            row = locked_minutes(row)
            if row.state == MinutesState.SOUMIS:
                decided += _settle(None, row)
    return decided


def _answer(actor: User, row: Minutes, place: MemberOpinion, answer: Answer, words: str) -> Minutes:
    if row.state != MinutesState.SOUMIS:
        raise WrongState(f"Ce compte rendu est « {row.get_state_display()} » : il n’attend plus d’avis.")
    if place.answer:
        raise WrongState(f"{place.member.name} a déjà répondu à cette version : {place.get_answer_display().lower()}.")
    if answer == Answer.SANS_REPONSE:
        raise InvalidInput("Choisissez une réponse.", field="answer")
    if row.answers_by is not None and clock.today() > row.answers_by:
        raise WrongState(f"Le délai pour répondre est passé depuis le {day_and_month(row.answers_by)}.")
    if len(words) > MOST_SIGNS:
        raise InvalidInput(f"Au plus {MOST_SIGNS} signes.", field="words")
    if answer in {Answer.REFUSE, Answer.COMMENTE}:
        given_reason(words, "Un refus porte son motif, un commentaire ses mots.", field="words")
    place.answer, place.words = answer, words.strip()
    place.answered_at, place.answered_by = clock.now(), actor
    place.save()
    act = {Answer.VALIDE: "valider le compte rendu", Answer.COMMENTE: "commenter le compte rendu"}.get(
        answer, "refuser le compte rendu"
    )
    reason = f"{place.member.name} : {place.words}" if place.words else place.member.name
    record(actor, row.meeting.convention, act, subject(row), reason=reason)
    _settle(actor, row)
    return row


def _settle(actor: User | None, row: Minutes) -> bool:
    voices = [Voice(Answer(item.answer), item.present) for item in row.opinions.all()]
    over = row.answers_by is not None and clock.today() > row.answers_by
    result = decide(voices, row.rule, delay_over=over)
    if result.verdict == Verdict.EN_COURS:
        return False
    row.settled_at, row.outcome = clock.now(), result.why
    if result.verdict == Verdict.NON_VALIDE:
        pass_to(actor, row, MinutesState.REFUSE, "compter les avis", reason=result.why)
        minutes_emails.tell_refused(row)
        return True
    content = render_minutes(row, made_at=row.settled_at)
    row.pdf_sha256 = hashlib.sha256(content).hexdigest()
    row.file.save("compte-rendu.pdf", ContentFile(content), save=False)
    pass_to(actor, row, MinutesState.VALIDE, "sceller le compte rendu", reason=result.why)
    _prove(row)
    minutes_emails.tell_validated(row)
    return True


def _prove(row: Minutes) -> None:
    """OB-10 by the validated minutes; OB-06 by what they say of the meeting held that day."""
    meeting = row.meeting
    assert meeting.held_on is not None
    label = f"Compte rendu du comité du {day_and_month(meeting.held_on)}, version {row.version}, validé par les membres"
    days = {"OB-10": clock.today()}
    if meeting.kind == MeetingKind.ORDINAIRE:
        days["OB-06"] = meeting.held_on
    for rule, day in days.items():
        obligation = find_obligation(meeting.convention, rule, meeting.occurrence)
        if obligation is not None:
            proof = Proof(EvidenceKind.COMPTE_RENDU, label, day, target=row.public_id, sha256=row.pdf_sha256)
            record_evidence(actor=None, obligation=obligation, proof=proof)

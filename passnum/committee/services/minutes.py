"""Writing the minutes and submitting them to the members, version by version (art. 7)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from passnum.committee import minutes_emails
from passnum.committee.enums import MeetingState, Silence
from passnum.committee.minutes_states import (
    AT_THE_TABLE,
    LIVE_STATES,
    MINUTES_TRANSITIONS,
    REWRITABLE_STATES,
    MinutesState,
)
from passnum.committee.minutes_text import first_text
from passnum.committee.models import CommitteeMeeting, MemberOpinion, Minutes, Sitting
from passnum.committee.services.members import rules_of
from passnum.committee.services.shared import given_reason, locked_meeting, record
from passnum.committee.services.sitting import seated_at
from passnum.conventions.permissions import ensure_conducts
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.partners.models import User

MOST_SIGNS = 60_000


@transaction.atomic
def write_minutes(*, actor: User, meeting: CommitteeMeeting) -> Minutes:
    """The first version, written from the notes of the meeting; EMS then changes its words.

    Raises WrongState before the meeting was held, without its notes, or when a version is under way.
    """
    ensure_conducts(actor)
    row = locked_meeting(meeting)
    if row.state != MeetingState.TENU:
        raise WrongState("Constatez d’abord la tenue du comité : son compte rendu s’écrit ensuite (art. 7).")
    sitting = Sitting.objects.filter(meeting=row).first()
    if sitting is None or not sitting.attendances.exists():
        raise WrongState("Notez d’abord la séance : présences, objectifs, avis sur la poursuite.")
    if row.minutes.filter(state__in=sorted(LIVE_STATES)).exists():
        raise WrongState("Un compte rendu de ce comité est déjà en cours : rechargez la page.")
    return _new_version(actor, row, first_text(sitting))


@transaction.atomic
def rewrite_minutes(*, actor: User, minutes: Minutes) -> Minutes:
    """Another version, from the words of one that was commented on or refused; the former one stays readable."""
    ensure_conducts(actor)
    row = locked_minutes(minutes)
    if row.state not in REWRITABLE_STATES:
        raise WrongState(f"Ce compte rendu est « {row.get_state_display()} » : il ne se reprend pas.")
    answered = row.opinions.filter(answer__in=["commente", "refuse"]).exists()
    if row.state == MinutesState.SOUMIS and not answered:
        raise WrongState("Une nouvelle version répond à un commentaire ou à un refus : aucun membre n’en a fait.")
    pass_to(actor, row, MinutesState.REMPLACE, "remplacer le compte rendu")
    return _new_version(actor, row.meeting, row.text)


@transaction.atomic
def save_text(*, actor: User, minutes: Minutes, revision: int, text: str, by_itself: bool = False) -> Minutes:
    """Keep the words of the version being written. WrongState when someone else has saved since.

    `by_itself`: kept while it is typed, which is no act of the journal.
    """
    ensure_conducts(actor)
    row = locked_minutes(minutes)
    if row.state != MinutesState.REDACTION:
        raise WrongState("Ce compte rendu est soumis : son texte ne change plus. Reprenez-le en une nouvelle version.")
    if row.revision != revision:
        raise WrongState(
            "Une autre version a été enregistrée. Gardez une copie de votre texte, puis rechargez la page."
        )
    if len(text) > MOST_SIGNS:
        raise InvalidInput(f"Un compte rendu compte au plus {MOST_SIGNS} signes.", field="text")
    row.text = given_reason(text, "Un compte rendu a un texte.", field="text")
    row.revision += 1
    row.save(update_fields=["text", "revision"])
    if not by_itself:
        record(actor, row.meeting.convention, "écrire le compte rendu", subject(row), to=f"révision {row.revision}")
    return row


@transaction.atomic
def submit_minutes(*, actor: User, minutes: Minutes) -> Minutes:
    """Send the version to every member of the day of the meeting; the rule in force now applies to it."""
    ensure_conducts(actor)
    row = locked_minutes(minutes)
    members = seated_at(row.meeting)
    if not members:
        raise WrongState("Ce comité n’a pas de membres : enregistrez-les avant de leur soumettre le compte rendu.")
    present = set(
        row.meeting.sitting.attendances.filter(presence__in=sorted(AT_THE_TABLE)).values_list("member", flat=True)
    )
    rules = rules_of(row.meeting.convention)
    row.submitted_at = clock.now()
    if rules is not None:
        row.quorum, row.refusal_blocks = rules.quorum, rules.refusal_blocks
        row.silence_agrees = rules.silence == Silence.ACCORD
        row.answers_by = clock.today() + timedelta(days=rules.delay_days)
    elif not present:
        raise WrongState("Sans règle, les membres présents valident à l’unanimité : notez qui l’était.")
    pass_to(actor, row, MinutesState.SOUMIS, "soumettre le compte rendu")
    MemberOpinion.objects.bulk_create(
        MemberOpinion(minutes=row, member=member, present=member.pk in present) for member in members
    )
    minutes_emails.submit(row)
    return row


def locked_minutes(minutes: Minutes) -> Minutes:
    """The version as it is now; its meeting is held first, then it."""
    meeting = locked_meeting(minutes.meeting)
    row = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    row.meeting = meeting
    return row


def pass_to(actor: User | None, row: Minutes, to: MinutesState, act: str, *, reason: str = "") -> None:
    """Change the state and say so in the journal; WrongState when it is not open from here."""
    if to not in MINUTES_TRANSITIONS[MinutesState(row.state)]:
        raise WrongState(f"Ce compte rendu est « {row.get_state_display()} » : cette étape n’est pas ouverte.")
    before = row.get_state_display()
    row.state = to
    row.save()
    record(actor, row.meeting.convention, act, subject(row), before=before, to=row.get_state_display(), reason=reason)


def subject(row: Minutes) -> tuple[str, UUID]:
    """How the journal names a version."""
    return f"compte rendu, version {row.version}", row.public_id


def _new_version(actor: User, meeting: CommitteeMeeting, text: str) -> Minutes:
    last = meeting.minutes.aggregate(last=Max("version"))["last"] or 0
    row = Minutes.objects.create(meeting=meeting, version=last + 1, text=text, written_by=actor)
    record(actor, meeting.convention, "rédiger le compte rendu", subject(row), to=row.get_state_display())
    return row

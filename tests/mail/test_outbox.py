"""The outbox: written once, sent once, tried again, given up in sight."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from passnum.mail.models import MessageState, OutboxMessage
from passnum.mail.services import LEASE, MAX_ATTEMPTS, Attached, deliver_pending, enqueue, enqueue_text, message_id

pytestmark = pytest.mark.django_db


class RefusingBackend(EmailBackend):
    """A mail server that refuses everything."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError("le serveur ne répond pas")


class SlowBackend(EmailBackend):
    """A mail server so slow that the lease ends and another sender succeeds, before it answers with a failure."""

    def send_messages(self, messages: Any) -> int:
        OutboxMessage.objects.update(state=MessageState.SENT, attempts=2, sent_at=timezone.now(), lease_until=None)
        raise TimeoutError("trop tard")


REFUSING = f"{__name__}.RefusingBackend"
SLOW = f"{__name__}.SlowBackend"


def written(key: str = "essai:1", **changes: Any) -> OutboxMessage:
    values = {"to": "a@exemple.test", "subject": "Objet", "text": "Bonjour\n"} | changes
    return enqueue_text(key=key, **values)


def make_due() -> None:
    OutboxMessage.objects.update(not_before=None)


def test_the_same_key_written_twice_is_one_mail() -> None:
    written()
    written(subject="Autre objet")
    assert [row.subject for row in OutboxMessage.objects.all()] == ["Objet"]


def test_a_mail_written_in_a_transaction_that_fails_is_not_written() -> None:
    with transaction.atomic():
        written()
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


def test_a_subject_rendered_on_several_lines_becomes_one_line() -> None:
    class Inviter:
        def get_full_name(self) -> str:
            return "Ada"

    partner = type("P", (), {"name": "La\r\nMaison\nBleue"})
    invitation = type("I", (), {"partner": partner, "invited_by": Inviter(), "first_name": ""})
    row = enqueue(
        key="k", to="a@exemple.test", template="partners/email/invitation", context={"invitation": invitation}
    )
    assert row.subject == "Ouvrir votre compte Passnum pour La Maison Bleue"


def test_a_mail_is_sent_once_whatever_the_number_of_runs() -> None:
    written()
    assert [deliver_pending(), deliver_pending()] == [1, 0]
    assert len(mail.outbox) == 1


def test_a_sent_mail_says_when(settings: Any) -> None:
    written()
    deliver_pending()
    row = OutboxMessage.objects.get()
    assert (row.state, row.lease_until) == (MessageState.SENT, None)
    assert row.sent_at is not None


def test_the_message_id_comes_from_the_key() -> None:
    written("essai:7")
    deliver_pending()
    assert mail.outbox[0].extra_headers["Message-ID"] == message_id("essai:7")
    assert message_id("essai:7") != message_id("essai:8")


def test_a_failure_is_kept_and_put_off(settings: Any) -> None:
    settings.EMAIL_BACKEND = REFUSING
    written()
    assert deliver_pending() == 0
    row = OutboxMessage.objects.get()
    assert (row.state, row.attempts) == (MessageState.PENDING, 1)
    assert "le serveur ne répond pas" in row.last_error
    assert row.not_before is not None
    assert row.not_before > timezone.now()


def test_a_mail_put_off_is_not_tried_before_its_time(settings: Any) -> None:
    settings.EMAIL_BACKEND = REFUSING
    written()
    deliver_pending()
    deliver_pending()
    assert OutboxMessage.objects.get().attempts == 1


def test_a_mail_put_off_leaves_once_the_server_answers(settings: Any) -> None:
    settings.EMAIL_BACKEND = REFUSING
    written()
    deliver_pending()
    make_due()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver_pending() == 1
    assert OutboxMessage.objects.get().last_error == ""


def test_a_mail_refused_five_times_is_given_up_in_sight(settings: Any) -> None:
    settings.EMAIL_BACKEND = REFUSING
    written()
    for _ in range(MAX_ATTEMPTS + 2):
        make_due()
        deliver_pending()
    row = OutboxMessage.objects.get()
    assert (row.state, row.attempts) == (MessageState.GIVEN_UP, MAX_ATTEMPTS)


def test_one_bad_mail_does_not_hold_the_others_back() -> None:
    written("mauvais", subject="Objet\nBcc: tous@exemple.test")
    written("bon")
    assert deliver_pending() == 1
    assert [sent.subject for sent in mail.outbox] == ["Objet"]


def test_a_mail_held_by_a_living_sender_is_left_alone() -> None:
    row = written()
    OutboxMessage.objects.filter(pk=row.pk).update(lease_until=timezone.now() + LEASE, attempts=1)
    assert deliver_pending() == 0
    assert mail.outbox == []


def test_a_mail_whose_sender_was_killed_leaves_when_the_lease_ends() -> None:
    row = written()
    OutboxMessage.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1), attempts=1)
    assert deliver_pending() == 1


def test_a_mail_that_kills_its_sender_five_times_is_given_up() -> None:
    row = written()
    ended = timezone.now() - timedelta(seconds=1)
    OutboxMessage.objects.filter(pk=row.pk).update(lease_until=ended, attempts=MAX_ATTEMPTS)
    assert deliver_pending() == 0
    assert OutboxMessage.objects.get().state == MessageState.GIVEN_UP
    assert mail.outbox == []


def test_a_late_failure_does_not_undo_what_another_sender_sent(settings: Any) -> None:
    settings.EMAIL_BACKEND = SLOW
    written()
    deliver_pending()
    assert OutboxMessage.objects.get().state == MessageState.SENT


def test_a_mail_tried_again_after_a_refusal_still_carries_its_file(settings: Any) -> None:
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = REFUSING
    written(attached=[Attached("note.txt", "text/plain", b"Bonjour")])
    assert deliver_pending() == 0
    settings.EMAIL_BACKEND = backend
    make_due()
    assert deliver_pending() == 1
    (part,) = mail.outbox[0].attachments
    assert part.get_payload(decode=True) == b"Bonjour"

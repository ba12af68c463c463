"""Reminders: on the right working day, once, whatever is run twice, missed or killed."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, connections

from passnum.core.working_days import is_working_day
from passnum.deliverables import services
from passnum.mail.models import OutboxMessage
from passnum.reminders.deadlines import occurrence_to_send, occurrences_until
from passnum.reminders.models import ReminderClaim
from passnum.reminders.services import send_due_reminders
from tests.scene import Scene

DUE = date(2023, 10, 30)


@pytest.mark.parametrize(
    ("due", "name", "send_on"),
    [
        (date(2022, 10, 30), "J-30", date(2022, 9, 30)),
        (date(2022, 10, 30), "J-7", date(2022, 10, 21)),
        (date(2024, 4, 8), "J-7", date(2024, 3, 28)),
        (date(2023, 1, 2), "J-7", date(2022, 12, 23)),
    ],
)
def test_a_reminder_moves_earlier_off_days_off(due: date, name: str, send_on: date) -> None:
    found = {occurrence.name: occurrence.send_on for occurrence in occurrences_until(due, due)}
    assert found[name] == send_on


def test_every_reminder_goes_out_on_a_working_day_and_never_later_than_its_day() -> None:
    for offset in range(400):
        due = date(2023, 1, 1) + timedelta(days=offset)
        for occurrence in occurrences_until(due, due + timedelta(days=30)):
            assert is_working_day(occurrence.send_on)
        assert occurrences_until(due, due)[0].send_on <= due - timedelta(days=30)


def test_after_an_interruption_one_reminder_catches_up() -> None:
    assert occurrence_to_send(DUE, DUE) == occurrences_until(DUE, DUE)[-1]
    late = occurrence_to_send(DUE, DUE + timedelta(days=22))
    assert late is not None
    assert late.name == "retard-3"


def test_nothing_is_said_before_the_first_day() -> None:
    assert occurrence_to_send(DUE, date(2023, 9, 28)) is None


def on(settings: Any, day: date) -> int:
    settings.PASSNUM_TODAY = day
    return send_due_reminders()


def mails() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(key__startswith="rappel:").order_by("pk"))


@pytest.mark.django_db
def test_referents_of_both_partners_are_told_thirty_and_seven_days_before_then_weekly(
    scene: Scene, settings: Any
) -> None:
    sent = {}
    day = date(2023, 9, 18)
    while day <= date(2023, 11, 20):
        if number := on(settings, day):
            sent[day] = number
        day += timedelta(days=1)
    assert sent == {
        date(2023, 9, 29): 2,
        date(2023, 10, 23): 2,
        date(2023, 11, 6): 2,
        date(2023, 11, 13): 2,
        date(2023, 11, 20): 2,
    }
    assert {mail.to for mail in mails()} == {scene.alpha.referent.email, scene.beta.referent.email}


@pytest.mark.django_db
def test_the_mail_says_the_date_the_reason_and_leads_to_the_thing_to_do(scene: Scene, settings: Any) -> None:
    on(settings, date(2023, 9, 29))
    mail = next(mail for mail in mails() if mail.to == scene.alpha.referent.email)
    assert "lundi 30 octobre" in mail.subject
    assert "comité du 30/11/2023 − 1 mois calendaire = 30/10/2023 (art. 7)" in mail.body_text
    assert "/espace/" in mail.body_text.splitlines()[0]


@pytest.mark.django_db
def test_a_single_deliverable_left_is_named_and_opened_directly(scene: Scene, settings: Any) -> None:
    for kind in ("programme", "indicators"):
        row = scene.filled(scene.alpha, kind)
        services.submit(actor=scene.alpha.referent, deliverable=row, revision=row.revision)
    on(settings, date(2023, 10, 23))
    mail = next(mail for mail in mails() if mail.to == scene.alpha.referent.email)
    left = scene.deliverable(scene.alpha, "survey")
    assert f"/espace/livrables/{left.public_id}/" in mail.body_text.splitlines()[0]


@pytest.mark.django_db
def test_the_same_reminder_never_goes_out_twice(scene: Scene, settings: Any) -> None:
    assert on(settings, date(2023, 9, 29)) == 2
    assert on(settings, date(2023, 9, 29)) == 0
    assert on(settings, date(2023, 9, 30)) == 0
    assert len(mails()) == ReminderClaim.objects.count() == 2


@pytest.mark.django_db
def test_a_dossier_that_waits_for_the_president_reminds_the_referents_no_more(scene: Scene, settings: Any) -> None:
    scene.compiled(scene.alpha)
    on(settings, date(2023, 10, 23))
    assert {mail.to for mail in mails()} == {scene.beta.referent.email}


@pytest.mark.django_db(transaction=True)
def test_many_ticks_at_once_send_each_reminder_once(scene: Scene, settings: Any) -> None:
    settings.PASSNUM_TODAY = date(2023, 9, 29)
    faults: list[BaseException] = []

    def tick() -> None:
        try:
            send_due_reminders()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tick) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert len(mails()) == 2


@pytest.mark.django_db
def test_an_idle_tick_costs_the_same_however_many_conventions_there_are(
    scene: Scene, settings: Any, django_assert_max_num_queries: Any
) -> None:
    on(settings, date(2023, 9, 29))
    assert connection.queries is not None
    with django_assert_max_num_queries(8):
        send_due_reminders()

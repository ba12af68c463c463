"""The circuit of article 6 with a real database, a real broker and a real worker, on both engines."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

import psycopg
import pytest

from tests.services.servers import SmtpServer
from tests.services.stack import LiveStack, Stack

PASSWORD = "carnet-de-dix-cheques"
DOMAIN = "demo.passnum.example"

#: Fill and submit the three deliverables of the CeA for 2022, then wake the worker as the screens do.
SUBMIT = """
from django.core.files.uploadedfile import SimpleUploadedFile
from passnum.deliverables import services
from passnum.deliverables.models import ReportingPeriod
from passnum.demo.circuit import Campaign, draft_for, survey_results
from passnum.partners.models import User
from tasks.dossiers import compile_dossier
from tasks.wakeups import wake
def person(login): return User.objects.get(email=login + "@demo.passnum.example")
period = ReportingPeriod.objects.get(year=2022, convention__reference="PN-2021-CEA")
people = person("referent"), person("presidence"), person("eurometropole")
campaign = Campaign("cea", period.convention, *people, 2022, 372, None)
for row in period.deliverables.all():
    draft = draft_for(campaign, row.kind)
    row = services.save_draft(actor=campaign.referent, deliverable=row, revision=row.revision, draft=draft)
    if row.kind == "survey":
        services.add_attachment(actor=campaign.referent, deliverable=row, uploaded=survey_results(campaign))
    for number in range(HEAVY if row.kind == "programme" else 0):
        lines = (f"{number};{line};" + "x" * 80 for line in range(100_000))
        heavy = SimpleUploadedFile(f"annexe-{number}.csv", "\\n".join(lines).encode())
        services.add_attachment(actor=campaign.referent, deliverable=row, uploaded=heavy)
    row.refresh_from_db()
    dossier = services.submit(actor=campaign.referent, deliverable=row, revision=row.revision).dossier
wake(compile_dossier, dossier.pk)
answer(dossier.pk)
"""

STATE = """
from passnum.core.models import JournalEntry
from passnum.deliverables.models import Dossier
from passnum.mail.models import OutboxMessage
row = Dossier.objects.get(pk={pk})
answer({{
    "state": row.state,
    "sha256": row.compiled_sha256,
    "public_id": str(row.public_id),
    "versions": Dossier.objects.filter(period=row.period).count(),
    "compiled": JournalEntry.objects.filter(subject_id=row.public_id, act="compiler").count(),
    "asked": OutboxMessage.objects.filter(key__startswith=f"a-valider:{{row.public_id}}").count(),
}})
"""


def state_of(stack: Stack, pk: int) -> dict[str, Any]:
    return stack.run(STATE.format(pk=pk))


def column(stack: Stack, pk: int, name: str) -> Any:
    """One column of the dossier, read without Django: quick enough to catch a worker in the act."""
    query = f"SELECT {name} FROM deliverables_dossier WHERE id = {pk}"
    if stack.engine == "postgresql":
        with psycopg.connect(stack.environment["DATABASE_URL"]) as connection:
            return connection.execute(query).fetchone()[0]
    connection = sqlite3.connect(stack.folder / "db.sqlite3", timeout=20)
    try:
        return connection.execute(query).fetchone()[0]
    finally:
        connection.close()


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_the_circuit_passes_with_a_real_worker(live_stack: LiveStack, smtp_server: SmtpServer, engine: str) -> None:
    stack = live_stack(engine, EMAIL_URL=smtp_server.url)
    pk = stack.run(SUBMIT.replace("HEAVY", "0"))
    stack.wait_until(lambda: column(stack, pk, "state") == "a_valider", "the dossier is not compiled", log="worker")
    dossier = state_of(stack, pk)

    president = stack.visitor()
    president.login(f"presidence@{DOMAIN}", PASSWORD)
    page = f"/espace/dossiers/{dossier['public_id']}/"
    assert president.get(f"{page}fichier.pdf").content.startswith(b"%PDF")
    answer = president.post(f"{page}valider/", {"sha256": dossier["sha256"], "agreed": "on", "secret": PASSWORD})
    assert "transmis à l’Eurométropole" in answer.text

    ems = stack.visitor()
    ems.login(f"eurometropole@{DOMAIN}", PASSWORD)
    for act in ("examiner", "approuver", "archiver"):
        answer = ems.post(f"/admin/pass/dossiers/{dossier['public_id']}/{act}/")
        if "/compte/reauthenticate/" in answer.url:
            answer = ems.post(answer.url, {"password": PASSWORD})
        assert answer.status_code == 200
    assert state_of(stack, pk)["state"] == "archive"
    assert "Journal intact" in stack.manage("verify_journal")
    stack.wait_until(
        lambda: any("archivé" in str(message["Subject"]) for message in smtp_server.messages), "no mail", log="worker"
    )


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_worker_killed_during_compilation_still_ends_in_exactly_one_dossier(
    live_stack: LiveStack, engine: str
) -> None:
    stack = live_stack(engine, web=False, worker=False, PASSNUM_COMPILATION_LEASE="4", PASSNUM_SWEEP_SECONDS="2")
    pk = stack.run(SUBMIT.replace("HEAVY", "6"))
    stack.start_worker(beat=False)
    end = time.monotonic() + 60
    while column(stack, pk, "progress") < 10 and time.monotonic() < end:
        time.sleep(0.005)
    stack.kill_worker()
    assert column(stack, pk, "state") == "en_compilation", "the worker was killed too late to prove anything"
    assert column(stack, pk, "lease_token") is not None

    stack.start_worker()
    stack.wait_until(
        lambda: column(stack, pk, "state") == "a_valider",
        "the sweep did not find the dossier",
        seconds=120,
        log="worker",
    )
    time.sleep(3)
    found = state_of(stack, pk)
    assert (found["versions"], found["compiled"]) == (1, 1)
    assert found["asked"] == 1


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_without_a_worker_nothing_is_lost_and_the_next_one_compiles(live_stack: LiveStack, engine: str) -> None:
    stack = live_stack(engine, web=False, worker=False, PASSNUM_SWEEP_SECONDS="2")
    pk = stack.run(SUBMIT.replace("HEAVY", "0"))
    assert column(stack, pk, "state") == "en_compilation"
    stack.start_worker()
    stack.wait_until(lambda: column(stack, pk, "state") == "a_valider", "not compiled", seconds=90, log="worker")


def test_an_unreachable_broker_delays_the_work_and_fails_nothing(live_stack: LiveStack) -> None:
    stack = live_stack("postgresql", web=False, worker=False, PASSNUM_SWEEP_SECONDS="2")
    broker = stack.environment["REDIS_URL"]
    stack.environment["REDIS_URL"] = "redis://127.0.0.1:1/0"
    pk = stack.run(SUBMIT.replace("HEAVY", "0"))
    assert column(stack, pk, "state") == "en_compilation"
    stack.environment["REDIS_URL"] = broker
    stack.start_worker()
    stack.wait_until(lambda: column(stack, pk, "state") == "a_valider", "not compiled", seconds=90, log="worker")

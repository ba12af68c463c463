"""A long import of attributions with a real worker that dies, a real database and a real broker, on both engines."""

from __future__ import annotations

import json
import sqlite3
import time
from typing import Any

import psycopg
import pytest

from tests.services.stack import LiveStack, Stack

ROWS = 50_000
#: The file of a partner that has that many booklets, received as the screen does.
SEND = """
from datetime import date
from django.core.files.uploadedfile import SimpleUploadedFile
from passnum.demo import scale
from passnum.exchange import services
from passnum.exchange.enums import Kind
from passnum.partners.enums import Role
from passnum.partners.models import Membership, User
from tasks.exchange import check_import
from tasks.wakeups import wake
actor = User.objects.get(email="eurometropole@demo.passnum.example")
place = scale.add_partner(actor, "Z", 0)[0]
scale.bring(place, "Z", -1, ROWS)
from passnum.quotas.models import Booklet
serials = Booklet.objects.filter(account__place=place).order_by("serial").values_list("serial", flat=True)
Membership.objects.create(user=actor, partner=place.partner, role=Role.INTERVENANT, started_on=date(2021, 6, 1))
head = "numero_de_carnet;remis_le;lieu;intervenant;commune;categorie;prestation;age;sexe;pcs;francais;handicap;" \\
    "notice_lue;opposition"
lines = [f"{one};14/03/2023;{place.name};;Bischheim;bases;formation;45_59;femme;5;nr;non;oui;non" for one in serials]
sent = SimpleUploadedFile("a.csv", "\\n".join([head, *lines]).encode())
row = services.receive(actor=actor, kind=Kind.ATTRIBUTIONS, partner=place.partner, uploaded=sent)
wake(check_import, row.pk)
answer(row.pk)
"""

CONFIRM = """
from passnum.exchange import services
from passnum.exchange.models import TableImport
from tasks.exchange import write_import
from tasks.wakeups import wake
row = TableImport.objects.get(pk={pk})
services.confirm(actor=row.actor, table_import=row)
wake(write_import, row.pk)
"""

FOUND = """
from passnum.core.models import JournalEntry
from passnum.core.storage import private_storage
from passnum.distribution.counting import miscounts
from passnum.distribution.models import Attribution
from passnum.exchange.models import TableImport
from passnum.quotas.ledger_check import discrepancies
row = TableImport.objects.get(pk={pk})
answer({{
    "state": row.state,
    "message": row.message,
    "created": row.created,
    "attributions": Attribution.objects.filter(convention__partner=row.partner).count(),
    "told": JournalEntry.objects.filter(act="importer des attributions").count(),
    "miscounts": list(miscounts()),
    "discrepancies": [str(one) for one in discrepancies()],
    "files": len(private_storage().listdir("imports")[1]),
}})
"""


def column(stack: Stack, pk: int, name: str) -> Any:
    """One column of the import, read without Django: quick enough to catch a worker in the act."""
    query = f"SELECT {name} FROM exchange_tableimport WHERE id = {pk}"
    if stack.engine == "postgresql":
        with psycopg.connect(stack.environment["DATABASE_URL"]) as connection:
            return connection.execute(query).fetchone()[0]
    connection = sqlite3.connect(stack.folder / "db.sqlite3", timeout=20)
    try:
        return connection.execute(query).fetchone()[0]
    finally:
        connection.close()


def attributions(stack: Stack, pk: int) -> int:
    return int(stack.run(FOUND.format(pk=pk))["attributions"])


def held(stack: Stack, pk: int, state: str) -> None:
    """Wait until a worker has the import in its hands."""
    end = time.monotonic() + 60
    while (column(stack, pk, "state"), column(stack, pk, "held_at") is None) != (state, False):
        assert time.monotonic() < end, stack.log("worker")[-3000:]
        time.sleep(0.005)


def made(live_stack: LiveStack, engine: str) -> Stack:
    return live_stack(engine, web=False, worker=False, PASSNUM_IMPORT_LEASE="3", PASSNUM_SWEEP_SECONDS="2")


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_worker_killed_in_the_check_then_in_the_writing_brings_each_row_in_once(
    live_stack: LiveStack, engine: str
) -> None:
    stack = made(live_stack, engine)
    pk = stack.run(SEND.replace("ROWS", str(ROWS)))
    stack.start_worker(beat=False)
    held(stack, pk, "verification")
    stack.kill_worker()
    assert column(stack, pk, "state") == "verification", "the worker was killed too late to prove anything"

    stack.start_worker()
    stack.wait_until(lambda: column(stack, pk, "state") == "a_confirmer", "not checked", log="worker")
    assert (column(stack, pk, "created"), attributions(stack, pk)) == (ROWS, 0)

    stack.run(CONFIRM.format(pk=pk))
    held(stack, pk, "ecriture")
    time.sleep(0.2)
    stack.kill_worker()
    assert column(stack, pk, "state") == "ecriture", "the worker was killed too late to prove anything"
    assert attributions(stack, pk) == 0

    stack.start_worker()
    stack.wait_until(lambda: column(stack, pk, "state") == "fait", "not written", log="worker")
    time.sleep(5)
    found = stack.run(FOUND.format(pk=pk))
    assert found == {
        "state": "fait",
        "message": "",
        "created": ROWS,
        "attributions": ROWS,
        "told": 1,
        "miscounts": [],
        "discrepancies": [],
        "files": 0,
    }, json.dumps(found, indent=1)


def test_an_unreachable_broker_delays_an_import_and_loses_nothing(live_stack: LiveStack) -> None:
    stack = made(live_stack, "postgresql")
    broker = stack.environment["REDIS_URL"]
    stack.environment["REDIS_URL"] = "redis://127.0.0.1:1/0"
    pk = stack.run(SEND.replace("ROWS", "500"))
    assert column(stack, pk, "state") == "recu"
    stack.environment["REDIS_URL"] = broker
    stack.start_worker()
    stack.wait_until(lambda: column(stack, pk, "state") == "a_confirmer", "not checked", log="worker")
    stack.environment["REDIS_URL"] = "redis://127.0.0.1:1/0"
    stack.run(CONFIRM.format(pk=pk))
    stack.wait_until(lambda: column(stack, pk, "state") == "fait", "not written", log="worker")
    assert attributions(stack, pk) == 500

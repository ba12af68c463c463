"""The whole of Passnum starts for real, on both engines."""

import pytest

from tests.services.servers import SmtpServer
from tests.services.stack import LiveStack


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_demo_account_signs_in_on_a_real_server(live_stack: LiveStack, engine: str) -> None:
    stack = live_stack(engine, worker=False)
    page = stack.visitor().login("referent@demo.passnum.example", "carnet-de-dix-cheques")
    assert page.status_code == 200
    assert page.url == f"{stack.url}/espace/"


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_real_worker_takes_the_message_and_sends_the_mail(
    live_stack: LiveStack, smtp_server: SmtpServer, engine: str
) -> None:
    stack = live_stack(engine, web=False, beat=False, EMAIL_URL=smtp_server.url)
    stack.run("from tasks.mail import send_outbox; send_outbox.delay()")
    stack.wait_until(lambda: "tasks.mail.send_outbox" in stack.log("worker"), "no task received", log="worker")

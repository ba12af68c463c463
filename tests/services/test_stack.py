"""The whole of Passnum starts for real, on both engines."""

import pytest

from tests.services.servers import SmtpServer
from tests.services.stack import LiveStack


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_demo_account_signs_in_on_a_real_server(live_stack: LiveStack, engine: str) -> None:
    stack = live_stack(engine, worker=False)
    answer = stack.visitor().login("referent@demo.passnum.example", "carnet-de-dix-cheques", allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/espace/")


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_real_worker_takes_the_message_and_sends_the_mail(
    live_stack: LiveStack, smtp_server: SmtpServer, engine: str
) -> None:
    stack = live_stack(engine, demo=False, web=False, beat=False, EMAIL_URL=smtp_server.url)
    stack.run(
        "from passnum.mail.services import enqueue_text; from tasks.mail import send_outbox;"
        "enqueue_text(key='essai', to='a@b.example', subject='Essai', text='Bonjour'); send_outbox.delay()"
    )
    stack.wait_until(lambda: smtp_server.messages, "no mail arrived", log="worker")
    assert [message["To"] for message in smtp_server.messages] == ["a@b.example"]

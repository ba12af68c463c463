"""The development page of the mails sent."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from django.utils import timezone

from cms.portal.mailbox import sent_mails
from passnum.mail.services import Attached, deliver_pending, enqueue_text

BACKEND = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


def _send(folder: Path, *recipients: str) -> None:
    with get_connection(BACKEND, file_path=folder) as connection:
        for recipient in recipients:
            mail = EmailMultiAlternatives(
                "Rapport à remettre", "Compléter : été", to=[recipient], connection=connection
            )
            mail.attach_alternative("<p>Été</p><script>alert(1)</script>", "text/html")
            mail.send()


def test_two_mails_of_one_file_are_read_apart(folder: Path) -> None:
    _send(folder, "a@x.example", "b@x.example")
    assert {mail.recipients for mail in sent_mails(folder)} == {"a@x.example", "b@x.example"}


def test_a_mail_is_dated_by_a_moment_and_not_by_an_hour_of_nowhere(folder: Path) -> None:
    _send(folder, "a@x.example")
    (mail,) = sent_mails(folder)
    assert mail.sent_at is not None
    assert abs(mail.sent_at - timezone.now()) < timedelta(minutes=5)


def test_accents_of_subject_and_text_are_read_back(folder: Path) -> None:
    _send(folder, "a@x.example")
    (mail,) = sent_mails(folder)
    assert (mail.subject, mail.text.strip()) == ("Rapport à remettre", "Compléter : été")


@pytest.mark.django_db
def test_list_is_filtered_by_recipient(folder: Path) -> None:
    _send(folder, "a@x.example", "b@x.example")
    html = Client().get("/atelier/courriels/?destinataire=B@x").content.decode()
    assert "b@x.example" in html
    assert "a@x.example" not in html


@pytest.mark.django_db
def test_html_of_a_mail_can_run_nothing(folder: Path) -> None:
    _send(folder, "a@x.example")
    (mail,) = sent_mails(folder)
    response = Client().get(f"/atelier/courriels/{mail.identifier}/html/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/atelier/courriels/", "/atelier/courriels/0123456789abcdef/"])
def test_page_is_not_there_when_mails_are_not_written_to_disk(settings: Any, path: str) -> None:
    settings.EMAIL_FILE_PATH = None
    assert Client().get(path).status_code == 404


@pytest.mark.django_db
def test_unknown_mail_is_not_found(folder: Path) -> None:
    assert Client().get("/atelier/courriels/0123456789abcdef/").status_code == 404


@pytest.mark.django_db
def test_a_file_joined_to_a_mail_is_listed_with_its_type_and_downloaded(folder: Path, settings: Any) -> None:
    settings.EMAIL_BACKEND = BACKEND
    invitation = Attached("comite.ics", 'text/calendar; charset="utf-8"; method="REQUEST"', b"BEGIN:VCALENDAR\r\n")
    enqueue_text(key="essai", to="a@x.example", subject="Invitation", text="Bonjour\n", attached=[invitation])
    deliver_pending()
    (mail,) = sent_mails(folder)
    page = Client().get(f"/atelier/courriels/{mail.identifier}/").content.decode()
    assert "comite.ics" in page
    assert "method=&quot;REQUEST&quot;" in page
    answer = Client().get(f"/atelier/courriels/{mail.identifier}/pieces/0/")
    assert answer.content == b"BEGIN:VCALENDAR\r\n"
    assert "attachment" in answer["Content-Disposition"]
    assert Client().get(f"/atelier/courriels/{mail.identifier}/pieces/1/").status_code == 404

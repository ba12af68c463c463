"""What the pages may load, and the address that a supervisor asks."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

pytestmark = pytest.mark.django_db


def directives(client: Client, path: str) -> dict[str, str]:
    header = client.get(path).headers["Content-Security-Policy"]
    return {part.split()[0]: " ".join(part.split()[1:]) for part in header.split(";") if part.strip()}


@pytest.mark.parametrize("path", ["/compte/login/", "/cette-page-manque/", "/espace/", "/atelier/composants/"])
def test_pages_of_the_site_allow_nothing_inline_and_nothing_from_elsewhere(client: Client, path: str) -> None:
    policy = directives(client, path)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in str(policy)
    assert "http" not in str(policy)


def test_the_admin_allows_its_own_inline_scripts_but_nothing_from_elsewhere(admin_client: Client) -> None:
    policy = directives(admin_client, "/admin/")
    assert policy["script-src"] == "'self' 'unsafe-inline'"
    assert policy["default-src"] == "'none'"
    assert "http" not in str(policy)


@pytest.mark.django_db(transaction=True)
def test_the_health_address_names_the_parts_that_answer(client: Client) -> None:
    answer = client.get("/sante/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert len(lines) == 4
    assert all(line.endswith(": OK") for line in lines)


def test_a_picture_made_for_a_page_is_served(client: Client) -> None:
    default_storage.save("images/essai.png", ContentFile(b"\x89PNG"))
    answer = client.get("/media/images/essai.png")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert b"".join(answer.streaming_content) == b"\x89PNG"


@pytest.mark.parametrize(
    "path", ["images/absente.png", "original_images/essai.png", "images/page.html", "documents/a.pdf"]
)
def test_nothing_else_is_served_from_the_pictures(client: Client, path: str) -> None:
    default_storage.save(path.replace("absente", "autre"), ContentFile(b"x"))
    assert client.get(f"/media/{path}").status_code == 404

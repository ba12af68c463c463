"""The screens of the mediation places: EMS's pages, the national standard's files."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from passnum.core.models import JournalEntry
from passnum.network.models import MediationPlace
from tests.network.examples import CURRENT, OLD, ROW, place
from tests.scene import Scene, signed_in, signed_in_afresh

pytestmark = pytest.mark.django_db
KIND = "/admin/pass/echanges/lieux-de-mediation/"


def send(client: Client, data: str | bytes, name: str = "lieux.csv") -> Any:
    content = data.encode() if isinstance(data, str) else data
    return client.post(KIND, {"file": SimpleUploadedFile(name, content, "text/csv")}, follow=True)


def words_of(answer: Any) -> str:
    text: str = answer.content.decode()
    return text.replace("\xa0", " ").replace("\u202f", " ").replace("&nbsp;", " ")


def test_each_field_of_the_form_begins_with_a_capital(scene: Scene) -> None:
    form = signed_in(scene.ems).get(reverse("lieux-de-mediation:add")).context["form"]
    assert [str(one.label) for one in form if not str(one.label)[0].isupper()] == []


def test_a_file_is_seen_before_it_is_written_then_written_once(scene: Scene) -> None:
    client = signed_in(scene.ems)
    seen = send(client, CURRENT)
    assert (seen.status_code, MediationPlace.objects.count()) == (200, 0)
    assert "Atelier du Moulin" in words_of(seen)
    client.post(seen.request["PATH_INFO"], {"action": "confirmer"})
    assert MediationPlace.objects.get().nom == "Atelier du Moulin"
    again = client.post(seen.request["PATH_INFO"], {"action": "confirmer"}, follow=True)
    assert "ne se confirme plus" in words_of(again)


def test_the_preview_shows_the_columns_of_the_file_alone_and_marks_what_changes(scene: Scene) -> None:
    place(national_id="moulin-1", nom="Atelier ancien")
    page = words_of(send(signed_in(scene.ems), OLD))
    assert "<mark>Atelier du Moulin</mark>" in page
    assert "<code>conditions_acces</code>" in page
    assert "<code>horaires</code>" not in page


def test_a_refused_line_names_row_column_and_value_and_nothing_can_be_confirmed(scene: Scene) -> None:
    wrong = ROW.replace("moulin-1", "moulin-2").replace("67540", "675")
    page = words_of(send(signed_in(scene.ems), f"{CURRENT}{wrong}\r\n"))
    assert 'value="confirmer"' not in page
    for words in ("Ligne 3", "code_postal", "675", "cinq chiffres"):
        assert words in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (CURRENT.encode()[:-200], "coupé"),
        (b"", "vide"),
        (b"\x00\x01\x02" * 50, ""),
        (CURRENT.replace("id,pivot", "identifiant,pivot", 1).encode(), "Il manque une colonne : id"),
        (CURRENT.replace("48.5431", "nan", 1).encode(), "latitude"),
    ],
)
def test_a_hostile_file_is_refused_in_french_and_writes_nothing(scene: Scene, data: bytes, words: str) -> None:
    answer = send(signed_in(scene.ems), data)
    assert answer.status_code in {200, 413, 422}
    assert words in words_of(answer)
    assert 'value="confirmer"' not in words_of(answer)
    assert not MediationPlace.objects.exists()


def test_windows_encoding_is_read(scene: Scene) -> None:
    client = signed_in(scene.ems)
    seen = send(client, CURRENT.encode("cp1252"))
    client.post(seen.request["PATH_INFO"], {"action": "confirmer"})
    assert MediationPlace.objects.get().services[0] == "Maîtrise des outils numériques du quotidien"


def test_the_list_leads_to_the_import_and_to_the_export(scene: Scene) -> None:
    page = words_of(signed_in(scene.ems).get("/admin/lieux-de-mediation/"))
    assert KIND in page
    assert f"{KIND}export.csv" in page


def test_a_name_that_looks_like_a_formula_leaves_without_harm(scene: Scene) -> None:
    place(nom="=1+1")
    data = b"".join(signed_in_afresh(scene.ems).get(f"{KIND}export.csv").streaming_content).decode()
    assert ",'=1+1," in data
    assert ",=1+1," not in data


def test_the_export_asks_for_the_password(scene: Scene) -> None:
    assert signed_in(scene.ems).get(f"{KIND}export.csv").status_code == 302


def test_an_act_keeps_its_day_and_its_reason_in_the_journal(scene: Scene) -> None:
    row = place(network_joined_on=None)
    url = reverse("backoffice:mediation_place_act", args=[row.public_id, "entrer"])
    signed_in(scene.ems).post(url, {"on": "2023-09-01", "reason": "Convention signée"})
    row.refresh_from_db()
    assert row.network_joined_on == date(2023, 9, 1)
    assert "Convention signée" in JournalEntry.objects.latest("pk").reason
    page = signed_in(scene.ems).get(reverse("backoffice:mediation_place", args=[row.public_id])).content.decode()
    assert "Convention signée" in page


def test_a_place_is_found_by_its_name_and_changed(scene: Scene) -> None:
    row = place(nom="Atelier des Trois Ponts")
    client = signed_in(scene.ems)
    found = client.get("/admin/lieux-de-mediation/", {"q": "Trois Ponts"})
    assert "Atelier des Trois Ponts" in found.content.decode()
    edit = client.get(f"/admin/lieux-de-mediation/edit/{row.pk}/")
    form = edit.context["form"]
    values = {name: form[name].value() for name in form.fields}
    values |= {name: "\n".join(value) for name, value in values.items() if isinstance(value, list) and name in LINES}
    values = {name: value for name, value in values.items() if value not in (None, False, [])}
    answer = client.post(f"/admin/lieux-de-mediation/edit/{row.pk}/", {**values, "nom": "Atelier du Pont Neuf"})
    assert answer.status_code == 302, answer.context["form"].errors
    row.refresh_from_db()
    assert row.nom == "Atelier du Pont Neuf"


LINES = {"typologie", "courriels", "site_web", "autres_formations_labels"}

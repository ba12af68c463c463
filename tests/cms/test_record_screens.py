"""The record and the document of a convention on screen: articles, contacts, files, versions, the code on a page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from passnum.conventions import services as conventions
from passnum.conventions.models import Convention, ConventionFile, DocumentVersion
from passnum.conventions.services import articles, record
from passnum.core import clock
from passnum.core.uploads import ATTACHMENTS, check_upload
from tests.scene import Scene, draft_convention, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(scene: Scene) -> Convention:
    """A convention in preparation whose articles have their texts."""
    convention = conventions.save_record(
        actor=scene.ems, convention=draft_convention(scene.alpha.partner, reference="PN-NEUVE")
    )
    for article in convention.articles.all():
        articles.change_article(
            actor=scene.ems, article=article, title=article.title, text=f"Texte {article.number}.", revision=0
        )
    return convention


def post(client: Client, convention: Convention, slug: str, values: dict[str, Any]) -> int:
    url = reverse("backoffice:record_act", args=[convention.public_id, slug])
    assert client.get(url).status_code == 200
    return client.post(url, values).status_code


def test_an_article_keeps_its_former_texts(scene: Scene, draft: Convention) -> None:
    client = signed_in(scene.ems)
    url = reverse("backoffice:article_edit", args=[draft.public_id, 9])
    assert "Texte 9." in client.get(url).content.decode()
    stale = {"title": "Communication", "text": "Autre", "revision": 0}
    assert client.post(url, stale).status_code == 409
    assert client.post(url, {**stale, "title": "", "revision": 1}).status_code == 422
    assert client.post(url, {**stale, "revision": 1}).status_code == 302
    page = client.get(reverse("backoffice:article", args=[draft.public_id, 9])).content.decode()
    assert "<del>Texte 9.</del>" in page
    assert "<ins>Autre</ins>" in page
    assert client.get(reverse("backoffice:article", args=[draft.public_id, 99])).status_code == 404


def test_the_version_to_sign_is_produced_sent_and_read_by_the_partner(scene: Scene, draft: Convention) -> None:
    client, partner = signed_in(scene.ems), signed_in(scene.alpha.referent)
    assert client.get(reverse("backoffice:preview", args=[draft.public_id])).content.startswith(b"%PDF")
    assert post(client, draft, "version", {}) == 302
    version = DocumentVersion.objects.get()
    here = reverse("portal:document", args=[version.public_id])
    assert partner.get(here).status_code == 404
    with clock.on_day(date(2023, 9, 18)):
        conventions.send_for_signature(actor=scene.ems, convention=draft)
    assert "bien de cette version" in partner.get(f"{here}?e={version.text_sha256[:16]}").content.decode()
    assert "n’est pas de cette version" in partner.get(f"{here}?e=0000").content.decode()
    pdf = partner.get(reverse("portal:document_file", args=[version.public_id]))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    assert signed_in(scene.beta.president).get(here).status_code == 404
    url = reverse("backoffice:record_act", args=[draft.public_id, "version"])
    assert client.post(url, {}).status_code == 409


def test_contacts_files_data_and_transmissions_are_kept(scene: Scene, draft: Convention) -> None:
    client = signed_in(scene.ems)
    unreachable = {"side": "ems", "role": "donnees", "name": "Déléguée"}
    assert post(client, draft, "contact", unreachable) == 422
    assert post(client, draft, "contact", {**unreachable, "email": "dpd@exemple.test"}) == 302
    assert post(client, draft, "donnees", {"controller": "conjointe", "arrangement": "Accord signé"}) == 302
    assert post(client, draft, "transmission", {"side": "ems", "on": "2021-06-20"}) == 422
    assert post(client, draft, "transmission", {"side": "ems", "on": "2021-06-28"}) == 302
    harmful = SimpleUploadedFile("virus.exe", b"MZ")
    assert post(client, draft, "piece", {"label": "Acte", "file": harmful}) == 422
    upload = SimpleUploadedFile("acte.txt", b"acte", "text/plain")
    assert post(client, draft, "piece", {"label": "Acte", "file": upload}) == 302
    page = client.get(reverse("backoffice:record", args=[draft.public_id])).content.decode()
    for words in ("Déléguée", "Accord signé", "lundi 28 juin 2021", "acte.txt"):
        assert words in page


def test_a_contact_is_erased_from_beside_its_line(scene: Scene, draft: Convention) -> None:
    client = signed_in(scene.ems)
    values = {"side": "ems", "role": "donnees", "name": "Déléguée", "email": "dpd@exemple.test"}
    assert post(client, draft, "contact", values) == 302
    contact = draft.contacts.get()
    here = reverse("backoffice:record", args=[draft.public_id])
    removal = reverse("backoffice:record_act", args=[draft.public_id, "retirer-contact"])
    assert f"{removal}?objet={contact.public_id}" in client.get(here).content.decode()
    assert "checked" in client.get(f"{removal}?objet={contact.public_id}").content.decode()
    assert client.get(f"{removal}?objet=faux").status_code == 200
    assert client.post(removal, {"object": "faux"}).status_code == 422
    assert client.post(removal, {"object": contact.public_id}).status_code == 302
    assert "dpd@exemple.test" not in client.get(here).content.decode()
    assert not draft.contacts.exists()


def test_a_file_is_withdrawn_with_a_reason_and_kept(scene: Scene, draft: Convention) -> None:
    client = signed_in(scene.ems)
    upload = SimpleUploadedFile("acte.txt", b"acte", "text/plain")
    assert post(client, draft, "piece", {"label": "Acte", "file": upload}) == 302
    row = draft.files.get()
    assert post(client, draft, "retirer-piece", {"object": row.public_id, "reason": ""}) == 422
    assert post(client, draft, "retirer-piece", {"object": row.public_id, "reason": "Doublon"}) == 302
    assert "acte.txt" not in client.get(reverse("backoffice:record", args=[draft.public_id])).content.decode()
    assert draft.files.get().withdrawn_at is not None


def test_contacts_and_files_of_another_convention_are_not_offered(scene: Scene, draft: Convention) -> None:
    client = signed_in(scene.ems)
    values = {"side": "ems", "role": "suivi", "name": "Ici", "email": "ici@exemple.test"}
    assert post(client, draft, "contact", values) == 302
    assert post(client, scene.beta.convention, "contact", {**values, "name": "Ailleurs"}) == 302
    foreign = scene.beta.convention.contacts.get()
    assert post(client, draft, "retirer-contact", {"object": foreign.public_id}) == 422


def test_the_date_of_emss_signature_is_completed_once(scene: Scene) -> None:
    client, convention = signed_in(scene.ems), scene.alpha.convention
    assert post(client, convention, "signature", {"on": "2030-01-01"}) == 422
    assert post(client, convention, "signature", {"on": "2021-07-07"}) == 302
    convention.refresh_from_db()
    assert convention.ems_signed_on == date(2021, 7, 7)
    again = reverse("backoffice:record_act", args=[convention.public_id, "signature"])
    assert client.post(again, {"on": "2021-07-08"}).status_code == 409


def test_the_elapsed_period_is_said_with_where_it_comes_from(scene: Scene) -> None:
    client, convention = signed_in(scene.ems), scene.alpha.convention
    assert post(client, convention, "periode", {"elapsed_period": "glissante", "reason": ""}) == 422
    assert post(client, convention, "periode", {"elapsed_period": "glissante", "reason": "Comité de 2022"}) == 302
    page = client.get(reverse("backoffice:record", args=[convention.public_id])).content.decode()
    assert "Douze mois glissants" in page


def test_a_file_is_read_by_the_structure_while_it_is_shared_and_not_taken_off(scene: Scene) -> None:
    def joined(label: str, *, shared: bool) -> ConventionFile:
        upload = SimpleUploadedFile(f"{label}.txt", label.encode(), "text/plain")
        return record.add_file(
            actor=scene.ems,
            convention=scene.alpha.convention,
            checked=check_upload(upload, accept=ATTACHMENTS),
            label=label,
            shared=shared,
        )

    open_file, own = joined("Annexe partagée", shared=True), joined("Note interne", shared=False)
    client = signed_in(scene.alpha.lecteur)
    page = client.get(reverse("portal:convention_text", args=[scene.alpha.convention.public_id])).content.decode()
    assert "Annexe partagée" in page
    assert "Note interne" not in page
    url = reverse("portal:convention_file", args=[open_file.public_id])
    answer = client.get(url)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert client.get(reverse("portal:convention_file", args=[own.public_id])).status_code == 404
    assert signed_in(scene.beta.president).get(url).status_code == 404
    record.withdraw_file(actor=scene.ems, file=open_file, reason="Remplacée")
    assert client.get(url).status_code == 404

"""Files sent by EMS's staff: judged by their content, whatever their name says."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection

from passnum.demo.supports import draw

PAGE = b"<html><script>alert(1)</script></html>"


def send(client: Client, view: str, name: str, data: bytes, **values: object) -> str:
    sent = {"title": "Envoi", "file": SimpleUploadedFile(name, data), "collection": Collection.get_first_root_node().pk}
    return client.post(reverse(view), sent | values).content.decode()


def photograph() -> bytes:
    """A JPEG with the place where it was taken."""
    out, exif = io.BytesIO(), Picture.Exif()
    exif[0x010E] = "2 rue Secrète"
    Picture.new("RGB", (40, 30), "navy").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_web_page_named_as_a_pdf_is_refused_with_the_remedy(publisher: Client) -> None:
    assert "est refusé" in send(publisher, "wagtaildocs:add", "affiche.pdf", PAGE)
    assert not Document.objects.exists()


def test_web_page_named_as_a_pdf_is_refused_in_a_batch_too(publisher: Client) -> None:
    sent = {"files[]": SimpleUploadedFile("affiche.pdf", PAGE), "title": "Envoi"}
    answer = publisher.post(reverse("wagtaildocs:add_multiple"), sent)
    assert not answer.json()["success"]
    assert not Document.objects.exists()


def test_pdf_is_kept_as_it_is(publisher: Client) -> None:
    data = draw("sticker", "pdf")
    send(publisher, "wagtaildocs:add", "sticker.pdf", data)
    document = Document.objects.get()
    assert document.file.read() == data
    assert document.file_size == len(data)


@pytest.mark.parametrize("name", ["kit.zip", "logo.svg", "page.html"])
def test_document_of_another_kind_is_refused(publisher: Client, name: str) -> None:
    send(publisher, "wagtaildocs:add", name, PAGE)
    assert not Document.objects.exists()


def test_image_loses_its_hidden_data(publisher: Client) -> None:
    send(publisher, "wagtailimages:add", "photo.jpg", photograph(), description="Un carré")
    image = Image.objects.get()
    assert (image.width, image.height) == (40, 30)
    assert "2 rue Secrète".encode() not in image.file.read()


def test_damaged_image_is_refused(publisher: Client) -> None:
    send(publisher, "wagtailimages:add", "photo.jpg", photograph()[:200])
    assert not Image.objects.exists()


def test_image_is_not_changed_without_words_for_it(publisher: Client) -> None:
    send(publisher, "wagtailimages:add", "photo.jpg", photograph(), description="Un carré")
    image = Image.objects.get()
    sent = {"title": "Sans mots", "description": "", "collection": image.collection_id}
    answer = publisher.post(reverse("wagtailimages:edit", args=[image.pk]), sent)
    assert "description" in answer.context["form"].errors
    assert Image.objects.get().title == "Envoi"

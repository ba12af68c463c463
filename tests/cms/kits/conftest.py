"""Kits published on a fresh site, and the people who publish."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document

from cms.kits.enums import ItemKind
from cms.kits.models import CommunicationKit, KitItem
from cms.pages.setup import create_site
from passnum.demo.supports import draw
from tests.scene import administrator, communication


@pytest.fixture
def site(db: None, settings: Any, tmp_path: Path) -> None:
    """The public pages, with files of their own and no second factor asked."""
    settings.MEDIA_ROOT = str(tmp_path)
    settings.PASSNUM_REQUIRE_SECOND_FACTOR = False
    cache.clear()
    create_site()


@pytest.fixture
def kit(site: None) -> CommunicationKit:
    """A published kit of one poster."""
    document = Document(title="Affiche", file_size=1_234_567)
    document.file.save("affiche.pdf", ContentFile(draw("affiche", "pdf")), save=False)
    document.save()
    Document.objects.update(file_size=1_234_567)
    kit = CommunicationKit(title="Accueil du public", description="Pour les lieux.")
    kit.items.add(KitItem(kind=ItemKind.AFFICHE, title="Affiche de l’accueil", document=document, paper_format="A3"))
    kit.save()
    return kit


@pytest.fixture
def publisher(site: None) -> Client:
    """Signed in as the communication staff."""
    client = Client()
    client.force_login(communication())
    return client


@pytest.fixture
def reader(site: None) -> Client:
    """Signed in as an administrator of EMS."""
    client = Client()
    client.force_login(administrator())
    return client

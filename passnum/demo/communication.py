"""Kits and logos of the demonstration: supports drawn here, not the Eurométropole's own."""

from __future__ import annotations

from pathlib import Path

import typst
from django.conf import settings
from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from cms.kits.models import CommunicationKit, KitItem, LogoAsset
from cms.pages.setup import create_site


def load_communication() -> None:
    """The public pages, two kits and two logos, once."""
    create_site()
    if CommunicationKit.objects.exists():
        return
    kit = CommunicationKit.objects.create(
        title="Accueil du public",
        description="Pour les lieux de distribution : faire savoir qu’on peut y demander un Pass numérique.",
    )
    KitItem.objects.create(
        kit=kit, kind="affiche", title="Affiche", document=_document("affiche", "Affiche A3", "pdf"), paper_format="A3"
    )
    KitItem.objects.create(
        kit=kit,
        kind="sticker",
        title="Sticker",
        document=_document("sticker", "Sticker", "pdf"),
        paper_format="80 × 80 mm",
    )
    letters = CommunicationKit.objects.create(
        title="Remise du carnet", description="Pour les intervenants sociaux : la lettre qui accompagne le carnet."
    )
    KitItem.objects.create(
        kit=letters,
        kind="courrier",
        title="Courrier d’accompagnement",
        document=_document("courrier", "Courrier d’accompagnement", "pdf"),
        paper_format="A4",
    )
    rules = "Ne changez ni les couleurs ni les proportions ; laissez autour une marge égale à la hauteur d’une lettre."
    for extension, variant in (("pdf", "Pour l’impression"), ("png", "Pour l’écran")):
        LogoAsset.objects.create(
            title="Démarches en ligne ? Ici on vous aide",
            variant=variant,
            document=_document("logo", f"Logo du réseau, {variant.lower()}", extension),
            rules=rules,
        )


def _document(kind: str, title: str, extension: str) -> Document:
    source = Path(settings.BASE_DIR) / "templates" / "kits" / "poster.typ"
    data = typst.compile(
        source,
        format="png" if extension == "png" else "pdf",
        sys_inputs={"kind": kind, "title": title},
        ignore_system_fonts=True,
        timestamp=0,
    )
    document = Document(title=title)
    document.file.save(f"{kind}.{extension}", ContentFile(data), save=False)
    document.file_size = len(data)
    document.save()
    return document

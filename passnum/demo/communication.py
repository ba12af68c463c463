"""Public pages, news, kits and logos of the demonstration."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from cms.kits.enums import ItemKind, LogoVariant
from cms.kits.models import CommunicationKit, KitItem, LogoAsset, LogoFile
from cms.pages.models import NewsIndexPage, NewsPage
from cms.pages.setup import create_site
from passnum.demo.news import NEWS
from passnum.demo.supports import document, draw, picture

DATED = date(2023, 6, 12)

#: Kit → description, supports: nature, drawing, title, extension, format.
KITS = {
    "Accueil du public": (
        "Pour les lieux de distribution : faire savoir que l’on peut y demander un Pass numérique.",
        (
            (ItemKind.AFFICHE, "affiche", "Affiche pour l’accueil", "pdf", "A3"),
            (ItemKind.STICKER, "sticker", "Sticker pour la porte", "pdf", "80 × 80 mm"),
            (ItemKind.BANDEAU, "bandeau", "Bandeau pour votre site", "png", "2400 × 600 pixels"),
        ),
    ),
    "Remise du carnet": (
        "Pour les intervenants sociaux : la lettre que la personne emporte avec son carnet.",
        ((ItemKind.COURRIER, "courrier", "Lettre à la personne", "pdf", "A4"),),
    ),
}


@transaction.atomic
def load_communication() -> None:
    """The public pages, two kits, the logo in three renderings and two pieces of news. What is there stays as it is."""
    create_site()
    if not NewsPage.objects.exists():
        _publish_news()
    if not CommunicationKit.objects.exists():
        for title in KITS:
            _make_kit(title)
    if not LogoAsset.objects.exists():
        for variant in LogoVariant:
            _make_logo(variant)


def _publish_news() -> None:
    index = NewsIndexPage.objects.get()
    for slug, dated_on, title, summary, body in NEWS:
        page = NewsPage(
            slug=slug,
            dated_on=dated_on,
            title=title,
            summary=summary,
            search_description=summary,
            body=[("text", body)],
        )
        index.add_child(instance=page)


def _make_kit(title: str) -> None:
    description, supports = KITS[title]
    kit = CommunicationKit(title=title, description=description)
    for order, (kind, drawing, name, extension, paper_format) in enumerate(supports):
        item = KitItem(
            sort_order=order,
            kind=kind,
            title=name,
            document=document(f"{drawing}.{extension}", name, draw(drawing, extension)),
            picture=picture(f"apercu-{drawing}.png", f"Aperçu : {name}", draw(drawing, "png", ppi=40)),
            paper_format=paper_format,
            dated_on=DATED,
        )
        kit.items.add(item)
    kit.save()
    kit.save_revision().publish()


def _make_logo(variant: LogoVariant) -> None:
    logo = LogoAsset(
        variant=variant,
        dated_on=DATED,
        picture=picture(f"apercu-logo-{variant}.png", "Aperçu du logo du réseau", _logo(variant, "png", ppi=144)),
    )
    for order, (use, extension) in enumerate((("pour l’impression", "pdf"), ("pour l’écran", "png"))):
        title = f"Logo du réseau, {variant.label.lower()}, {use}"
        file = document(f"logo-{variant}.{extension}", title, _logo(variant, extension, ppi=288))
        logo.files.add(LogoFile(sort_order=order, use=use, document=file))
    logo.save()
    logo.save_revision().publish()


def _logo(variant: LogoVariant, extension: str, *, ppi: int) -> bytes:
    return draw("logo", extension, ppi=ppi, rendering=variant.value)

"""Blocks: what they ask of the editor, and how they are read."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from cms.pages.blocks import BodyBlock
from cms.pages.models import HomePage, StandardPage

BODY = BodyBlock()


def body(kind: str, value: Any) -> Any:
    return BODY.to_python([{"type": kind, "value": value}])


@pytest.fixture
def image(db: None) -> Image:
    return Image.objects.create(title="atelier", description="Un atelier", file=get_test_image_file())


def test_image_without_words_is_refused(image: Image) -> None:
    with pytest.raises(ValidationError):
        BODY.clean(body("image", {"image": {"image": image.pk, "decorative": False, "alt_text": ""}, "caption": ""}))


def test_image_is_read_with_its_words(image: Image) -> None:
    value = {"image": {"image": image.pk, "decorative": False, "alt_text": "Deux personnes"}, "caption": "Ostwald"}
    html = BODY.clean(body("image", value)).render_as_block()
    assert 'alt="Deux personnes"' in html
    assert "Ostwald" in html


def test_decorative_image_is_silent(image: Image) -> None:
    value = {"image": {"image": image.pk, "decorative": True, "alt_text": "oubli"}, "caption": ""}
    assert 'alt=""' in BODY.clean(body("image", value)).render_as_block()


@pytest.mark.parametrize("both", [True, False])
def test_button_leads_to_one_place_only(site: HomePage, both: bool) -> None:
    value = {"label": "Aller", "page": site.pk if both else None, "address": "https://exemple.fr" if both else ""}
    with pytest.raises(ValidationError):
        BODY.clean(body("action", value))


def test_button_to_a_withdrawn_page_disappears(site: HomePage) -> None:
    page = StandardPage.objects.get(slug="guide")
    page.unpublish()
    html = body("action", {"label": "Lire le guide", "page": page.pk, "address": ""}).render_as_block()
    assert "Lire le guide" not in html


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "<p>Pour qui ?</p>"),
        ("callout", {"tone": "info", "title": "À savoir", "text": "<p>Pour qui ?</p>"}),
        ("questions", [{"question": "Et moi ?", "answer": "<p>Pour qui ?</p>"}]),
    ],
)
def test_rich_text_is_read_as_text_with_its_french_spaces(kind: str, value: Any) -> None:
    html = body(kind, value).render_as_block()
    assert "<p>Pour qui\u00a0?</p>" in html
    assert "&lt;" not in html


def test_table_names_its_columns_and_its_rows() -> None:
    table = {
        "columns": [{"type": "text", "heading": "Commune"}, {"type": "number", "heading": "Carnets"}],
        "rows": [{"values": ["Ostwald", 12]}],
        "caption": "",
    }
    html = body("table", {"caption": "Carnets remis", "table": table}).render_as_block()
    assert "<caption>Carnets remis</caption>" in html
    assert '<th scope="col">Carnets</th>' in html
    assert '<th scope="row">Ostwald</th>' in html


@pytest.mark.parametrize("name", [name for name in BODY.child_blocks if name not in {"image", "document", "table"}])
def test_block_shows_a_preview_to_the_editor(name: str) -> None:
    block = BODY.child_blocks[name]
    assert block.is_previewable
    assert block.get_description()

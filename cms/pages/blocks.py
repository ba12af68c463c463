"""Blocks of the public pages: few, plain, each with its help in French and a preview."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

#: Formatting that an editor may use in a text. No embed, no picture: those have their own block, with their words.
FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
SHORT_FEATURES = ["bold", "italic", "link"]


class FigureBlock(blocks.StructBlock):
    """A picture: its words are asked for, unless it is declared decorative."""

    image = ImageBlock(
        label="Image",
        help_text="Le texte de remplacement dit ce que l’image apporte aux personnes qui ne la voient pas.",
    )
    caption = blocks.CharBlock(label="Légende", required=False, max_length=200)

    class Meta:
        icon = "image"
        label = "Image"
        description = "Une image, avec son texte de remplacement et une légende."
        template = "pages/blocks/image.html"


class CalloutBlock(blocks.StructBlock):
    """A point to notice."""

    tone = blocks.ChoiceBlock(
        label="Importance",
        choices=[("info", "À savoir"), ("soon", "Attention"), ("done", "Bonne nouvelle")],
        default="info",
    )
    title = blocks.CharBlock(label="Titre", max_length=120)
    text = blocks.RichTextBlock(label="Texte", features=[*SHORT_FEATURES, "ul"])

    class Meta:
        icon = "info-circle"
        label = "Encadré"
        description = "Un point à remarquer."
        template = "pages/blocks/callout.html"
        preview_value = {"tone": "info", "title": "Bon à savoir", "text": "<p>Le Pass est gratuit pour vous.</p>"}


class ActionBlock(blocks.StructBlock):
    """A button that leads to a page of the site, or to an address."""

    label = blocks.CharBlock(
        label="Texte du bouton", max_length=80, help_text="L’acte : « Trouver un lieu », « Lire le guide »."
    )
    page = blocks.PageChooserBlock(label="Page", required=False)
    address = blocks.URLBlock(label="ou adresse", required=False)

    class Meta:
        icon = "link"
        label = "Bouton"
        description = "Un bouton vers une page ou une adresse."
        template = "pages/blocks/action.html"
        preview_value = {"label": "Trouver un lieu", "address": "https://example.org/"}

    def clean(self, value: Any) -> Any:
        """A button leads somewhere, and to one place only."""
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["address"]):
            error = ValidationError("Choisissez une page ou écrivez une adresse, l’une des deux.")
            raise blocks.StructBlockValidationError(block_errors={"page": error})
        return cleaned


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(label="Question", max_length=200)
    answer = blocks.RichTextBlock(label="Réponse", features=FEATURES)

    class Meta:
        icon = "help"
        label = "Question"


class KeyFigureBlock(blocks.StructBlock):
    """A figure with its unit and where it comes from."""

    value = blocks.CharBlock(label="Chiffre", max_length=20, help_text="« 3 000 », « 50 % ».")
    unit = blocks.CharBlock(label="Unité", max_length=40, required=False, help_text="« carnets », « Pass ».")
    label = blocks.CharBlock(label="Ce qu’il compte", max_length=120)
    note = blocks.CharBlock(label="Source ou date", max_length=120, required=False)

    class Meta:
        icon = "decimal"
        label = "Chiffre"


class QuoteBlock(blocks.StructBlock):
    """The words of someone, who agreed to it."""

    text = blocks.TextBlock(label="Citation", max_length=400)
    author = blocks.CharBlock(
        label="Qui parle", max_length=120, required=False, help_text="Jamais le nom d’une personne aidée."
    )

    class Meta:
        icon = "openquote"
        label = "Citation"
        description = "Les mots d’une personne, avec son accord."
        template = "pages/blocks/quote.html"
        preview_value = {"text": "J’ai appris à lire mes messages.", "author": "Une personne aidée, Ostwald"}


class TableBlock(blocks.StructBlock):
    """A table with a caption and named columns; the first cell of a row names the row."""

    caption = blocks.CharBlock(label="Titre du tableau", max_length=160, help_text="Lu avant le tableau.")
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(label="Texte", required=False)),
            ("number", blocks.FloatBlock(label="Nombre", required=False)),
        ],
        label="Tableau",
        help_text="Nommez chaque colonne. La première colonne nomme la ligne.",
    )

    class Meta:
        icon = "table"
        label = "Tableau"
        description = "Des données en lignes et colonnes ; jamais de la mise en page."
        template = "pages/blocks/table.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = blocks.CharBlock(
        label="Titre",
        icon="title",
        max_length=120,
        template="pages/blocks/heading.html",
        description="Un titre de partie.",
        preview_value="Comment obtenir un Pass ?",
    )
    text = blocks.RichTextBlock(
        label="Texte",
        icon="pilcrow",
        features=FEATURES,
        template="pages/blocks/text.html",
        description="Un texte : phrases courtes, un sujet par paragraphe.",
        preview_value="<p>Parlez de vos difficultés à un <strong>intervenant social</strong>.</p>",
    )
    image = FigureBlock()
    callout = CalloutBlock()
    action = ActionBlock()
    questions = blocks.ListBlock(
        QuestionBlock(),
        label="Questions et réponses",
        icon="help",
        template="pages/blocks/questions.html",
        description="Des questions qui se déplient.",
        preview_value=[{"question": "Est-ce payant ?", "answer": "<p>Non, c’est gratuit pour vous.</p>"}],
    )
    figures = blocks.ListBlock(
        KeyFigureBlock(),
        label="Chiffres clés",
        icon="decimal",
        template="pages/blocks/figures.html",
        description="Un à quatre chiffres, avec leur unité.",
        max_num=4,
        preview_value=[{"value": "10", "unit": "Pass", "label": "Dans un carnet", "note": ""}],
    )
    quote = QuoteBlock()
    table = TableBlock()
    document = DocumentChooserBlock(
        label="Document à télécharger",
        icon="doc-full",
        template="pages/blocks/document.html",
        description="Un fichier, avec son format et sa taille.",
    )

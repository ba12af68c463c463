"""Blocks of the public pages: few, plain, each with its help in French."""

from __future__ import annotations

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

#: Formatting that an editor may use in a text.
FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class ImageBlock(blocks.StructBlock):
    """An image with its text alternative, or declared decorative."""

    image = ImageChooserBlock(label="Image")
    alternative = blocks.CharBlock(
        label="Texte de remplacement",
        required=False,
        help_text="Ce que l’image dit, pour les personnes qui ne la voient pas.",
    )
    decorative = blocks.BooleanBlock(
        label="Image décorative", required=False, help_text="Elle n’apporte aucune information."
    )
    caption = blocks.CharBlock(label="Légende", required=False)

    class Meta:
        icon = "image"
        label = "Image"
        template = "pages/blocks/image.html"

    def clean(self, value):
        """An image that says something has words for it."""
        cleaned = super().clean(value)
        if not cleaned["decorative"] and not cleaned["alternative"].strip():
            message = "Écrivez un texte de remplacement, ou cochez « Image décorative »."
            raise blocks.StructBlockValidationError(block_errors={"alternative": blocks.ValidationError(message)})
        return cleaned


class CalloutBlock(blocks.StructBlock):
    """A point to notice."""

    title = blocks.CharBlock(label="Titre", max_length=120)
    text = blocks.RichTextBlock(label="Texte", features=["bold", "italic", "link", "ul"])

    class Meta:
        icon = "info-circle"
        label = "À savoir"
        template = "pages/blocks/callout.html"


class ActionBlock(blocks.StructBlock):
    """A button that leads to a page or an address."""

    label = blocks.CharBlock(
        label="Texte du bouton", max_length=80, help_text="L’acte : « Trouver un lieu », « Télécharger le guide »."
    )
    page = blocks.PageChooserBlock(label="Page", required=False)
    address = blocks.URLBlock(label="ou adresse", required=False)

    class Meta:
        icon = "link"
        label = "Bouton"
        template = "pages/blocks/action.html"


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(label="Question", max_length=200)
    answer = blocks.RichTextBlock(label="Réponse", features=FEATURES)

    class Meta:
        icon = "help"
        label = "Question"


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = blocks.CharBlock(label="Titre", icon="title", template="pages/blocks/heading.html", max_length=120)
    text = blocks.RichTextBlock(label="Texte", icon="pilcrow", features=FEATURES, template="pages/blocks/text.html")
    image = ImageBlock()
    callout = CalloutBlock()
    action = ActionBlock()
    questions = blocks.ListBlock(
        QuestionBlock(), label="Questions et réponses", icon="help", template="pages/blocks/questions.html"
    )
    document = DocumentChooserBlock(
        label="Document à télécharger", icon="doc-full", template="pages/blocks/document.html"
    )

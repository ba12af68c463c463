"""Files that EMS's staff send to Wagtail: checked by their content as those of the partners are."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from passnum.core.errors import InvalidInput
from passnum.core.uploads import check_upload

DOCUMENTS = frozenset({"pdf", "odt", "ods", "docx", "xlsx", "png", "jpg", "jpeg"})
IMAGES = frozenset({"png", "jpg", "jpeg"})


def checked(file: Any, accept: frozenset[str]) -> Any:
    """The file sent, under a safe name and without hidden data; one already kept is given back as it is."""
    if not isinstance(file, UploadedFile):
        return file
    try:
        found = check_upload(file, accept=accept)
    except InvalidInput as error:
        raise ValidationError(error.message) from error
    return SimpleUploadedFile(found.safe_name, found.file.read(), content_type=found.media_type)


class DocumentForm(BaseDocumentForm):
    """A document of the site."""

    def clean_file(self) -> Any:
        return checked(self.cleaned_data["file"], DOCUMENTS)


class CheckedImageField(WagtailImageField):
    """Checked before Wagtail opens it: a damaged image would stop it with an error."""

    def to_python(self, data: Any) -> Any:
        return super().to_python(checked(data, IMAGES))


class ImageForm(BaseImageForm):
    """An image of the site; once it is there, its words are asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            self.fields["file"] = CheckedImageField(label=file.label, required=file.required, widget=file.widget)
        if words := self.fields.get("description"):
            words.help_text = "Ce que l’image montre, pour les personnes qui ne la voient pas."
            # A batch sends its files first, and their words in a second form.
            words.required = self.instance.pk is not None

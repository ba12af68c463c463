"""The words of every form in written French: labels, choices and help with their no-break spaces, in the admin too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.safestring import mark_safe

from passnum.core.french import typeset, typeset_html


class FrenchBoundField(BoundField):
    """A field of a form on its page: typeset here once, since each template and the admin's own read it from here."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        self.label = _typeset(self.label)
        self.help_text = _typeset(self.help_text)


class FrenchRenderer(TemplatesSetting):
    """Setting FORM_RENDERER."""

    bound_field_class = FrenchBoundField

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """A widget or a form; the choices of a list are typeset as it is shown, whatever they come from."""
        for _, options, _ in context.get("widget", {}).get("optgroups", ()):
            for option in options:
                option["label"] = _typeset(option["label"])
        return super().render(template_name, context, request)


def _typeset(words: object) -> str:
    if hasattr(words, "__html__"):
        return mark_safe(typeset_html(words.__html__()))  # it was safe, only spaces of its text change
    return typeset(str(words))

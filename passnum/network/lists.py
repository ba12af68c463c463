"""Columns that hold several values: closed lists of the standard, and free ones written one value a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst


class LinesField(forms.CharField):
    """Several values, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(list(initial or []) != self.to_python(data))


class ListField(models.JSONField):
    """A list of texts, in the order given. With `values`, each is one of them."""

    def __init__(self, *args: Any, values: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        self.values = tuple(values)
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def validate(self, value: Any, model_instance: Any) -> None:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise ValidationError("Une liste de textes est attendue.")
        known = {code for code, _ in self.values}
        for one in value:
            if known and one not in known:
                raise ValidationError(f"« {one} » n’est pas une valeur de la liste.")

    def formfield(self, **kwargs: Any) -> Any:
        common: dict[str, Any] = {"label": capfirst(self.verbose_name), "required": False, "help_text": self.help_text}
        if self.values:
            return forms.MultipleChoiceField(choices=self.values, widget=forms.CheckboxSelectMultiple, **common)
        return LinesField(**common)


def as_choices(values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Values of the standard, which are their own labels (with the typographic apostrophe on screens)."""
    return tuple((one, one.replace("'", "’")) for one in values)

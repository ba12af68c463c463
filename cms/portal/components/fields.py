"""Parts of a form: field, error summary, file drop, autosave status."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet

register = template.Library()


def _kind(bound: BoundField) -> str:
    """How the field is laid out: hidden, group (fieldset), check (label after the box), file or plain."""
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "plain"


def _described(bound: BoundField, *, example: bool) -> dict[str, str]:
    """ARIA attributes that tie the field to its help, example and errors, in the order in which they are read."""
    parts = {"help": bound.help_text, "example": example, "error": bound.errors}
    identifiers = [f"{bound.id_for_label or bound.auto_id}-{name}" for name, there in parts.items() if there]
    attributes = {"aria-describedby": " ".join(identifiers)} if identifiers else {}
    return attributes | ({"aria-invalid": "true"} if bound.errors else {})


@register.inclusion_tag("includes/field.html")
def field(bound: BoundField, *, example: str = "", autocomplete: str = "") -> dict[str, Any]:
    """A field with its label, « (obligatoire) » in words, help, example and errors."""
    kind = _kind(bound)
    attributes = _described(bound, example=bool(example))
    if autocomplete:
        attributes["autocomplete"] = autocomplete
    # A group carries its description on the fieldset, not on each of its boxes.
    on_widget = {} if kind == "group" else attributes
    return {
        "bound": bound,
        "kind": kind,
        "widget": bound.as_widget(attrs=on_widget),
        "described": attributes.get("aria-describedby", ""),
        "base_id": bound.id_for_label or bound.auto_id,
        "example": example,
    }


def _form_errors(form: forms.BaseForm) -> Iterator[dict[str, str]]:
    for message in form.non_field_errors():
        yield {"message": message, "target": ""}
    for bound in form:
        # A group of boxes has no element of its own to focus: its first box has.
        target = f"{bound.auto_id}_0" if _kind(bound) == "group" else bound.id_for_label or bound.auto_id
        for message in bound.errors:
            yield {"message": message, "target": "" if bound.is_hidden else target, "label": str(bound.label)}


@register.inclusion_tag("includes/error_summary.html")
def error_summary(*forms_shown: forms.BaseForm | BaseFormSet[Any]) -> dict[str, Any]:
    """Every error of the forms and formsets, each a link to its field. Nothing when there is none."""
    errors: list[dict[str, str]] = []
    for shown in forms_shown:
        if isinstance(shown, BaseFormSet):
            errors += [{"message": message, "target": ""} for message in shown.non_form_errors()]
            errors += [error for form in shown.forms for error in _form_errors(form)]
        elif shown is not None:
            errors += _form_errors(shown)
    return {"errors": errors}


@register.inclusion_tag("includes/file_drop.html")
def file_drop(bound: BoundField, *, max_size: str = "", accept: str = "") -> dict[str, Any]:
    """A file field that also takes a dropped file; without script it is a plain file field."""
    attributes = _described(bound, example=bool(max_size or accept))
    if accept:
        attributes["accept"] = accept
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs=attributes),
        "base_id": bound.id_for_label,
        "max_size": max_size,
        "kinds": ", ".join(part.strip().removeprefix(".").upper() for part in accept.split(",") if part.strip()),
    }


@register.inclusion_tag("includes/autosave_status.html")
def autosave_status(*, saved_at: datetime | None = None) -> dict[str, Any]:
    """« Enregistré à 14 h 32 », announced; `autosave.js` writes into it."""
    return {"saved_at": saved_at}

"""Two people with the same form open: the second is told, the first is not overwritten."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.db import transaction
from django.forms.models import model_to_dict

from passnum.core.errors import WrongState

#: Hidden field of the form: the digest of what the row held when the form was opened.
SEEN = "seen"


class UnchangedSinceOpened:
    """For a view that changes a row through a service (`save_instance`): refuses when the row is not the one shown."""

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        form.fields[SEEN] = forms.CharField(widget=forms.HiddenInput, required=False)
        form.initial[SEEN] = _digest(self.object, form)  # type: ignore[attr-defined]
        return form

    def save_instance(self) -> Any:
        """Under a lock, so that two saves at once do not both find the row unchanged. Raises WrongState."""
        form = self.form  # type: ignore[attr-defined]
        with transaction.atomic():
            rows = self.model._default_manager.select_for_update()  # type: ignore[attr-defined]
            if _digest(rows.get(pk=form.instance.pk), form) != form.cleaned_data[SEEN]:
                raise WrongState(
                    "Quelqu’un a modifié cette fiche depuis que vous l’avez ouverte : rien n’est enregistré. "
                    "Notez vos changements, puis rechargez la page pour partir de la version actuelle."
                )
            return super().save_instance()  # type: ignore[misc]


def _digest(row: Any, form: Any) -> str:
    """SHA-256 of the fields of the row that the form shows."""
    names = [name for name in form.fields if name != SEEN]
    return hashlib.sha256(repr(sorted(model_to_dict(row, fields=names).items())).encode()).hexdigest()

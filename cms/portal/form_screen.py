"""What every screen made of one form does: shown, its act done, what was refused said once."""

from __future__ import annotations

from typing import Any

from django import forms

from passnum.core.errors import PassnumError


def box_to_tick(label: str, missing: str) -> forms.BooleanField:
    """A confirmation as a field like the others: left unticked, it is told with them and linked to."""
    return forms.BooleanField(label=label, error_messages={"required": missing})


class FormScreen:
    """Show a form, do its act, say once what was refused."""

    def try_act(self, form: forms.Form) -> tuple[Any, int]:
        """What the act gave, or None and the status of the refusal, told on the form."""
        if not form.is_valid():
            return None, 422
        try:
            return self.act(form), 200
        except PassnumError as error:
            field = getattr(error, "field", None)
            form.add_error(field if field in form.fields else None, error.message)
            return None, error.http_status

    def act(self, form: Any) -> Any:
        """Call the service."""
        raise NotImplementedError

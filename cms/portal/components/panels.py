"""Blocks that hold the page's own markup: confirmation panel, action bar."""

from collections.abc import Sequence

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag(takes_context=True)
def confirmation_panel(
    context: Context,
    content: str,
    *,
    id: str,
    title: str,
    submit: str,
    button: str = "",
    action: str = "",
    form_id: str = "",
    consequences: Sequence[str] = (),
    confirm: str = "",
    tone: str = "primary",
    value: str = "",
    open: bool = False,
) -> SafeString:
    """An act that says its consequence before it is done: a disclosure with a box to tick and the button.

    With `form_id`, the box and the button belong to that form (the button goes to `action`); else to one of its own.
    """
    return render_to_string(
        "includes/confirmation_panel.html",
        {
            "content": content, "id": id, "title": title, "submit": submit, "button": button or f"{submit}…",
            "action": action, "form_id": form_id, "consequences": consequences, "confirm": confirm,
            "tone": tone, "value": value, "open": open, "csrf_token": context.get("csrf_token"),
        },
    )  # fmt: skip


@register.simple_block_tag
def action_bar(content: str) -> SafeString:
    """Buttons of a long form, at hand at the bottom of the screen."""
    return render_to_string("includes/action_bar.html", {"content": content})

"""What the software says: icon, receipt, progress."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from passnum.partners.models import User
from passnum.partners.permissions import is_ems

register = template.Library()

TONE_ICONS = {"info": "info", "success": "check", "done": "check", "soon": "alert", "warning": "alert", "late": "late"}
_TONES_OF_MESSAGES = {"success": "done", "warning": "soon", "error": "late"}


@register.inclusion_tag("includes/icon.html")
def icon(name: str) -> dict[str, str]:
    """An icon of the sprite, as decoration: it always stands beside a word."""
    return {"name": name}


@register.filter
def may_enter_back_office(user: User) -> bool:
    """Whether the person is of the Eurométropole: partners' people never enter the back office."""
    return bool(user.is_authenticated and is_ems(user))


@register.filter
def message_tone(level_tag: str) -> str:
    """The tone of an alert for a level of Django's messages."""
    return _TONES_OF_MESSAGES.get(level_tag, "info")


@register.simple_block_tag
def alert(content: str, *, tone: str = "info", title: str = "", live: bool = False) -> SafeString:
    """A message: what happened, what it means, what to do. `live` has it announced when it appears."""
    role = ("alert" if tone == "late" else "status") if live else ""
    context = {"content": content, "tone": tone, "title": title, "icon": TONE_ICONS[tone], "role": role}
    return render_to_string("includes/alert.html", context)


@register.inclusion_tag("includes/receipt.html")
def receipt(
    title: str,
    *,
    moment: datetime,
    lines: Sequence[tuple[str, Any]] = (),
    sha256: str = "",
    next_steps: Sequence[str] = (),
    print_url: str = "",
) -> dict[str, Any]:
    """Dated proof of an act: what was done, the fingerprint of what was handed in, and what comes next."""
    return {
        "title": title, "moment": moment, "lines": lines, "sha256": sha256,
        "next_steps": next_steps, "print_url": print_url,
    }  # fmt: skip


@register.inclusion_tag("includes/progress.html")
def progress(
    label: str,
    *,
    percent: int | None = None,
    detail: str = "",
    seconds_left: int | None = None,
    poll_url: str = "",
    state: str = "running",
    url: str = "",
    button: str = "",
    retry_url: str = "",
) -> dict[str, Any]:
    """A work in the background: running (asks again every two seconds), done or failed."""
    return {
        "label": label, "percent": percent, "detail": detail, "seconds_left": seconds_left, "poll_url": poll_url,
        "state": state, "url": url, "button": button, "retry_url": retry_url,
    }  # fmt: skip

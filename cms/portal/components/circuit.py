"""Where things stand: deadline, state, who has the ball, steps, timeline, history."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template

from cms.portal.states import known_states, look_of
from passnum.core import clock, french

register = template.Library()

#: From this many days before its date, a deadline is told to be soon.
SOON_DAYS = 30

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_STEP_WORDS = {"done": "fait", "current": "en cours", "todo": "à venir", "problem": "à reprendre"}
_STEP_ICONS = {"done": "check", "current": "arrow-right", "todo": "dot", "problem": "alert"}


@register.inclusion_tag("includes/deadline_chip.html")
def deadline_chip(
    due_on: date | None, *, article: str = "", done_on: date | datetime | None = None, explanation: str = ""
) -> dict[str, Any]:
    """« dans 12 jours · vendredi 28 octobre 2022 · art. 7 ». Without a date: « sans délai dans la convention »."""
    context: dict[str, Any] = {"due_on": due_on, "article": article, "explanation": explanation}
    if done_on is not None:
        return context | {"tone": "done", "icon": "check", "words": f"fait le {french.long_date(done_on)}"}
    if due_on is None:
        return context | {"tone": "quiet", "icon": "clock", "words": "sans délai dans la convention"}
    today = clock.today()
    days = (due_on - today).days
    tone, icon = ("late", "late") if days < 0 else ("soon", "clock") if days <= SOON_DAYS else ("quiet", "clock")
    return context | {"tone": tone, "icon": icon, "words": french.days_left(due_on, today)}


@register.inclusion_tag("includes/state_pill.html")
def state_pill(state: str, *, label: str = "") -> dict[str, Any]:
    """A state of a deliverable, dossier or convention: icon, word and colour."""
    return {"look": look_of(state, label)}


@register.inclusion_tag("includes/ball_banner.html")
def ball_banner(
    title: str, *, mine: bool = False, detail: str = "", since: date | None = None, url: str = "", button: str = ""
) -> dict[str, Any]:
    """Who has the ball: « C’est à vous : remettre l’enquête », or « Chez la présidence depuis 3 jours »."""
    waiting = french.days_since(since, clock.today()) if since else ""
    title = title[:1].lower() + title[1:] if mine else title
    return {"title": title, "mine": mine, "detail": detail, "waiting": waiting, "url": url, "button": button}


@register.inclusion_tag("includes/stepper.html")
def stepper(steps: Sequence[Mapping[str, Any]], *, label: str = "Étapes") -> dict[str, Any]:
    """Steps of a circuit: mappings of label, state (done, current, todo, problem), detail and url."""
    shown = []
    for step in steps:
        state = step.get("state", "todo")
        shown.append({**step, "state": state, "word": _STEP_WORDS[state], "icon": _STEP_ICONS[state]})
    return {"steps": shown, "label": label}


@register.inclusion_tag("includes/timeline.html")
def timeline(items: Sequence[Mapping[str, Any]], *, label: str = "Calendrier") -> dict[str, Any]:
    """Duties or events by date; those without a date come last, in a group of their own."""
    shown = [
        {**item, "look": look_of(item["state"], item.get("state_label", "")) if item.get("state") else None}
        for item in items
    ]
    dated = sorted((item for item in shown if item.get("date")), key=lambda item: item["date"])
    return {"dated": dated, "undated": [item for item in shown if not item.get("date")], "label": label}


def _passage(entry: Mapping[str, Any]) -> dict[str, str]:
    """What changed: states left and reached, or the value that was set (a date is written in full)."""
    left, reached = (str(entry.get(key) or "") for key in ("from_state", "to_state"))
    if reached in known_states():
        return {"reached": reached, "left": left if left in known_states() and left != reached else ""}
    if _ISO_DATE.fullmatch(reached):
        return {"value": french.long_date(date.fromisoformat(reached))}
    return {"value": reached}


@register.inclusion_tag("includes/history.html")
def history(entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Passages of the journal: moment, actor, quality, act (« a remis »), subject, states, reason, evidence."""
    return {"entries": [{**entry, **_passage(entry), "subject": _named(entry)} for entry in entries]}


def _named(entry: Mapping[str, Any]) -> str:
    """What the act was done on, where it says more than the act itself: « dossier 2022 version 1 »."""
    subject = str(entry.get("subject", ""))
    return subject if any(character.isdigit() for character in subject) else ""

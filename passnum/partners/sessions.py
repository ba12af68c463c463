"""Sessions that have ended: nothing of them stays, neither the session nor the address and browser noted beside it."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone


def forget_ended_sessions() -> int:
    """Delete what has expired, and what was noted of sessions that are no more; returns how many were noted."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    ended = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    number: int = ended.delete()[0]
    return number

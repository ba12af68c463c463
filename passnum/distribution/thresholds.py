"""The numbers of persons under which figures are hidden: settings, never under five (DOMAIN: published statistics)."""

from __future__ import annotations

from django.conf import settings

from passnum.distribution.suppression import threshold


def published_threshold() -> int:
    """In what is published to all."""
    return threshold(settings.PASSNUM_PUBLISHED_THRESHOLD)


def internal_threshold() -> int:
    """In EMS's own reports."""
    return threshold(settings.PASSNUM_INTERNAL_THRESHOLD)

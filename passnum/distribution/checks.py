"""Checks of the settings of the published figures, run with Django's own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from passnum.distribution.suppression import LOWEST_THRESHOLD


@register()
def figures_of_few_persons_stay_hidden(**_: Any) -> list[CheckMessage]:
    """A threshold under five persons would be raised to five without a word: it is refused instead."""
    values = {name: getattr(settings, name) for name in ("PASSNUM_PUBLISHED_THRESHOLD", "PASSNUM_INTERNAL_THRESHOLD")}
    return [
        Error(
            f"{name} vaut {value} : un effectif de moins de {LOWEST_THRESHOLD} personnes n’est jamais montré.",
            hint=f"Mettez {LOWEST_THRESHOLD} ou plus, ou retirez la variable.",
            id="distribution.E001",
        )
        for name, value in values.items()
        if value < LOWEST_THRESHOLD
    ]

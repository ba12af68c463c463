"""Production refuses the accounts of the demonstration: their password is public."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections

from passnum.demo.accounts import DEMO_DOMAIN
from passnum.partners.models import User


@register(Tags.database)
def no_demonstration_account_in_production(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Run by `migrate` and by `check --database default`, before the web server starts."""
    if settings.PASSNUM_DEMO_ALLOWED:
        return []
    return [error for alias in databases or [] for error in _accounts_in(alias)]


def _accounts_in(alias: str) -> list[CheckMessage]:
    try:
        if User._meta.db_table not in connections[alias].introspection.table_names():
            return []
        count = User.objects.using(alias).filter(email__iendswith=f"@{DEMO_DOMAIN}", is_active=True).count()
    except DatabaseError:
        # A database that does not answer is said by Django itself.
        return []
    if not count:
        return []
    return [
        Error(
            f"{count} compte(s) de la démonstration sont actifs dans cette base : leur mot de passe est public.",
            hint="Installez la production sur une base neuve, ou désactivez ces comptes.",
            id="demo.E001",
        )
    ]

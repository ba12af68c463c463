"""The public site of the first day, for visitors without an account."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from cms.pages.models import HomePage
from cms.pages.setup import create_site


@pytest.fixture
def site(db: None) -> HomePage:
    """The home page of a fresh site; nothing remembered from another one."""
    cache.clear()
    create_site()
    return HomePage.objects.get()

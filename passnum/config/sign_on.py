"""Signing in with the organisation's own accounts (OpenID Connect), where an administrator has set it up."""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit


def provider(*, server: str, client_id: str, secret: str, name: str) -> dict[str, Any]:
    """`SOCIALACCOUNT_PROVIDERS` for one OpenID Connect provider."""
    settings = {"server_url": server, "fetch_userinfo": True, "oauth_pkce_enabled": True}
    app = {"provider_id": "organisation", "name": name, "client_id": client_id, "secret": secret, "settings": settings}
    return {"openid_connect": {"APPS": [app]}}


def admit(policy: dict[str, Any], *addresses: str) -> dict[str, Any]:
    """The security policy, whose forms may also lead to these hosts: browsers follow the form to the provider."""
    widened = deepcopy(policy)
    hosts = {f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, addresses)}
    widened["form-action"] = [*widened["form-action"], *sorted(hosts)]
    return widened

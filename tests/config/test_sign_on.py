"""Signing in with the organisation's accounts: what the pages may then lead to."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from passnum.config import security_policy, sign_on
from tests.config.production_environment import VARIABLES

OIDC = {
    "OIDC_SERVER_URL": "https://connexion.example/realms/ems/.well-known/openid-configuration",
    "OIDC_CLIENT_ID": "passnum",
    "OIDC_CLIENT_SECRET": "inventé",
}
SHOW = """
import json
from django.conf import settings
print(json.dumps([settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"],
                  settings.PASSNUM_ADMIN_POLICY["form-action"], list(settings.SOCIALACCOUNT_PROVIDERS)]))
"""


def in_production(**variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", SHOW], env=environment | VARIABLES | variables, capture_output=True, text=True
    )


def test_forms_lead_to_the_provider_where_there_is_one_and_the_admin_s_do_not() -> None:
    site, admin, providers = json.loads(in_production(**OIDC).stdout)
    assert site == ["'self'", "https://connexion.example"]
    assert admin == ["'self'"]
    assert providers == ["openid_connect"]


def test_other_hosts_of_the_provider_are_admitted_when_named() -> None:
    site, _, _ = json.loads(in_production(**OIDC, OIDC_OTHER_HOSTS="https://a.example/x,https://b.example").stdout)
    assert site == ["'self'", "https://a.example", "https://b.example", "https://connexion.example"]


def test_a_provider_without_its_secret_is_told_in_one_line() -> None:
    refused = in_production(**(OIDC | {"OIDC_CLIENT_SECRET": ""}))
    assert refused.returncode != 0
    assert "OIDC_CLIENT_SECRET" in refused.stderr


def test_admitting_a_host_leaves_the_policy_of_the_site_as_it_is() -> None:
    before = repr(security_policy.SITE)
    sign_on.admit(security_policy.SITE, "https://connexion.example/a")
    assert repr(security_policy.SITE) == before

"""A person at a distance: plain HTTP to a running server, with cookies and the token against forged requests."""

from __future__ import annotations

from typing import Any

import requests


class Visitor:
    """One browser session without a browser. Paths are relative to the server; redirects are followed."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.session = requests.Session()

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.session.get(self._address(path), timeout=30, **options)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> requests.Response:
        """Send a form; asks the login page for a token first if there is none yet."""
        if "csrftoken" not in self.session.cookies:
            self.get("/compte/login/")
        headers = {"X-CSRFToken": self.session.cookies["csrftoken"], "Referer": self._address(path)}
        return self.session.post(self._address(path), data=data or {}, headers=headers, timeout=60, **options)

    def login(self, email: str, password: str, **options: Any) -> requests.Response:
        return self.post("/compte/login/", {"login": email, "password": password}, **options)

    def _address(self, path: str) -> str:
        return path if path.startswith("http") else f"{self.base_url}{path}"

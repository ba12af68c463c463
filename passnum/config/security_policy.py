"""Content-Security-Policy: what a page may load. Nothing inline, nothing from elsewhere, on site and portal."""

from typing import Any

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE

#: Public site, accounts and partners' space. The nonce serves the import map of the text editor, where there is one.
SITE: dict[str, Any] = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    # The compiled dossier is shown inside the President's page.
    "frame-src": [SELF],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "manifest-src": [SELF],
}

#: Wagtail's admin, whose own templates hold inline scripts and styles; still nothing from elsewhere.
ADMIN: dict[str, Any] = SITE | {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
}

"""Where the person can use the Pass: what the fourth screen of an attribution offers, nearest first (art. 4)."""

from __future__ import annotations

from typing import Any

from passnum.core.communes import Commune
from passnum.distribution.draft import AttributionDraft


def places_to_go(draft: AttributionDraft, commune: Commune) -> list[dict[str, Any]]:
    """The mediation places of the network, nearest first: mappings of name, address, why, url.

    Empty as long as the network's places are not read here: the screen then says how to find one.
    """
    return []

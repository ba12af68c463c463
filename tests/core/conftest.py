"""What the tests of the core share."""

from __future__ import annotations

import pytest

from passnum.core.models import JournalEntry
from tests.core.journal_acts import write_act


@pytest.fixture
def three_acts(db: None) -> list[JournalEntry]:
    return [write_act(reason=f"motif {n}") for n in range(1, 4)]

"""The launch meeting of article 5: EMS records it once held, with who was there; it proves the obligation."""

from __future__ import annotations

from datetime import date

import pytest

from passnum.conventions.layout import ONCE
from passnum.conventions.services import find_obligation
from passnum.core.errors import InvalidInput, NotAllowed
from passnum.core.models import JournalEntry
from passnum.core.uploads import ATTACHMENTS, check_upload
from passnum.quotas.models import Quota
from passnum.quotas.services import record_launch_meeting
from tests.quotas.parcels import quota
from tests.scene import Scene, table

pytestmark = pytest.mark.django_db

HELD = date(2023, 1, 12)


@pytest.fixture
def row(scene: Scene) -> Quota:
    return quota(scene, scene.alpha)


@pytest.mark.parametrize("role", ["referent", "president", "intervenant", "lecteur"])
def test_the_partner_does_not_record_it(scene: Scene, row: Quota, role: str) -> None:
    with pytest.raises(NotAllowed):
        record_launch_meeting(actor=getattr(scene.alpha, role), quota=row, held_on=HELD, people="Tous")
    row.refresh_from_db()
    assert row.launch_meeting_on is None


def test_the_communication_staff_does_not_record_it(scene: Scene, row: Quota) -> None:
    with pytest.raises(NotAllowed):
        record_launch_meeting(actor=scene.communication, quota=row, held_on=HELD, people="Tous")


def test_a_meeting_to_come_is_refused(scene: Scene, row: Quota) -> None:
    with pytest.raises(InvalidInput, match="à venir"):
        record_launch_meeting(actor=scene.ems, quota=row, held_on=date(2023, 9, 19), people="Tous")


def test_it_keeps_the_day_the_people_and_the_record_and_proves_the_obligation(scene: Scene, row: Quota) -> None:
    file = check_upload(table(name="relevé.csv"), accept=ATTACHMENTS)
    row = record_launch_meeting(actor=scene.ems, quota=row, held_on=HELD, people="Les référents", file=file)
    assert (row.launch_meeting_on, row.launch_meeting_people) == (HELD, "Les référents")
    assert row.launch_meeting_sha256 == file.sha256
    assert find_obligation(scene.alpha.convention, "OB-03", ONCE).met_on == HELD
    act = JournalEntry.objects.get(act="constater la réunion de lancement")
    assert (act.to_state, act.evidence) == ("12/01/2023", file.sha256)


def test_the_number_that_it_fixed_stays_what_was_set(scene: Scene, row: Quota) -> None:
    row = record_launch_meeting(actor=scene.ems, quota=row, held_on=HELD, people="Les référents")
    assert (row.booklets, row.revisions.count()) == (50, 1)

"""Sending the reporting reminders: one mail per person and date, each exactly once."""

from __future__ import annotations

from collections import defaultdict

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from passnum.core import clock
from passnum.mail.services import enqueue
from passnum.oversight.duties import Duty, all_reporting_duties
from passnum.partners.enums import Role
from passnum.partners.models import Membership, User
from passnum.reminders.deadlines import Occurrence, occurrence_to_send
from passnum.reminders.models import ReminderClaim


def send_due_reminders() -> int:
    """Write the reminders that are due today; returns how many mails were queued. Safe to run twice, or late."""
    today = clock.today()
    groups: dict[tuple[int, object], list[Duty]] = defaultdict(list)
    for duty in all_reporting_duties():
        if duty.due_on is not None and duty.target == "deliverable":
            groups[(duty.partner.pk, duty.due_on)].append(duty)
    due = [(duties, occurrence_to_send(duties[0].due_on, today)) for duties in groups.values() if duties[0].due_on]
    ready = [(duties, occurrence) for duties, occurrence in due if occurrence is not None]
    referents = _referents({duties[0].partner.pk for duties, _ in ready})
    claimed = _claimed(ready, referents)
    sent = 0
    for duties, occurrence in ready:
        for person in referents[duties[0].partner.pk]:
            if _key(duties, occurrence, person) not in claimed:
                sent += _send(duties, occurrence, person)
    return sent


def _referents(partner_ids: set[int]) -> dict[int, list[User]]:
    found: dict[int, list[User]] = defaultdict(list)
    rows = Membership.objects.active().with_role(Role.REFERENT).filter(partner__in=partner_ids).select_related("user")
    for row in rows:
        found[row.partner_id].append(row.user)
    return found


def _claimed(ready: list[tuple[list[Duty], Occurrence]], referents: dict[int, list[User]]) -> set[str]:
    keys = [
        _key(duties, occurrence, person) for duties, occurrence in ready for person in referents[duties[0].partner.pk]
    ]
    return set(ReminderClaim.objects.filter(key__in=keys).values_list("key", flat=True))


def _key(duties: list[Duty], occurrence: Occurrence, person: User) -> str:
    first = duties[0]
    return f"rappel:{first.convention.public_id}:{first.due_on}:{occurrence.name}:{person.public_id}"


def _send(duties: list[Duty], occurrence: Occurrence, person: User) -> int:
    """Claim, then write the mail, in one transaction: whoever comes second finds the row and does nothing."""
    key = _key(duties, occurrence, person)
    try:
        with transaction.atomic():
            ReminderClaim.objects.create(key=key, claimed_at=clock.now())
            enqueue(
                key=key,
                to=person.email,
                template="reminders/email/reporting",
                context={
                    "person": person,
                    "duties": duties,
                    "duty": duties[0],
                    "occurrence": occurrence,
                    "link": settings.PASSNUM_BASE_URL.rstrip("/") + _address(duties),
                },
            )
    except IntegrityError:
        return 0
    return 1


def _address(duties: list[Duty]) -> str:
    """Straight to the deliverable when there is one, to the list of what is due otherwise."""
    if len(duties) == 1:
        return reverse("portal:deliverable", args=[duties[0].public_id])
    return reverse("portal:home")

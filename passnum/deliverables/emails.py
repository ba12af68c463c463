"""Mails of the circuit: each passage is told to those whose turn it is, with a link that leads to the thing itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from passnum.core import clock
from passnum.deliverables.enums import DossierState, Side
from passnum.deliverables.models import Dossier, Submission
from passnum.mail.services import enqueue
from passnum.partners.enums import GROUP_ADMINISTRATORS, Role
from passnum.partners.models import Delegation, Membership, Partner, User


def absolute(name: str, *args: Any) -> str:
    """The full address of a screen, for a mail or a document."""
    return settings.PASSNUM_BASE_URL.rstrip("/") + reverse(name, args=args)


def people_with_role(partner: Partner, role: Role) -> list[User]:
    """Active members of the partner in that role."""
    rows = Membership.objects.active().with_role(role).filter(partner=partner).select_related("user")
    return [row.user for row in rows]


def people_who_validate(partner: Partner) -> list[User]:
    """The President and the delegates of the day (art. 6)."""
    presidents = people_with_role(partner, Role.PRESIDENT)
    today = clock.today()
    delegations = Delegation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        partner=partner,
        delegator__in=presidents,
        starts_on__lte=today,
        delegate__is_active=True,
    ).select_related("delegate")
    return list({user.pk: user for user in [*presidents, *(row.delegate for row in delegations)]}.values())


def ems_administrators() -> list[User]:
    return list(User.objects.filter(is_active=True, groups__name=GROUP_ADMINISTRATORS))


def send_receipt(submission: Submission) -> None:
    """« Accusé de réception » to the person who submitted, with the digest of what was handed in."""
    deliverable = submission.deliverable
    _send(
        [submission.submitted_by],
        key=f"remise:{submission.public_id}",
        template="deliverables/email/receipt",
        context={
            "submission": submission,
            "deliverable": deliverable,
            "period": deliverable.period,
            "link": absolute("portal:deliverable_receipt", deliverable.public_id, submission.number),
        },
    )


def ask_for_validation(dossier: Dossier) -> None:
    """To the President and delegates: a dossier waits for them; to the référents: it is compiled."""
    partner = dossier.period.convention.partner
    context = _context(dossier)
    _send(
        people_who_validate(partner),
        key=f"a-valider:{dossier.public_id}",
        template="deliverables/email/to_validate",
        context=context,
    )
    _send(
        people_with_role(partner, Role.REFERENT),
        key=f"compile:{dossier.public_id}",
        template="deliverables/email/compiled",
        context=context,
    )


def announce_failure(dossier: Dossier) -> None:
    """To the référents: the compilation failed, and how to try again."""
    _send(
        people_with_role(dossier.period.convention.partner, Role.REFERENT),
        key=f"echec:{dossier.public_id}:{dossier.attempts}",
        template="deliverables/email/failed",
        context=_context(dossier),
    )


def announce_transmission(dossier: Dossier) -> None:
    """To the référents: validated and transmitted; to EMS: a dossier to examine."""
    partner = dossier.period.convention.partner
    _send(
        people_with_role(partner, Role.REFERENT),
        key=f"transmis:{dossier.public_id}",
        template="deliverables/email/transmitted",
        context=_context(dossier),
    )
    _send(
        ems_administrators(),
        key=f"a-examiner:{dossier.public_id}",
        template="deliverables/email/to_examine",
        context=_context(dossier) | {"link": absolute("backoffice:dossier", dossier.public_id)},
    )


def announce_return(dossier: Dossier, side: Side) -> None:
    """To the référents (and, when EMS sends back, to the President): what is to be corrected and why."""
    partner = dossier.period.convention.partner
    people = people_with_role(partner, Role.REFERENT)
    if side == Side.EMS:
        people = [*people, *people_who_validate(partner)]
    _send(
        people,
        key=f"renvoi:{dossier.public_id}:{side}",
        template="deliverables/email/returned",
        context=_context(dossier) | {"side": side, "remarks": list(dossier.remarks.filter(side=side))},
    )


def announce_passage(dossier: Dossier) -> None:
    """To the référents: EMS has taken the dossier in hand, approved it or archived it."""
    partner = dossier.period.convention.partner
    people = people_with_role(partner, Role.REFERENT)
    if dossier.state != DossierState.EN_EXAMEN:
        people = [*people, *people_who_validate(partner)]
    _send(
        people,
        key=f"{dossier.state}:{dossier.public_id}",
        template="deliverables/email/passage",
        context=_context(dossier),
    )


def _context(dossier: Dossier) -> dict[str, Any]:
    return {
        "dossier": dossier,
        "period": dossier.period,
        "partner": dossier.period.convention.partner,
        "link": absolute("portal:dossier", dossier.public_id),
    }


def _send(people: Iterable[User], *, key: str, template: str, context: dict[str, Any]) -> None:
    for person in {user.pk: user for user in people}.values():
        enqueue(
            key=f"{key}:{person.public_id}",
            to=person.email,
            template=template,
            context=context | {"person": person},
        )

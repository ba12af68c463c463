"""The date of the deliverables on which both parties agree after their committee was moved earlier (art. 7)."""

from __future__ import annotations

from django.db import transaction

from passnum.conventions.enums import AgreedOn
from passnum.conventions.models import DayProposal
from passnum.conventions.services import accept_day
from passnum.conventions.services.agreements import OF_THE_DELIVERABLES
from passnum.deliverables.models import ReportingPeriod
from passnum.deliverables.passages import lock_period
from passnum.partners.models import User


@transaction.atomic
def accept_agreed_day(*, actor: User, proposal: DayProposal) -> DayProposal:
    """Accept a day for one's party; the campaign that the same committee dates is due that day too.

    The campaign is held before the journal, as every act on a dossier does.
    """
    obligation = proposal.obligation
    period = None
    if proposal.about == AgreedOn.DATE and obligation.rule in OF_THE_DELIVERABLES:
        found = ReportingPeriod.objects.filter(
            convention=obligation.convention_id, committee_on=obligation.anchor_on
        ).first()
        period = lock_period(found.pk) if found is not None else None
    accepted = accept_day(actor=actor, proposal=proposal)
    if period is not None and period.committee_on == obligation.anchor_on:
        obligation.refresh_from_db()
        period.due_on, period.due_explanation = accepted.day, obligation.explanation[:200]
        period.due_article = obligation.article
        period.save()
    return accepted

"""Profiles that have lived long enough: taken off the rows, while the counts made from them stay as they were (art. 6).

The ledger of booklets, the residence declared and the counts remain, as after an erasure. The counts do not move: what
was counted while the convention lasted is what was reported.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from passnum.conventions.models import Convention
from passnum.core import clock, journal
from passnum.core.calendar_months import months_after, months_before
from passnum.core.french import counted, long_date, typeset
from passnum.distribution.attribution import Attribution, Receipt, SensitiveProfile
from passnum.distribution.draft import CharacteristicAnswer, Diagnosis
from passnum.distribution.enums import UNKNOWN
from passnum.distribution.referral import Referral
from passnum.distribution.survey import SurveyAnswer

_MONTHS = 12
#: What stands beside an attribution and goes with the profile.
_BESIDE = (SensitiveProfile, Diagnosis, CharacteristicAnswer, Referral, SurveyAnswer)


def kept_until() -> date:
    """Conventions that ended on this day or before no longer keep profiles."""
    return months_before(clock.today(), _MONTHS * settings.PASSNUM_PROFILE_YEARS)


def kept_in_words(convention: Convention) -> str:
    """Until when the answers of the people who received a booklet under this convention are kept, for them to read.

    An end that has not come may still move: a duration is told, with the day that follows from what is signed today.
    """
    years = settings.PASSNUM_PROFILE_YEARS
    end = convention.ended_on or convention.ends_on
    day = long_date(months_after(end, _MONTHS * years))
    if convention.ended_on is not None:
        return f"Jusqu’au {day}, puis effacées"
    return typeset(
        f"{counted(years, 'an')} après la fin de la convention avec la structure, prévue le {long_date(end)} : "
        f"jusqu’au {day}, puis effacées"
    )


def forget_ended_profiles() -> int:
    """Take the profiles off the attributions of conventions ended for long enough; returns how many attributions."""
    known = Attribution.objects.filter(convention=OuterRef("pk"), forgotten_at=None)
    ended = Convention.objects.filter(Exists(known), ended_on__lte=kept_until())
    return sum(_forget(convention) for convention in ended.order_by("pk"))


@transaction.atomic
def _forget(convention: Convention) -> int:
    now = timezone.now()
    # The rows first: who corrects one at this moment waits, then finds that there is nothing left to correct.
    done = Attribution.objects.filter(convention=convention, forgotten_at=None).update(
        category=UNKNOWN,
        outcome=UNKNOWN,
        proposed_outcome="",
        age_band=UNKNOWN,
        sex=UNKNOWN,
        pcs=UNKNOWN,
        notice_language="",
        forgotten_at=now,
    )
    rows = Attribution.objects.filter(convention=convention, forgotten_at=now)
    for table in _BESIDE:
        table.objects.filter(attribution__in=rows).delete()
    Receipt.objects.filter(attribution__in=rows, revoked_at=None).update(revoked_at=now)
    if done:
        journal.record(
            chain=str(convention.public_id),
            author=journal.SYSTEM_AUTHOR,
            act="retirer les profils à la fin de leur conservation",
            subject=journal.Subject("convention", convention.public_id),
            to_state=counted(done, "attribution"),
            reason=f"Convention finie le {convention.ended_on:%d/%m/%Y}",
        )
    return done

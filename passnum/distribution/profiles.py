"""The closed answers of one person: kept, replaced, forgotten (art. 6; GDPR, art. 9)."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from passnum.core.errors import InvalidInput
from passnum.distribution.attribution import Attribution, SensitiveProfile
from passnum.distribution.characteristic import Characteristic, CharacteristicChoice
from passnum.distribution.draft import CharacteristicAnswer, Diagnosis
from passnum.distribution.enums import UNKNOWN
from passnum.distribution.referral import Referral
from passnum.distribution.survey import SurveyAnswer


@dataclass(frozen=True)
class Profile:
    """The closed answers of one person (codes of the enums); everything unknown by default."""

    age_band: str = UNKNOWN
    sex: str = UNKNOWN
    pcs: str = UNKNOWN
    french: str = UNKNOWN
    disability: str = UNKNOWN
    added: dict[Characteristic, CharacteristicChoice | None] = field(default_factory=dict)


def in_its_lists(row: Attribution | SensitiveProfile) -> None:
    """Raises InvalidInput for an answer that is in no closed list."""
    try:
        row.clean_fields(exclude={one.name for one in row._meta.concrete_fields if one.is_relation})
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        label = {one.name: one.verbose_name for one in row._meta.concrete_fields}[name]
        raise InvalidInput(f"{label} : {messages[0]}", field=name) from error


def keep_sensitive(row: Attribution, *, french: str, disability: str) -> None:
    """Keep or change the answers of article 9, apart from the row."""
    values = {"french": french, "disability": disability}
    in_its_lists(SensitiveProfile(attribution=row, **values))
    SensitiveProfile.objects.update_or_create(attribution=row, defaults=values)


def keep_added(row: Attribution, added: dict[Characteristic, CharacteristicChoice | None]) -> None:
    """Keep or change the answers to these added characteristics, whatever the version of each answered before.

    The answers to what is no longer asked stay. Raises InvalidInput for a choice of another list.
    """
    for asked, choice in added.items():
        if choice is not None and choice.characteristic_id != asked.pk:
            raise InvalidInput(f"Cette réponse n’est pas de la liste « {asked.label} ».")
    row.characteristics.filter(characteristic__code__in=[asked.code for asked in added]).delete()
    CharacteristicAnswer.objects.bulk_create(
        CharacteristicAnswer(attribution=row, characteristic=asked, choice=choice) for asked, choice in added.items()
    )


def forget_profile(row: Attribution) -> None:
    """Take the profile, the diagnosis, the added answers and the referral off the row; the caller saves and counts."""
    row.category = row.age_band = row.sex = row.pcs = row.outcome = UNKNOWN
    # The language in which the notice was read says something of the person too.
    row.proposed_outcome = row.notice_language = ""
    SensitiveProfile.objects.filter(attribution=row).delete()
    Diagnosis.objects.filter(attribution=row).delete()
    SurveyAnswer.objects.filter(attribution=row).delete()
    row.characteristics.all().delete()
    Referral.objects.filter(attribution=row).delete()

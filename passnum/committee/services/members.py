"""Who sits, with which delegation, and the rule the members give themselves (art. 7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from passnum.committee.enums import MeetingState, MemberQuality, Silence
from passnum.committee.models import CommitteeMeeting, CommitteeMember, CommitteeRules
from passnum.committee.services.shared import record
from passnum.conventions.enums import Side
from passnum.conventions.models import Convention
from passnum.conventions.permissions import ensure_conducts
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import counted, day_and_month
from passnum.core.plausible_days import plausible
from passnum.partners.enums import GROUP_ADMINISTRATORS, Role
from passnum.partners.models import Membership, User

#: Without a recorded rule (DOMAIN, 6b).
WITHOUT_RULES = "Sans règle enregistrée avant la première réunion : unanimité des membres présents."
#: Longest delay that members give themselves to answer (days).
LONGEST_DELAY = 366
_FROM_ROLES = {Role.PRESIDENT: MemberQuality.PRESIDENCE, Role.REFERENT: MemberQuality.REFERENT}


@transaction.atomic
def add_member(*, actor: User, member: CommitteeMember) -> CommitteeMember:
    """Seat a person on one side. A new presidency ends the former one's seat and the delegations it gave.

    Where two accounts hold the presidency of a partner, both sit.
    Raises InvalidInput for a delegation by someone who does not preside that side, or already over.
    """
    ensure_conducts(actor)
    Convention.objects.select_for_update(no_key=True).get(pk=member.convention_id)
    plausible(member.starts_on, "starts_on")
    if member.ends_on is not None:
        plausible(member.ends_on, "ends_on")
        if member.ends_on < member.starts_on:
            raise InvalidInput("La fin ne peut pas précéder le début.", field="ends_on")
    _check_delegation(member)
    _check_account(member)
    _refuse_second_seat(member)
    if member.quality == MemberQuality.PRESIDENCE:
        _end_former_presidency(actor, member)
    member.save()
    record(
        actor,
        member.convention,
        "faire siéger au comité",
        ("membre du comité", member.public_id),
        to=member.get_quality_display(),
        reason=member.delegation_act,
    )
    return member


@transaction.atomic
def end_seat(*, actor: User, member: CommitteeMember, ends_on: date) -> CommitteeMember:
    """End a seat on a day. The delegations that a presidency gave end with it; what they did stands."""
    ensure_conducts(actor)
    row = (
        CommitteeMember.objects.select_for_update(of=("self",)).select_related("convention__partner").get(pk=member.pk)
    )
    if plausible(ends_on, "ends_on") < row.starts_on:
        raise InvalidInput(f"Ce siège commence le {day_and_month(row.starts_on)}.", field="ends_on")
    for one in (row, *row.delegates.all()):
        if one.ends_on is None or one.ends_on > ends_on:
            one.ends_on = max(ends_on, one.starts_on)
            one.save(update_fields=["ends_on"])
            subject = ("membre du comité", one.public_id)
            record(actor, row.convention, "mettre fin au siège", subject, to=f"{one.ends_on:%d/%m/%Y}")
    return row


@transaction.atomic
def seat_from_accounts(*, actor: User, convention: Convention) -> list[CommitteeMember]:
    """Seat those that article 7 names and that have an account: the partner's presidency and référents, EMS's people.

    Persons already seated that day are left alone.
    """
    ensure_conducts(actor)
    Convention.objects.select_for_update(no_key=True).get(pk=convention.pk)
    today = clock.today()
    seated = set(
        CommitteeMember.objects.sitting_on(today).filter(convention=convention).values_list("user_id", flat=True)
    )
    rows = Membership.objects.active().filter(partner=convention.partner, role__in=list(_FROM_ROLES))
    wanted = [
        (row.user, Side.STRUCTURE, _FROM_ROLES[Role(row.role)])
        for row in rows.select_related("user").order_by("-role", "pk")
    ]
    administrators = User.objects.filter(is_active=True, groups__name=GROUP_ADMINISTRATORS)
    wanted += [(user, Side.EMS, MemberQuality.REFERENT) for user in administrators]
    added = []
    for user, side, quality in wanted:
        if user.pk in seated:
            continue
        seated.add(user.pk)
        member = CommitteeMember(
            convention=convention,
            side=side,
            quality=quality,
            user=user,
            name=str(user)[:160],
            title=user.job_title,
            email=user.email,
            starts_on=today,
        )
        added.append(add_member(actor=actor, member=member))
    return added


@dataclass(frozen=True)
class RuleValues:
    """How the members validate the minutes: opinions needed, silence, refusal, days to answer."""

    quorum: int
    silence: Silence
    refusal_blocks: bool
    delay_days: int


@transaction.atomic
def record_rules(*, actor: User, convention: Convention, values: RuleValues) -> CommitteeRules:
    """Record the members' rule, before their first meeting (DOMAIN, 6b)."""
    ensure_conducts(actor)
    Convention.objects.select_for_update(no_key=True).get(pk=convention.pk)
    if CommitteeMeeting.objects.filter(convention=convention, state=MeetingState.TENU).exists():
        raise WrongState("La règle des membres s’enregistre avant la première réunion : un comité s’est déjà tenu.")
    if values.quorum < 1 or not 1 <= values.delay_days <= LONGEST_DELAY:
        raise InvalidInput(
            f"Le quorum compte au moins un membre, le délai de un à {LONGEST_DELAY} jours.", field="quorum"
        )
    seated = CommitteeMember.objects.sitting_on(clock.today()).filter(convention=convention).count()
    if seated and values.quorum > seated:
        raise InvalidInput(
            f"Le comité compte {counted(seated, 'membre')} : un quorum plus grand ne serait jamais atteint.",
            field="quorum",
        )
    row = CommitteeRules.objects.filter(convention=convention).first() or CommitteeRules(convention=convention)
    row.quorum, row.silence = values.quorum, values.silence
    row.refusal_blocks, row.delay_days = values.refusal_blocks, values.delay_days
    row.recorded_on = clock.today()
    row.save()
    record(
        actor,
        convention,
        "enregistrer la règle du comité",
        ("règle du comité", convention.public_id),
        reason=rules_in_words(row),
    )
    return row


def rules_of(convention: Convention) -> CommitteeRules | None:
    """The members' rule, if they recorded one."""
    return CommitteeRules.objects.filter(convention=convention).first()


def rules_in_words(rules: CommitteeRules | None) -> str:
    """The rule in one sentence; unanimity of those present where none was recorded."""
    if rules is None:
        return WITHOUT_RULES
    refusal = "un refus suffit à bloquer" if rules.refusal_blocks else "un refus seul ne bloque pas"
    return (
        f"L’avis de {counted(rules.quorum, 'membre')} est nécessaire ; {refusal} ; "
        f"{counted(rules.delay_days, 'jour')} pour répondre ; {rules.get_silence_display().lower()}."
    )


def _check_delegation(member: CommitteeMember) -> None:
    president = member.delegated_by
    if member.quality != MemberQuality.DELEGUE:
        if president is not None or member.delegation_act:
            raise InvalidInput("Seule une personne déléguée porte une délégation.", field="delegated_by")
        return
    if president is None or not member.delegation_act.strip() or member.delegation_on is None:
        raise InvalidInput(
            "Une délégation dit son acte, sa date et la présidence qui l’a donnée (art. 7).", field="delegation_act"
        )
    if member.starts_on < plausible(member.delegation_on, "delegation_on"):
        raise InvalidInput("Une délégation ne vaut qu’à partir de son acte.", field="starts_on")
    same = (president.convention_id, president.side) == (member.convention_id, member.side)
    if not same or president.quality != MemberQuality.PRESIDENCE:
        raise InvalidInput("La délégation vient de la présidence de la même partie (art. 7).", field="delegated_by")
    if not president.covers(member.starts_on):
        raise InvalidInput(
            f"{president.name} ne préside pas le {day_and_month(member.starts_on)} : la délégation ne vaut rien.",
            field="delegated_by",
        )


def _check_account(member: CommitteeMember) -> None:
    if member.user is None:
        return
    partner = member.convention.partner
    of_partner = Membership.objects.active().filter(user=member.user, partner=partner).exists()
    if member.side == Side.STRUCTURE and not of_partner:
        raise InvalidInput("Ce compte n’a pas de rôle dans la structure.", field="user")
    if member.side == Side.EMS and of_partner:
        raise InvalidInput("Ce compte est celui d’une personne de la structure.", field="user")


def _accounts_presiding(member: CommitteeMember) -> Iterator[int]:
    """The accounts that hold the presidency of the partner today; none on EMS's side, where roles do not say it."""
    if member.side == Side.STRUCTURE:
        rows = Membership.objects.active().filter(partner=member.convention.partner, role=Role.PRESIDENT)
        yield from rows.values_list("user", flat=True)


def _refuse_second_seat(member: CommitteeMember) -> None:
    """One account, one seat on a day: a second one would owe a second answer to the minutes."""
    if member.user is None:
        return
    others = CommitteeMember.objects.filter(convention=member.convention, user=member.user).exclude(pk=member.pk)
    for other in others.select_related("delegated_by"):
        last = other.last_day
        if (last is None or last >= member.starts_on) and (member.ends_on is None or other.starts_on <= member.ends_on):
            raise InvalidInput(
                f"{other.name} siège déjà ({other.get_quality_display().lower()}) : mettez d’abord fin à ce siège.",
                field="user",
            )


def _end_former_presidency(actor: User, member: CommitteeMember) -> None:
    former = CommitteeMember.objects.sitting_on(member.starts_on).filter(
        convention=member.convention, side=member.side, quality=MemberQuality.PRESIDENCE
    )
    presiding = set(_accounts_presiding(member))
    for row in former.exclude(pk=member.pk):
        if {member.user_id, row.user_id} <= presiding:
            continue
        last = max(member.starts_on - timedelta(days=1), row.starts_on)
        end_seat(actor=actor, member=row, ends_on=last)

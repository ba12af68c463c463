"""What every act on an amendment shares: lock, guards, passage, line in the journal (art. 11)."""

from __future__ import annotations

from datetime import date

from passnum.conventions.amendment import Amendment, AmendmentChange
from passnum.conventions.amendment_pdf import digest_of
from passnum.conventions.consolidation import article_on
from passnum.conventions.enums import AMENDMENT_TRANSITIONS, AmendmentState
from passnum.conventions.models import Convention
from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.richtext import is_blank
from passnum.partners.models import User
from passnum.partners.permissions import author_for


def locked(amendment: Amendment) -> Amendment:
    held = Convention.objects.select_for_update(of=("self",), no_key=True).select_related("partner")
    convention = held.get(pk=amendment.convention_id)
    row = Amendment.objects.select_for_update().get(pk=amendment.pk)
    row.convention = convention
    return row


def ensure_preparing(row: Amendment) -> None:
    if row.state != AmendmentState.EN_PREPARATION:
        raise WrongState(f"L’avenant est « {row.get_state_display()} » : son texte ne se modifie plus.")


def ensure_seen(row: Amendment, seen: str) -> None:
    """WrongState when the words of the amendment are no longer those of the page (`seen`, their digest; empty: any)."""
    if seen and seen != digest_of(row):
        raise WrongState(
            "Quelqu’un a modifié cet avenant depuis que vous avez ouvert cette page : rien n’est enregistré. "
            "Gardez une copie de votre texte, puis rechargez."
        )


def ensure_can(row: Amendment, to: AmendmentState) -> None:
    if to not in AMENDMENT_TRANSITIONS[AmendmentState(row.state)]:
        raise WrongState(f"L’avenant est « {row.get_state_display()} » : cette étape n’est plus ouverte.")


def ensure_fresh(row: Amendment, changes: list[AmendmentChange]) -> None:
    for change in changes:
        known = article_on(row.convention, change.article, clock.today())
        if (known.text if known else "") != change.former_text:
            raise WrongState(
                f"L’article {change.article} a changé depuis la préparation de cet avenant. Reprenez-le d’après le "
                "texte consolidé du jour."
            )


def written(text: str, field: str, message: str) -> str:
    if is_blank(text):
        raise InvalidInput(message, field=field)
    return text.strip()


def not_in_future(day: date, field: str) -> date:
    if day > clock.today():
        raise InvalidInput("Cette date est dans le futur : indiquez le jour où c’est arrivé.", field=field)
    return day


def pass_to(
    actor: User | None, row: Amendment, to: AmendmentState, act: str, reason: str = "", evidence: str = ""
) -> Amendment:
    before, row.state = row.state, to
    row.save()
    record(actor, row, act, before=before, to=to, reason=reason, evidence=evidence)
    return row


def record(
    actor: User | None,
    row: Amendment,
    act: str,
    *,
    before: str = "",
    to: str = "",
    reason: str = "",
    evidence: str = "",
) -> None:
    journal.record(
        chain=str(row.convention.public_id),
        author=author_for(actor, None, clock.today()) if actor else journal.SYSTEM_AUTHOR,
        act=act[:64],
        subject=journal.Subject(f"avenant {row.number}", row.public_id),
        from_state=before,
        to_state=to[:40],
        reason=reason,
        evidence=evidence,
    )

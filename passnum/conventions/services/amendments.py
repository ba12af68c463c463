"""Preparing, deciding, signing an amendment, and its effect (art. 11). Each act is one transaction."""

from __future__ import annotations

import uuid
from datetime import date

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max

from passnum.conventions.amendment import (
    DURATION_ARTICLE,
    FIRST_PART_ARTICLES,
    OBJECTIVES_ARTICLE,
    Amendment,
    AmendmentChange,
)
from passnum.conventions.article_text import years_of_end
from passnum.conventions.consolidation import article_on
from passnum.conventions.enums import (
    AMENDMENT_TRANSITIONS,
    AmendmentState,
    ChangeKind,
    ConventionState,
    EvidenceKind,
)
from passnum.conventions.layout import Anchor, Planned
from passnum.conventions.models import Convention
from passnum.conventions.permissions import ensure_conducts
from passnum.conventions.services.articles import cleaned
from passnum.conventions.services.evidence import Proof, record_evidence
from passnum.conventions.services.obligations import date_obligation, find_obligation, lay_out
from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.files import sha256_of
from passnum.core.french import day_and_month
from passnum.core.richtext import is_blank
from passnum.partners.models import User
from passnum.partners.permissions import author_for

_YEARS_AHEAD = 10


@transaction.atomic
def prepare_amendment(
    *, actor: User, convention: Convention, title: str, reasons: str, decision: uuid.UUID | None = None
) -> Amendment:
    """Begin an amendment of a convention in force. `decision`: public id of the committee’s decision behind it."""
    ensure_conducts(actor)
    row = Convention.objects.select_for_update().get(pk=convention.pk)
    if row.state != ConventionState.EN_VIGUEUR:
        raise WrongState(
            f"La convention est « {row.get_state_display()} » : seule une convention en vigueur se modifie, et une "
            "convention échue ne se prolonge pas (art. 11)."
        )
    if clock.today() > row.ends_on:
        raise WrongState(
            f"La convention a pris fin le {day_and_month(row.ends_on)} : une convention échue ne se modifie ni ne se "
            "prolonge (art. 2 et 11)."
        )
    last = Amendment.objects.filter(convention=row).aggregate(last=Max("number"))["last"] or 0
    amendment = Amendment.objects.create(
        convention=row,
        number=last + 1,
        title=_written(title, "title", "Dites sur quoi porte l’avenant.")[:200],
        reasons=_written(reasons, "reasons", "Dites pourquoi cet avenant."),
        decision=decision,
    )
    _record(actor, amendment, "préparer un avenant", reason=amendment.reasons)
    return amendment


@transaction.atomic
def change_article_by_amendment(
    *, actor: User, amendment: Amendment, article: int, kind: ChangeKind, new_text: str = "", title: str = ""
) -> AmendmentChange:
    """Change, add or remove one article. The general objectives are refused (art. 3 and 11)."""
    ensure_conducts(actor)
    row = _locked(amendment)
    _ensure_preparing(row)
    if article == OBJECTIVES_ARTICLE:
        raise InvalidInput(
            "Un avenant ne peut pas remettre en cause les objectifs généraux de la première partie : l’article 3 ne se "
            "modifie pas (art. 11).",
            field="article",
        )
    if not 1 <= article <= 99:
        raise InvalidInput("Indiquez un numéro d’article entre 1 et 99.", field="article")
    known = article_on(row.convention, article, clock.today())
    text = cleaned(new_text).strip()
    if kind == ChangeKind.AJOUTE and known is not None:
        raise InvalidInput(f"L’article {article} existe déjà : modifiez-le.", field="kind")
    if kind != ChangeKind.AJOUTE and known is None:
        raise InvalidInput(f"La convention n’a pas d’article {article}.", field="article")
    if kind != ChangeKind.SUPPRIME and is_blank(text):
        raise InvalidInput("Écrivez le nouveau texte de l’article.", field="new_text")
    if known is not None and kind == ChangeKind.MODIFIE and known.text.strip() == text:
        raise InvalidInput("Le nouveau texte est le même que l’ancien.", field="new_text")
    if article == DURATION_ARTICLE:
        _ensure_says_the_end(row, kind, text)
    values = {
        "kind": kind,
        "title": (title.strip() or (known.title if known else f"Article {article}"))[:160],
        "former_text": known.text if known else "",
        "new_text": "" if kind == ChangeKind.SUPPRIME else text,
    }
    change, _ = AmendmentChange.objects.update_or_create(amendment=row, article=article, defaults=values)
    _record(actor, row, f"modifier l’article {article}", to=ChangeKind(kind).label)
    return change


@transaction.atomic
def drop_change(*, actor: User, amendment: Amendment, article: int) -> None:
    """Take an article out of the amendment in preparation."""
    ensure_conducts(actor)
    row = _locked(amendment)
    _ensure_preparing(row)
    deleted, _ = AmendmentChange.objects.filter(amendment=row, article=article).delete()
    if deleted and article == DURATION_ARTICLE:
        row.new_last_year = None
        row.save()
    _record(actor, row, f"retirer l’article {article} de l’avenant")


@transaction.atomic
def change_duration(*, actor: User, amendment: Amendment, new_last_year: int, new_text: str) -> Amendment:
    """Extend (or shorten) the convention: a change of article 2, warned about (art. 2 and 11)."""
    ensure_conducts(actor)
    row = _locked(amendment)
    _ensure_preparing(row)
    convention = row.convention
    if new_last_year == convention.last_year:
        raise InvalidInput(f"La convention court déjà jusqu’en {new_last_year}.", field="new_last_year")
    earliest = max(convention.first_year, clock.today().year)
    if not earliest <= new_last_year <= convention.last_year + _YEARS_AHEAD:
        raise InvalidInput(
            f"Indiquez une année entre {earliest} et {convention.last_year + _YEARS_AHEAD}.", field="new_last_year"
        )
    row.new_last_year = new_last_year
    row.save()
    change_article_by_amendment(
        actor=actor, amendment=row, article=DURATION_ARTICLE, kind=ChangeKind.MODIFIE, new_text=new_text
    )
    return row


def _ensure_says_the_end(row: Amendment, kind: ChangeKind, text: str) -> None:
    """Article 2 says until when: it is not removed, and names no other end than that of the convention (art. 2)."""
    if kind == ChangeKind.SUPPRIME:
        raise InvalidInput(
            "L’article 2 dit quand la convention entre en vigueur et prend fin : il se modifie, il ne se supprime pas.",
            field="kind",
        )
    last_year = row.new_last_year or row.convention.last_year
    said = years_of_end(text)
    if said and last_year not in said:
        raise InvalidInput(
            f"Ce texte dit « 31 décembre {max(said)} », et la convention court jusqu’au 31 décembre {last_year} : "
            "indiquez le nouveau dernier exercice par « Changer la durée ».",
            field="new_text",
        )


@transaction.atomic
def decide_amendment(
    *, actor: User, amendment: Amendment, decided_on: date, decision_reference: str, acknowledged: bool = False
) -> Amendment:
    """« Décidé en comité » (art. 11). A change of articles 1–2 is acknowledged expressly; then the text is frozen."""
    ensure_conducts(actor)
    row = _locked(amendment)
    _ensure_can(row, AmendmentState.DECIDE)
    changes = list(row.changes.all())
    if not changes:
        raise InvalidInput("Un avenant précise les éléments modifiés : ajoutez au moins un article (art. 11).")
    _ensure_fresh(row, changes)
    touched = sorted(FIRST_PART_ARTICLES & {change.article for change in changes})
    if touched and not acknowledged:
        raise InvalidInput(
            f"L’avenant touche l’article {touched[0]}, dans la première partie de la convention. L’article 11 protège "
            "ses objectifs généraux : confirmez que vous l’avez vérifié.",
            field="acknowledged",
        )
    row.first_part_acknowledged = bool(touched)
    row.decided_on = _not_in_future(decided_on, "decided_on")
    since = row.convention.received_on
    if since is not None and decided_on < since:
        raise InvalidInput(
            f"La convention n’est en vigueur que depuis le {day_and_month(since)} : un avenant se décide ensuite.",
            field="decided_on",
        )
    row.decision_reference = _written(decision_reference, "decision_reference", "Citez la décision du comité.")[:200]
    _pass_to(actor, row, AmendmentState.DECIDE, "décider l’avenant en comité", row.decision_reference)
    anchor = Anchor(f"décision du {decided_on:%d/%m/%Y}", decided_on)
    plan = Planned("OB-15", f"avenant/{row.public_id}", f"Avenant nᵒ {row.number}", anchor)
    date_obligation(actor=actor, convention=row.convention, plan=plan)
    return row


@transaction.atomic
def send_amendment(*, actor: User, amendment: Amendment, sent_on: date | None = None) -> Amendment:
    """« Envoyé pour signature »; refused when another amendment has changed the same article meanwhile."""
    ensure_conducts(actor)
    row = _locked(amendment)
    _ensure_can(row, AmendmentState.ENVOYE)
    _ensure_fresh(row, list(row.changes.all()))
    row.sent_on = _not_in_future(sent_on or clock.today(), "sent_on")
    if row.decided_on and row.sent_on < row.decided_on:
        raise InvalidInput("L’avenant part à la signature après sa décision.", field="sent_on")
    return _pass_to(actor, row, AmendmentState.ENVOYE, "envoyer l’avenant pour signature")


@transaction.atomic
def sign_amendment(
    *, actor: User, amendment: Amendment, partner_signed_on: date, ems_signed_on: date | None = None
) -> Amendment:
    """« Signé »: the date of the partner's signature, and EMS's where it is known."""
    ensure_conducts(actor)
    row = _locked(amendment)
    _ensure_can(row, AmendmentState.SIGNE)
    row.partner_signed_on = _not_in_future(partner_signed_on, "partner_signed_on")
    row.ems_signed_on = _not_in_future(ems_signed_on, "ems_signed_on") if ems_signed_on else None
    for name, day in (("partner_signed_on", partner_signed_on), ("ems_signed_on", ems_signed_on)):
        if row.decided_on and day is not None and day < row.decided_on:
            raise InvalidInput("L’avenant se signe après sa décision en comité.", field=name)
    return _pass_to(actor, row, AmendmentState.SIGNE, "constater la signature de l’avenant")


@transaction.atomic
def receive_amendment(
    *,
    actor: User,
    amendment: Amendment,
    received_on: date,
    signed_copy: File[bytes],
    effective_on: date | None = None,
) -> Amendment:
    """EMS holds the signed copy; the amendment takes effect that day or later, never before, never once expired."""
    ensure_conducts(actor)
    row = _locked(amendment)
    _ensure_can(row, AmendmentState.RECU)
    row.received_on = _not_in_future(received_on, "received_on")
    if row.partner_signed_on and received_on < row.partner_signed_on:
        raise InvalidInput("L’exemplaire signé ne peut pas être reçu avant sa signature.", field="received_on")
    row.effective_on = effective_on or received_on
    if row.effective_on < received_on:
        raise InvalidInput(
            "Un avenant ne prend pas effet avant d’être reçu : rien ne se recalcule en arrière.", field="effective_on"
        )
    _ensure_still_runs(row)
    row.signed_copy_sha256 = sha256_of(signed_copy)
    row.signed_copy.save("avenant-signe.pdf", signed_copy, save=False)
    _pass_to(actor, row, AmendmentState.RECU, "recevoir l’avenant signé", evidence=row.signed_copy_sha256)
    obligation = find_obligation(row.convention, "OB-15", f"avenant/{row.public_id}")
    if obligation is not None:
        label = f"Avenant nᵒ {row.number} signé, reçu le {received_on:%d/%m/%Y}"
        proof = Proof(EvidenceKind.AVENANT, label, received_on, row.public_id, row.signed_copy_sha256)
        record_evidence(actor=actor, obligation=obligation, proof=proof)
    if row.effective_on <= clock.today():
        _take_effect(actor, row)
    return row


def _ensure_still_runs(row: Amendment) -> None:
    """Raise when the convention is over, on the day of the receipt or of the effect, or would be over before it."""
    convention, effective_on = row.convention, row.effective_on
    assert effective_on is not None
    over = convention.state != ConventionState.EN_VIGUEUR or clock.today() > convention.ends_on
    if over or effective_on > convention.ends_on:
        raise WrongState(
            f"La convention {'a pris' if over else 'prend'} fin le "
            f"{day_and_month(convention.ended_on or convention.ends_on)} : un avenant ne la prolonge pas "
            "une fois échue (art. 2 et 11)."
        )
    if row.new_last_year is not None and effective_on.year > row.new_last_year:
        raise InvalidInput(
            f"Cet avenant ramène l’échéance au 31 décembre {row.new_last_year} : il ne prend plus effet après ce jour, "
            "et rien ne se recalcule en arrière. Abandonnez-le, ou résiliez la convention (art. 12).",
            field="effective_on",
        )


@transaction.atomic
def abandon_amendment(*, actor: User, amendment: Amendment, reason: str) -> Amendment:
    """Give an amendment up, with a reason; once received it stands."""
    ensure_conducts(actor)
    row = _locked(amendment)
    _ensure_can(row, AmendmentState.ABANDONNE)
    if row.state == AmendmentState.RECU:
        raise WrongState("L’avenant signé est reçu : il prend effet à sa date.")
    row.abandon_reason = _written(reason, "reason", "Indiquez pourquoi.")
    return _pass_to(actor, row, AmendmentState.ABANDONNE, "abandonner l’avenant", row.abandon_reason)


def apply_due_amendments() -> int:
    """Bring into effect those whose day has come; returns how many. Safe to run twice, or late."""
    due = Amendment.objects.filter(state=AmendmentState.RECU, effective_on__lte=clock.today())
    return sum(_apply(row) for row in due.order_by("effective_on", "number"))


@transaction.atomic
def _apply(amendment: Amendment) -> bool:
    row = _locked(amendment)
    if row.state != AmendmentState.RECU or row.effective_on is None or row.effective_on > clock.today():
        return False
    ended_on = row.convention.ended_on
    if ended_on is not None and row.effective_on > ended_on:
        row.abandon_reason = f"La convention a pris fin le {day_and_month(ended_on)}, avant la date d’effet."
        _pass_to(None, row, AmendmentState.ABANDONNE, "abandonner l’avenant", row.abandon_reason)
        return False
    _take_effect(None, row)
    return True


def _take_effect(actor: User | None, row: Amendment) -> None:
    """« En effet »: a new duration dates the convention anew, the former dates kept; the past is left as it was."""
    _pass_to(actor, row, AmendmentState.EN_EFFET, "prendre effet")
    convention = row.convention
    if row.new_last_year is not None and convention.state == ConventionState.EN_VIGUEUR:
        convention.last_year = row.new_last_year
        convention.ends_on = date(row.new_last_year, 12, 31)
        convention.save()
        lay_out(actor=actor, convention=convention)


def _locked(amendment: Amendment) -> Amendment:
    convention = Convention.objects.select_for_update().select_related("partner").get(pk=amendment.convention_id)
    row = Amendment.objects.select_for_update().get(pk=amendment.pk)
    row.convention = convention
    return row


def _ensure_preparing(row: Amendment) -> None:
    if row.state != AmendmentState.EN_PREPARATION:
        raise WrongState(f"L’avenant est « {row.get_state_display()} » : son texte ne se modifie plus.")


def _ensure_can(row: Amendment, to: AmendmentState) -> None:
    if to not in AMENDMENT_TRANSITIONS[AmendmentState(row.state)]:
        raise WrongState(f"L’avenant est « {row.get_state_display()} » : cette étape n’est plus ouverte.")


def _ensure_fresh(row: Amendment, changes: list[AmendmentChange]) -> None:
    for change in changes:
        known = article_on(row.convention, change.article, clock.today())
        if (known.text if known else "") != change.former_text:
            raise WrongState(
                f"L’article {change.article} a changé depuis la préparation de cet avenant. Reprenez-le d’après le "
                "texte consolidé du jour."
            )


def _written(text: str, field: str, message: str) -> str:
    if is_blank(text):
        raise InvalidInput(message, field=field)
    return text.strip()


def _not_in_future(day: date, field: str) -> date:
    if day > clock.today():
        raise InvalidInput("Cette date est dans le futur : indiquez le jour où c’est arrivé.", field=field)
    return day


def _pass_to(
    actor: User | None, row: Amendment, to: AmendmentState, act: str, reason: str = "", evidence: str = ""
) -> Amendment:
    before, row.state = row.state, to
    row.save()
    _record(actor, row, act, before=before, to=to, reason=reason, evidence=evidence)
    return row


def _record(
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

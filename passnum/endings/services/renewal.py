"""The path of a renewal (art. 8). Each act: lock → guard → change → journal → return."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date

from django.db import IntegrityError, transaction

from passnum.conventions import services as conventions
from passnum.conventions.consolidation import consolidated
from passnum.conventions.enums import ConventionState, EvidenceKind, Part
from passnum.conventions.layout import ONCE
from passnum.conventions.models import Convention, ConventionArticle
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import day_and_month
from passnum.core.plausible_days import plausible
from passnum.endings.enums import Opinion, RenewalState
from passnum.endings.models import Renewal
from passnum.endings.permissions import ensure_ems
from passnum.endings.services.passages import not_in_future, prove, record_act, written
from passnum.partners.models import User

#: What the model of the convention writes where an act is not known yet.
_UNKNOWN = "XXX"


@transaction.atomic
def open_renewal(*, actor: User, convention: Convention, context: str) -> Renewal:
    """Begin the path, with the evolution of the context that article 8 asks to take into account."""
    ensure_ems(actor)
    row = (
        Convention.objects.select_for_update(of=("self",), no_key=True).select_related("partner").get(pk=convention.pk)
    )
    if row.state != ConventionState.EN_VIGUEUR:
        raise WrongState(
            f"La convention est « {row.get_state_display()} » : une convention échue ou résiliée ne se renouvelle pas. "
            "Une nouvelle convention se prépare à part."
        )
    text = written(context, "context", "Décrivez l’évolution du contexte (art. 8).")
    known = Renewal.objects.select_for_update(of=("self",)).filter(convention=row).first()
    if known is not None:
        return _open_again(actor, known, row, text)
    try:
        with transaction.atomic():
            renewal = Renewal.objects.create(convention=row, opened_on=clock.today(), context=text)
    except IntegrityError as error:
        raise WrongState("Le renouvellement de cette convention est déjà ouvert.") from error
    _record(actor, renewal, "ouvrir le renouvellement", reason=text)
    return renewal


def _open_again(actor: User, renewal: Renewal, convention: Convention, text: str) -> Renewal:
    """A path given up is a faculty not used: it is taken up again, its first acts kept in the journal (art. 8)."""
    if renewal.state != RenewalState.ABANDONNEE:
        raise WrongState(
            f"Le renouvellement de cette convention est déjà ouvert : il est « {renewal.get_state_display()} »."
        )
    renewal.convention = convention
    renewal.opened_on, renewal.context, renewal.proposed_on, renewal.council_on = clock.today(), text, None, None
    _pass_to(actor, renewal, RenewalState.PREPAREE, "reprendre le renouvellement", text)
    return renewal


@transaction.atomic
def record_opinion(
    *, actor: User, renewal: Renewal, opinion: Opinion, opinion_on: date, meeting: uuid.UUID | None = None
) -> Renewal:
    """The committee's opinion on going on (art. 7, 8)."""
    ensure_ems(actor)
    row = _locked(renewal, RenewalState.PREPAREE)
    row.opinion, row.opinion_on, row.meeting = opinion, not_in_future(opinion_on, "opinion_on"), meeting
    since = row.convention.in_force_from
    if since is not None and opinion_on < since:
        raise InvalidInput(
            f"La convention n’est en vigueur que depuis le {day_and_month(since)} : l’avis du comité vient ensuite.",
            field="opinion_on",
        )
    row.save()
    _record(actor, row, "recueillir l’avis du comité", to=Opinion(opinion).label)
    return row


@transaction.atomic
def propose_renewal(*, actor: User, renewal: Renewal, proposed_on: date, council_on: date | None = None) -> Renewal:
    """Put on the Council's agenda. Late is said by the obligation, never refused (art. 8)."""
    ensure_ems(actor)
    row = _locked(renewal, RenewalState.PREPAREE)
    if not row.opinion or row.opinion_on is None:
        raise WrongState("Le renouvellement se propose sur l’avis du comité : enregistrez-le d’abord (art. 8).")
    row.proposed_on, row.council_on = not_in_future(proposed_on, "proposed_on"), council_on
    if proposed_on < row.opinion_on:
        raise InvalidInput("La proposition suit l’avis du comité.", field="proposed_on")
    if council_on is not None and plausible(council_on, "council_on") < proposed_on:
        raise InvalidInput("La séance du Conseil suit l’inscription à son ordre du jour.", field="council_on")
    _pass_to(actor, row, RenewalState.PROPOSEE, "proposer le renouvellement")
    label = f"Inscription à l’ordre du jour du Conseil, le {proposed_on:%d/%m/%Y}"
    prove(actor, row.convention, "OB-12", ONCE, EvidenceKind.DECISION, label, proposed_on, row.public_id)
    return row


@transaction.atomic
def record_council(*, actor: User, renewal: Renewal, adopted: bool, decided_on: date, reference: str = "") -> Renewal:
    """The Council's decision; adopted, it carries the reference of the délibération."""
    ensure_ems(actor)
    row = _locked(renewal, RenewalState.PROPOSEE)
    row.decided_on = not_in_future(decided_on, "decided_on")
    if row.proposed_on and decided_on < row.proposed_on:
        raise InvalidInput("Le Conseil décide après l’inscription à son ordre du jour.", field="decided_on")
    if adopted:
        row.decision_reference = written(reference, "reference", "Indiquez la référence de la délibération.")[:160]
    _pass_to(
        actor, row, RenewalState.ADOPTEE if adopted else RenewalState.REFUSEE, "enregistrer la décision du Conseil"
    )
    return row


@transaction.atomic
def abandon_renewal(*, actor: User, renewal: Renewal, reason: str) -> Renewal:
    """Give it up: a faculty, never a breach."""
    ensure_ems(actor)
    row = _locked(renewal, RenewalState.PREPAREE, RenewalState.PROPOSEE)
    row.abandon_reason = written(reason, "reason", "Indiquez pourquoi.")
    _pass_to(actor, row, RenewalState.ABANDONNEE, "abandonner le renouvellement", row.abandon_reason)
    return row


@transaction.atomic
def prepare_next_convention(*, actor: User, renewal: Renewal, reference: str) -> Convention:
    """A new convention in preparation for the exercices that follow; its acts are to come.

    Its articles are those in force on the last day of the former one, its amendments included (art. 11).
    """
    ensure_ems(actor)
    row = _locked(renewal, RenewalState.PREPAREE, RenewalState.PROPOSEE, RenewalState.ADOPTEE)
    if row.next_convention_id is not None:
        raise WrongState("La nouvelle convention est déjà préparée.")
    old = row.convention
    reference = written(reference, "reference", "Donnez une référence à la nouvelle convention.")[:40]
    if Convention.objects.filter(reference=reference).exists():
        raise InvalidInput("Cette référence est déjà prise.", field="reference")
    length = len(old.years)
    first, last = old.last_year + 1, old.last_year + length
    fresh = Convention(
        partner=old.partner,
        reference=reference,
        title=old.title.replace(f"{old.first_year}-{old.last_year}", f"{first}-{last}"),
        first_year=first,
        last_year=last,
        ends_on=conventions.last_day_of(last),
        ems_representative=old.ems_representative,
        ems_representative_title=old.ems_representative_title,
        partner_representative=old.partner_representative,
        partner_representative_title=old.partner_representative_title,
        ems_deliberation=_UNKNOWN,
        partner_deliberation=_UNKNOWN,
        visas=old.visas,
        preamble=old.preamble,
        elapsed_period=old.elapsed_period,
    )
    conventions.save_record(actor=actor, convention=fresh)
    ConventionArticle.objects.filter(convention=fresh).delete()
    ConventionArticle.objects.bulk_create(_articles_in_force(old, fresh))
    row.next_convention = fresh
    row.save()
    _record(actor, row, "préparer la nouvelle convention", to=reference)
    return fresh


def _articles_in_force(old: Convention, fresh: Convention) -> Iterator[ConventionArticle]:
    """The consolidated text: an amended article has lost the summary of its first text, an added one has none."""
    former = {row.number: row for row in old.articles.all()}
    for article in consolidated(old, old.ends_on):
        known = former.get(article.number)
        first_text = known if known is not None and not article.amendment else None
        yield ConventionArticle(
            convention=fresh,
            number=article.number,
            part=known.part if known else Part.DISPOSITIONS,
            title=article.title,
            summary=first_text.summary if first_text else "",
            text=first_text.text if first_text else article.text,
        )


def _locked(renewal: Renewal, *states: RenewalState) -> Renewal:
    row = Renewal.objects.select_for_update(of=("self",)).select_related("convention__partner").get(pk=renewal.pk)
    if row.state not in states:
        raise WrongState(f"Le renouvellement est « {row.get_state_display()} » : cette étape n’est plus ouverte.")
    return row


def _pass_to(actor: User, row: Renewal, to: RenewalState, act: str, reason: str = "") -> None:
    before, row.state = row.state, to
    row.save()
    _record(actor, row, act, before=before, to=to, reason=reason)


def _record(actor: User, row: Renewal, act: str, *, before: str = "", to: str = "", reason: str = "") -> None:
    subject = ("renouvellement", row.public_id)
    record_act(actor, row.convention, subject, act, before=before, to=to, reason=reason)

"""The registered letter of a termination, and the notice that it starts (art. 12)."""

from __future__ import annotations

from datetime import date

from django.core.files.base import File
from django.db import transaction

from passnum.conventions import services as conventions
from passnum.conventions.deadlines import breach_notice_ends
from passnum.conventions.enums import Side
from passnum.conventions.layout import Anchor, Planned
from passnum.core.errors import InvalidInput, NotAllowed
from passnum.core.files import sha256_of
from passnum.core.french import day_and_month
from passnum.endings.enums import Cause
from passnum.endings.models import Termination
from passnum.endings.permissions import acting_side
from passnum.endings.services.passages import lay, not_in_future, written
from passnum.endings.services.termination_path import ensure_open, locked_termination, occurrence_of, path_of, record
from passnum.partners.models import User


@transaction.atomic
def record_letter(
    *,
    actor: User,
    termination: Termination,
    number: str,
    sent_on: date,
    presented_on: date | None = None,
    received_on: date | None = None,
    file: File[bytes] | None = None,
) -> Termination:
    """Keep the registered letter: sent, first presented, received, with its receipt (art. 12).

    By EMS, which keeps the file, or by the party that opened the path: nobody dates the letter that is sent to them.
    """
    side = acting_side(actor, termination.convention)
    row = locked_termination(termination)
    ensure_open(row)
    if side not in {Side.EMS, row.opened_by}:
        raise NotAllowed("La lettre s’enregistre par la partie qui l’envoie, ou par l’Eurométropole.")
    row.letter_number = written(number, "number", "Indiquez le numéro du recommandé.")[:40]
    row.letter_sent_on = not_in_future(sent_on, "sent_on")
    in_force_from = row.convention.in_force_from
    if in_force_from is not None and sent_on < in_force_from:
        raise InvalidInput(
            f"La convention n’est en vigueur que depuis le {day_and_month(in_force_from)} (art. 2).", field="sent_on"
        )
    for name, day in (("presented_on", presented_on), ("received_on", received_on)):
        if day is not None and not_in_future(day, name) < sent_on:
            raise InvalidInput("La lettre n’est ni présentée ni reçue avant d’être envoyée.", field=name)
    if presented_on and received_on and received_on < presented_on:
        raise InvalidInput("La première présentation précède la réception.", field="received_on")
    row.letter_presented_on, row.letter_received_on = presented_on, received_on
    if file is not None:
        row.letter_sha256 = sha256_of(file)
        row.letter_file.save("accuse.pdf", file, save=False)
    row.save()
    record(actor, row, "enregistrer la lettre recommandée", to=row.letter_number, evidence=row.letter_sha256)
    notified = path_of(row).notified_on
    if row.cause == Cause.MANQUEMENT and notified is not None:
        anchor = Anchor(f"lettre présentée le {notified:%d/%m/%Y}", notified)
        plan = Planned(
            "OB-16", occurrence_of(row), "Fin du préavis après un manquement", anchor, breach_notice_ends(notified)
        )
        lay(actor, row.convention, plan)
    elif row.cause == Cause.MANQUEMENT:
        _forget_notice(actor, row)
    return row


def _forget_notice(actor: User, row: Termination) -> None:
    """A letter corrected as not presented yet: the notice that it had dated does not run."""
    if conventions.find_obligation(row.convention, "OB-16", occurrence_of(row)) is not None:
        anchor = Anchor(f"lettre envoyée le {row.letter_sent_on:%d/%m/%Y}, pas encore présentée")
        lay(actor, row.convention, Planned("OB-16", occurrence_of(row), "Fin du préavis après un manquement", anchor))

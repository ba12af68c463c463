"""`manage.py show_calendar CONVENTION`: the dated obligations of both parties, with article and calculation."""

from __future__ import annotations

import csv
import uuid
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from passnum.conventions.enums import ObligationStatus
from passnum.conventions.models import Convention
from passnum.conventions.register import RULES
from passnum.core import clock
from passnum.core.french import day_and_month
from passnum.core.table_writing import harmless
from passnum.oversight.calendar import COLUMNS, CalendarRow, calendar_of, rules_on_event
from passnum.oversight.findings import findings_of


class Command(BaseCommand):
    help = "Affiche les obligations datées d’une convention, avec leur article et leur calcul."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("convention", help="Numéro, référence ou identifiant public de la convention.")
        parser.add_argument("--format", choices=["texte", "text", "csv"], default="texte")
        parser.add_argument("--on", type=_day, default=None, help="Jour auquel l’état est calculé (AAAA-MM-JJ).")

    def handle(self, *args: Any, **options: Any) -> None:
        convention = _find(options["convention"])
        if convention is None:
            raise CommandError(f"Aucune convention ne porte « {options['convention']} ».")
        on = options["on"] or clock.today()
        rows = calendar_of(convention, on)
        if options["format"] == "csv":
            writer = csv.writer(self.stdout, delimiter=";", lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows([harmless(cell) for cell in row.cells()] for row in rows)
            return
        self._print(convention, rows, on)

    def _print(self, convention: Convention, rows: list[CalendarRow], on: date) -> None:
        self.stdout.write(f"{convention.reference} · {convention.partner}")
        self.stdout.write(f"Exercices {convention.first_year} à {convention.last_year}, état au {day_and_month(on)}")
        last_day = convention.ended_on or convention.ends_on
        self.stdout.write(f"{convention.get_state_display()}, dernier jour : {day_and_month(last_day)}\n")
        for row in rows:
            obligation = row.obligation
            self.stdout.write(f"{row.due}  {obligation.rule}  {obligation.label} [{obligation.get_debtor_display()}]")
            self.stdout.write(f"    {row.calculation} · {row.status.label}{_more(row, on)}")
            for piece in row.evidence:
                self.stdout.write(f"    preuve : {piece}")
        self.stdout.write("\nSur événement seulement :")
        for rule in (RULES[name] for name in rules_on_event()):
            self.stdout.write(f"    {rule.id}  {rule.title} ({rule.article}) : {rule.timing}")
        found = findings_of(convention, on)
        if found:
            self.stdout.write("\nConstats :")
        for finding in found:
            self.stdout.write(f"    {finding.severity.label} · {finding.title} ({finding.article})")
            self.stdout.write(f"        {finding.explanation}")
            self.stdout.write(f"        → {finding.remedy}")


def _more(row: CalendarRow, on: date) -> str:
    """Why there is no object any more, or until when the other party gives time."""
    obligation, tolerance = row.obligation, row.obligation.tolerance_on(on)
    if row.status == ObligationStatus.SANS_OBJET:
        return f" ({obligation.withdrawal_reason})"
    return f" ({tolerance})" if row.status == ObligationStatus.TOLEREE and tolerance is not None else ""


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"« {text} » n’est pas un jour (AAAA-MM-JJ).") from error


def _find(text: str) -> Convention | None:
    rows = Convention.objects.select_related("partner")
    found = rows.filter(reference=text).first()
    if found is None and text.isascii() and text.isdigit() and len(text) < 10:
        found = rows.filter(pk=int(text)).first()
    if found is None:
        try:
            found = rows.filter(public_id=uuid.UUID(text)).first()
        except ValueError:
            return None
    return found

"""`manage.py check_ledger`: verify every invariant of the booklets' ledger and print its totals."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from passnum.core.french import booklets, counted, typeset
from passnum.distribution import register_check
from passnum.quotas import ledger_check


class Command(BaseCommand):
    help = "Vérifie chaque règle du registre des carnets et en donne les totaux."

    def handle(self, *args: Any, **options: Any) -> None:
        lines = ledger_check.totals()
        for line in lines:
            self.stdout.write(typeset(f"{line.label} : {booklets(line.booklets)}"))
        faults = ledger_check.discrepancies() + register_check.discrepancies()
        for fault in faults:
            self.stdout.write(typeset(f"✗ {fault.rule} : {fault.message}"))
        if faults:
            raise CommandError(
                counted(len(faults), "écart trouvé", "écarts trouvés") + " dans le registre des carnets."
            )
        rules = len(ledger_check.RULES) + len(register_check.RULES)
        self.stdout.write(typeset(f"Registre exact : {counted(rules, 'règle vérifiée', 'règles vérifiées')}."))

"""`manage.py verify_journal`: check the hash chains of the journal and name the first broken row."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from passnum.core.journal import verify_all


class Command(BaseCommand):
    help = "Vérifie les chaînes du journal et nomme la première ligne rompue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--chain", default="", help="Une seule chaîne : l’identifiant public d’une convention.")

    def handle(self, *args: Any, **options: Any) -> None:
        broken = checked = 0
        for chain, fault in verify_all():
            if options["chain"] not in ("", chain.key):
                continue
            checked += 1
            if fault is None:
                self.stdout.write(f"{chain.key} : {chain.length} lignes, chaîne intacte")
                continue
            broken += 1
            self.stdout.write(f"{fault.chain} : rompue à la ligne nᵒ {fault.position} ({fault.why})")
        if options["chain"] and not checked:
            raise CommandError(f"Aucune chaîne « {options['chain']} ».")
        if broken:
            raise CommandError(f"{broken} chaîne(s) rompue(s) sur {checked}.")
        self.stdout.write(f"Journal intact : {checked} chaînes vérifiées.")

"""`manage.py verify_journal`: check the hash chains of the journal and name the first broken row."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from passnum.core.french import counted
from passnum.core.journal import verify_chain
from passnum.core.models import JournalChain


class Command(BaseCommand):
    help = "Vérifie les chaînes du journal et nomme la première ligne rompue de chacune."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--chain", default="", help="Une seule chaîne : l’identifiant public d’une convention.")

    def handle(self, *args: Any, **options: Any) -> None:
        chains = JournalChain.objects.order_by("key")
        if options["chain"]:
            chains = chains.filter(key=options["chain"])
            if not chains:
                raise CommandError(f"Aucune chaîne « {options['chain']} » dans le journal.")
        broken = sum(not self._verify(chain) for chain in chains)
        if broken:
            raise CommandError(f"{counted(broken, 'chaîne rompue', 'chaînes rompues')} sur {len(chains)}.")
        checked = counted(len(chains), "chaîne vérifiée", "chaînes vérifiées")
        self.stdout.write(f"Journal intact : {checked}.")

    def _verify(self, chain: JournalChain) -> bool:
        """Print what the chain is worth; whether it holds."""
        fault = verify_chain(chain)
        if fault is None:
            self.stdout.write(f"{chain.key} : intacte ({counted(chain.length, 'ligne')})")
        else:
            self.stdout.write(f"{chain.key} : rompue à la ligne nᵒ {fault.position} ({fault.why})")
        return fault is None

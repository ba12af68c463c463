"""`manage.py import_convention FILE`: a convention in preparation from its plain text, and what could not be placed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from passnum.conventions.completeness import missing_elements
from passnum.conventions.models import Convention
from passnum.conventions.reading import Reading, read_convention
from passnum.conventions.reading_acts import Party
from passnum.conventions.reading_lines import MAX_BYTES
from passnum.conventions.reading_report import report
from passnum.conventions.services.importing import find_partner, import_reading
from passnum.core.errors import PassnumError
from passnum.core.french import typeset
from passnum.partners.models import Partner


class Command(BaseCommand):
    help = "Lit une convention en texte brut (UTF-8) et crée sa fiche, en préparation, avec le texte de ses articles."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FICHIER", help="Texte brut de la convention, en UTF-8.")
        parser.add_argument("--partner", default="", metavar="NOM", help="Structure, si le texte la nomme autrement.")
        parser.add_argument("--create-partner", action="store_true", help="Créer la structure si elle n’existe pas.")
        parser.add_argument("--dry-run", action="store_true", help="Tout lire et vérifier, sans rien enregistrer.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = _content(options["file"])
            reading = read_convention(data)
            for line in report(reading):
                self.stdout.write(typeset(line))
            with transaction.atomic():
                self._keep(reading, data, options)
                transaction.set_rollback(options["dry_run"])
        except PassnumError as error:
            raise CommandError(f"Rien n’est enregistré. {error.message}") from error

    def _keep(self, reading: Reading, data: bytes, options: dict[str, Any]) -> None:
        partner = _partner(reading, options["partner"], create=options["create_partner"])
        convention = import_reading(
            actor=None, reading=reading, partner=partner, sha256=hashlib.sha256(data).hexdigest()
        )
        self.stdout.write("")
        if options["dry_run"]:
            self.stdout.write(typeset(f"Essai : rien n’est enregistré. La convention serait {convention.reference}."))
        else:
            self.stdout.write(typeset(f"Convention créée, en préparation : {convention.reference} ({partner.name})."))
            self.stdout.write(typeset(f"Identifiant : {convention.public_id}"))
        self._say_what_misses(convention)

    def _say_what_misses(self, convention: Convention) -> None:
        missing = missing_elements(convention)
        self.stdout.write(typeset(f"Ce qui manque encore : {len(missing)}"))
        for item in missing:
            self.stdout.write(typeset(f"  {item.what} ({item.article})"))


def _content(name: str) -> bytes:
    """The beginning of the file, long enough to know that it is too long."""
    try:
        with Path(name).open("rb") as handle:
            return handle.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise CommandError(f"Le fichier « {name} » n’existe pas.") from error
    except (OSError, ValueError) as error:
        raise CommandError(f"Le fichier « {name} » ne peut pas être lu.") from error


def _partner(reading: Reading, wanted: str, *, create: bool) -> Partner:
    structure = reading.parties.structure
    try:
        return find_partner(wanted or structure.name)
    except PassnumError as error:
        name = wanted or structure.name
        if create and name and not error.message.startswith("Plusieurs"):
            return _new_partner(name, structure)
        raise CommandError(
            f"Rien n’est enregistré. {error.message} Précisez --partner, ou ajoutez --create-partner."
        ) from error


def _new_partner(name: str, structure: Party) -> Partner:
    quality = structure.quality or "Président"
    return Partner.objects.create(name=name.replace("'", "’")[:160], representative_title=quality[:80])

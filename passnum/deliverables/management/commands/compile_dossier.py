"""`manage.py compile_dossier ID`: compile one dossier here and now, and print its path and SHA-256."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from passnum.deliverables.compilation import compile_dossier
from passnum.deliverables.enums import DossierState
from passnum.deliverables.models import Dossier


class Command(BaseCommand):
    help = "Compile un dossier et affiche le chemin du fichier et son empreinte SHA-256."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", help="Numéro ou identifiant public du dossier.")

    def handle(self, *args: Any, **options: Any) -> None:
        dossier = _find(options["id"])
        if dossier is None:
            raise CommandError(f"Aucun dossier ne porte l’identifiant « {options['id']} ».")
        if dossier.state == DossierState.EN_COMPILATION:
            compile_dossier(dossier.pk)
            dossier.refresh_from_db()
        if not dossier.compiled_sha256:
            raise CommandError(
                dossier.failure or "Ce dossier est déjà en cours de compilation : réessayez dans une minute."
            )
        self.stdout.write(f"Fichier : {_location(dossier)}")
        self.stdout.write(f"SHA-256 : {dossier.compiled_sha256}")


def _find(text: str) -> Dossier | None:
    query = Q(pk=int(text)) if text.isdigit() else Q()
    if not text.isdigit():
        try:
            query = Q(public_id=uuid.UUID(text))
        except ValueError:
            return None
    return Dossier.objects.filter(query).first()


def _location(dossier: Dossier) -> str:
    """Path on disk where the storage has one, else the name in the storage."""
    try:
        return dossier.compiled_file.path
    except NotImplementedError:
        return dossier.compiled_file.name or ""

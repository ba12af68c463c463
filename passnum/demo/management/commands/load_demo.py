"""`manage.py load_demo`: load the demonstration once; `--accounts` only prints its accounts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from passnum.demo import accounts, loading
from passnum.demo.communication import load_communication
from passnum.partners.models import User


class Command(BaseCommand):
    help = "Charge la démonstration (une fois) : la convention avec la CeA, quatre structures, un compte par rôle."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts", action="store_true", help="Affiche seulement les comptes.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["accounts"]:
            self.stdout.write(accounts.describe())
            return
        if not settings.PASSNUM_DEMO_ALLOWED:
            raise CommandError("La démonstration ne se charge pas en production : ses mots de passe sont publics.")
        if User.objects.filter(email__endswith=f"@{accounts.DEMO_DOMAIN}").exists():
            # The public pages and kits come after the rest: an interrupted first loading is completed here.
            load_communication()
            self.stdout.write("La démonstration est déjà chargée.")
            return
        with transaction.atomic():
            loading.load()
            load_communication()
        self.stdout.write("Démonstration chargée.")

"""`manage.py create_site`: make the first public pages, once."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.pages.setup import create_site


class Command(BaseCommand):
    help = "Crée les premières pages du site public (une fois) et les droits de la communication."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("Pages créées." if create_site() else "Le site public existe déjà.")

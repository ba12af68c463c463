"""`manage.py load_scale --partners N --attributions M`: a large believable register, to measure with."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from passnum.demo import scale
from passnum.partners.models import Partner, User


class Command(BaseCommand):
    help = "Charge un grand registre vraisemblable, pour mesurer : structures, lieux, carnets, attributions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partners", type=int, default=20, help="Nombre de structures (20).")
        parser.add_argument("--attributions", type=int, default=10_000, help="Nombre d’attributions (10 000).")
        parser.add_argument("--seed", type=int, default=1, help="Graine : la même donne le même registre.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PASSNUM_DEMO_ALLOWED:
            raise CommandError("Ces données inventées ne se chargent pas en production.")
        partners, attributions = options["partners"], options["attributions"]
        if partners < 1 or attributions < 1:
            raise CommandError("Il faut au moins une structure et une attribution.")
        actor = User.objects.filter(is_superuser=True).first() or User.objects.create_superuser(
            "mesures@mesures.invalid", None, first_name="Mesures", last_name="Passnum"
        )
        start = time.perf_counter()
        try:
            done = scale.load(
                actor=actor,
                partners=partners,
                attributions=attributions,
                seed=options["seed"],
                tell=lambda words: self.stdout.write(words),
            )
        except IntegrityError as error:
            raise CommandError("Un registre de cette graine est déjà chargé : changez --seed.") from error
        seconds = time.perf_counter() - start
        speed = f"{seconds:.1f} s, {done / seconds:.0f} par seconde"
        self.stdout.write(f"{done} attributions, {Partner.objects.count()} structures ({speed}).")

"""A large believable register, for measures: partners, places, booklets and attributions in bulk, from a seed.

Written in sets for speed, through the same tables, constraints and triggers as the services: `check_ledger` agrees.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import Field, Max, Model
from django.utils import timezone

from passnum.conventions import services as conventions
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.bulk_rows import insert_rows
from passnum.core.communes import communes
from passnum.demo.figures import SHARES
from passnum.distribution.counting import recount
from passnum.distribution.enums import Dimension
from passnum.distribution.models import Attribution, SensitiveProfile
from passnum.partners.models import DistributionPlace, Partner, User
from passnum.quotas.enums import AccountKind
from passnum.quotas.models import Account, Booklet
from passnum.quotas.services import ems_stock, operator, partner_account, place_stock

PLACES_EACH = 3
FIRST_DAY, LAST_DAY = date(2021, 9, 1), date(2023, 12, 31)
BROUGHT = date(2021, 8, 1)
CHUNK = 20_000
#: Booklets inserted by one statement: a trigger watches each of them.
AT_ONCE = 400
_SENSITIVE = (Dimension.FRENCH, Dimension.DISABILITY)
#: Half the people live in Strasbourg, the others anywhere on the territory.
_STRASBOURG = "67482"

Tell = Callable[[str], None]


def load(*, actor: User, partners: int, attributions: int, seed: int, tell: Tell) -> int:
    """Add `partners` partners and spread `attributions` over their places; returns the number of attributions."""
    draw = random.Random(seed)  # noqa: S311 - figures for measures, not secrets
    tag = f"{seed:x}".upper()[:6]
    places = [place for number in range(partners) for place in add_partner(actor, tag, number)]
    shares = _shares(draw, len(places), attributions)
    done = 0
    for place, number in zip(places, shares, strict=True):
        for start in range(0, number, CHUNK):
            size = min(CHUNK, number - start)
            with transaction.atomic():
                _hand_out(draw, place, tag, done, size)
            done += size
            tell(f"{done} attributions sur {attributions}")
    recount()
    return done


def add_partner(actor: User, tag: str, number: int) -> list[DistributionPlace]:
    """One partner with its convention in force and its places."""
    partner = Partner.objects.create(name=f"Structure {tag}-{number + 1:04d}", short_name=f"{tag}-{number + 1}")
    names = list(communes().values())
    places = DistributionPlace.objects.bulk_create(
        DistributionPlace(
            partner=partner,
            name=f"Lieu {rank + 1}",
            postal_code=names[(number + rank) % len(names)].postal_codes[0],
            commune_insee=names[(number + rank) % len(names)].insee,
            commune_name=names[(number + rank) % len(names)].name,
        )
        for rank in range(PLACES_EACH)
    )
    _convention(actor, partner, f"PN-{tag}-{number + 1:04d}")
    return list(places)


def _convention(actor: User, partner: Partner, reference: str) -> Convention:
    with clock.on_day(date(2021, 7, 12)):
        row = conventions.save_record(
            actor=actor,
            convention=Convention(
                partner=partner,
                reference=reference,
                title="Convention de partenariat",
                first_year=2021,
                last_year=2023,
                ends_on=date(2023, 12, 31),
                ems_representative="Présidence de l’Eurométropole",
                partner_representative="Présidence de la structure",
                ems_deliberation="Délibération du 25 juin 2021",
                ems_deliberation_on=date(2021, 6, 25),
                partner_deliberation="Délibération du 31 mai 2021",
                partner_deliberation_on=date(2021, 5, 31),
            ),
        )
        conventions.send_for_signature(actor=actor, convention=row)
        conventions.record_signature(actor=actor, convention=row, partner_signed_on=date(2021, 7, 5))
        return conventions.record_receipt(
            actor=actor,
            convention=row,
            received_on=date(2021, 7, 12),
            signed_copy=ContentFile(b"%PDF-1.4 exemplaire de mesure"),
        )


def _shares(draw: random.Random, places: int, attributions: int) -> list[int]:
    """How many attributions each place has: unequal, as in life, and their sum exact."""
    weights = [draw.uniform(0.4, 2.5) for _ in range(places)]
    cuts, total = [0], 0.0
    for weight in weights:
        total += weight
        cuts.append(round(attributions * total / sum(weights)))
    return [after - before for before, after in pairwise(cuts)]


def bring(place: DistributionPlace, tag: str, done: int, size: int) -> int:
    """That many booklets received and brought to the place; returns the greatest key of the booklets before them."""
    convention = place.partner.conventions.get()
    issuer, stock, here = operator(), ems_stock(), place_stock(place)
    before = Booklet.objects.aggregate(last=Max("pk"))["last"] or 0
    _insert(
        Booklet(serial=f"{tag}-{done + n + 1:08d}", account=issuer, expires_on=date(2025, 12, 31)) for n in range(size)
    )
    _write_movements(before, "reception", issuer, stock, BROUGHT)
    _write_movements(before, "livraison", stock, here, BROUGHT)
    Booklet.objects.filter(pk__gt=before).update(convention=convention, year=2022)
    return before


def _hand_out(draw: random.Random, place: DistributionPlace, tag: str, done: int, size: int) -> None:
    """That many booklets brought to the place and handed out, with their attributions."""
    before = bring(place, tag, done, size)
    convention = place.partner.conventions.get()
    here, gone = place_stock(place), partner_account(AccountKind.REMIS, place.partner)
    rows = Booklet.objects.filter(pk__gt=before)
    people = _people(draw, place, convention, list(rows.order_by("pk").values_list("pk", flat=True)))
    _insert(people)
    _insert(_drawn_profile(draw, row) for row in Attribution.objects.filter(booklet__gt=before).only("pk"))
    _write_movements(before, "remise", here, gone, None)


def _people(
    draw: random.Random, place: DistributionPlace, convention: Convention, booklets: list[int]
) -> list[Attribution]:
    """The attributions of these booklets, their answers drawn by the shares of the demonstration."""
    size, days = len(booklets), (LAST_DAY - FIRST_DAY).days
    drawn = {
        dimension: draw.choices([str(code) for code in SHARES[dimension]], list(SHARES[dimension].values()), k=size)
        for dimension in Dimension
        if dimension not in _SENSITIVE
    }
    elsewhere = list(communes())
    homes = draw.choices([_STRASBOURG, *elsewhere], [len(elsewhere), *[1] * len(elsewhere)], k=size)
    return [
        Attribution(
            convention=convention,
            place=place,
            booklet_id=booklet,
            handed_out_on=FIRST_DAY + timedelta(days=draw.randrange(days)),
            commune_insee=homes[n],
            notice_read=True,
            notice_language="fr",
            imported=True,
            **{str(dimension): values[n] for dimension, values in drawn.items()},
        )
        for n, booklet in enumerate(booklets)
    ]


def _drawn_profile(draw: random.Random, row: Attribution) -> SensitiveProfile:
    values = {
        str(one): draw.choices([str(code) for code in SHARES[one]], list(SHARES[one].values()))[0] for one in _SENSITIVE
    }
    return SensitiveProfile(attribution=row, **values)


def _insert(rows: Iterable[Model]) -> None:
    """Insert these rows in bulk; their keys are not read back."""
    made = list(rows)
    if not made:
        return
    now = timezone.now()
    fields = [field for field in made[0]._meta.concrete_fields if not field.primary_key]
    names = [field.name for field in fields]
    values = ([_value(row, field, now) for field in fields] for row in made)
    insert_rows(type(made[0]), names, values, at_once=AT_ONCE if isinstance(made[0], Booklet) else 1)


def _value(row: Model, field: Field[Any, Any], now: datetime) -> Any:
    return now if getattr(field, "auto_now_add", False) else getattr(row, field.attname)


def _write_movements(after: int, kind: str, source: Account, target: Account, day: date | None) -> None:
    """The next movement of each booklet of the set; on the day of its attribution for None."""
    on = "a.handed_out_on" if day is None else "%s"
    joined = "JOIN distribution_attribution a ON a.booklet_id = b.id" if day is None else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO quotas_movement (booklet_id, number, kind, from_account_id, to_account_id, happened_on,"  # noqa: S608
            f" recorded_at) SELECT b.id, b.moves + 1, %s, %s, %s, {on}, %s FROM quotas_booklet b {joined}"
            " WHERE b.id > %s",
            [kind, source.pk, target.pk, *([] if day is None else [day]), timezone.now(), after],
        )

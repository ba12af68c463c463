"""Times the import of attributions in the database at hand, in each format, with the page of its preview.

Beside it, a stock ModelResource on the same rows, and one on the lightest rows that we have. Prints JSON.
"""

from __future__ import annotations

import gc
import io
import json
import random
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import date

import django

django.setup()

import tablib  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from import_export import fields, resources  # noqa: E402
from import_export.widgets import DateWidget, ForeignKeyWidget  # noqa: E402

from passnum.core import clock  # noqa: E402
from passnum.core.table_writing import WRITERS  # noqa: E402
from passnum.demo import scale  # noqa: E402
from passnum.distribution.enums import MODALITIES, Dimension  # noqa: E402
from passnum.distribution.models import Attribution  # noqa: E402
from passnum.exchange import services  # noqa: E402
from passnum.exchange.enums import ImportState, Kind  # noqa: E402
from passnum.exchange.formats.attributions import COLUMNS  # noqa: E402
from passnum.exchange.models import TableImport  # noqa: E402
from passnum.partners.enums import PartnerKind, Role  # noqa: E402
from passnum.partners.models import DistributionPlace, Membership, Partner, User  # noqa: E402
from passnum.quotas.models import Booklet  # noqa: E402

TODAY = date(2024, 1, 15)
#: Rows of a page of the preview; the last one is measured, which reads the whole copy.
PREVIEWED = 100
LISTS = {
    "categorie": Dimension.CATEGORY,
    "prestation": Dimension.OUTCOME,
    "age": Dimension.AGE_BAND,
    "sexe": Dimension.SEX,
    "pcs": Dimension.PCS,
    "francais": Dimension.FRENCH,
    "handicap": Dimension.DISABILITY,
}


class StockResource(resources.ModelResource):
    """What django-import-export does out of the box for the same rows: no ledger, no profile, no count."""

    booklet = fields.Field("booklet", "numero_de_carnet", ForeignKeyWidget(Booklet, "serial"))
    place = fields.Field("place", "lieu", ForeignKeyWidget(DistributionPlace))
    handed_out_on = fields.Field("handed_out_on", "remis_le", DateWidget("%d/%m/%Y"))
    commune_insee = fields.Field("commune_insee", "commune")
    category = fields.Field("category", "categorie")
    outcome = fields.Field("outcome", "prestation")
    age_band = fields.Field("age_band", "age")
    sex = fields.Field("sex", "sexe")
    pcs = fields.Field("pcs", "pcs")

    class Meta:
        model = Attribution
        import_id_fields = ("booklet",)
        fields = (
            "booklet",
            "place",
            "handed_out_on",
            "commune_insee",
            "category",
            "outcome",
            "age_band",
            "sex",
            "pcs",
        )
        use_transactions = True
        clean_model_instances = True

    def import_instance(self, instance: Attribution, row: dict[str, str], **kwargs: object) -> None:
        super().import_instance(instance, row, **kwargs)
        instance.convention = instance.booklet.convention


class LightResource(resources.ModelResource):
    """The quickest that django-import-export does out of the box with a model of ours: three words, no relation."""

    class Meta:
        model = Partner
        import_id_fields = ("name",)
        fields = ("name", "short_name", "kind")
        use_transactions = True
        clean_model_instances = True


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def rows_of(tag: str, place: DistributionPlace, number: int) -> list[list[str]]:
    draw = random.Random(7)
    codes = {name: [str(code) for code in MODALITIES[one].values] for name, one in LISTS.items()}
    codes["prestation"] = [code for code in codes["prestation"] if code != "nr"]
    return [
        [
            f"{tag}-{n:08d}",
            f"{draw.randrange(1, 29):02d}/{draw.randrange(1, 13):02d}/2022",
            place.name,
            "",
            draw.choice(("67482", "67043", "67447", "67204")),
            *(draw.choice(codes[name]) for name in LISTS),
            "oui",
            "non",
        ]
        for n in range(number)
    ]


def as_file(rows: list[list[str]], extension: str) -> SimpleUploadedFile:
    out = io.BytesIO()
    WRITERS[extension][0]([column.name for column in COLUMNS], rows, out)
    return SimpleUploadedFile(f"attributions.{extension}", out.getvalue())


def received(number: int, extension: str = "csv") -> tuple[User, TableImport, list[list[str]]]:
    """A partner of its own with that many booklets, and the file of its attributions."""
    tag = f"{extension[0].upper()}{number}"
    actor = User.objects.create_superuser(f"{tag}@mesures.invalid", None, first_name="M", last_name=tag)
    place = scale.add_partner(actor, tag, 0)[0]
    scale.bring(place, tag, -1, number)
    Membership.objects.create(user=actor, partner=place.partner, role=Role.INTERVENANT, started_on=date(2021, 6, 1))
    rows = rows_of(tag, place, number)
    sent = as_file(rows, extension)
    return actor, services.receive(actor=actor, kind=Kind.ATTRIBUTIONS, partner=place.partner, uploaded=sent), rows


def ours(number: int, extension: str = "csv") -> dict[str, float]:
    """Seconds to check, and to confirm and write, that many rows; milliseconds of a page of the preview."""
    actor, row, _ = received(number, extension)
    checking = timed(lambda: services.check(row.pk))
    row.refresh_from_db()
    preview = timed(lambda: services.sample(row, first=max(0, number - PREVIEWED), size=PREVIEWED))
    services.confirm(actor=actor, table_import=row)
    writing = timed(lambda: services.write(row.pk))
    row.refresh_from_db()
    assert row.state == ImportState.FAIT, row.message
    return {**figures_of(number, checking, writing), "preview_ms": 1000 * preview}


def figures_of(number: int, checking: float, writing: float) -> dict[str, float]:
    return {"rows": number, "check_s": checking, "write_s": writing, "rows_per_s": number / (checking + writing)}


def memory_kb(number: int) -> float:
    """The most memory that checking that many rows takes at once, in kB of Python objects."""
    _, row, _ = received(number)
    gc.collect()
    tracemalloc.start()
    services.check(row.pk)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1024


def stock(number: int) -> dict[str, float]:
    """Seconds that a stock resource takes for its preview, and for its writing, of that many rows."""
    _, row, rows = received(number)
    assert row.partner is not None
    place = row.partner.places.order_by("pk")[0]
    data = tablib.Dataset(
        *([*cells[:2], str(place.pk), *cells[3:]] for cells in rows), headers=[column.name for column in COLUMNS]
    )
    return both_ways(StockResource(), data)


def light(number: int) -> dict[str, float]:
    """The same with the lightest rows."""
    rows = [(f"Structure mesurée {n:08d}", f"S{n}", PartnerKind.ASSOCIATION.value) for n in range(number)]
    return both_ways(LightResource(), tablib.Dataset(*rows, headers=["name", "short_name", "kind"]))


def both_ways(resource: resources.ModelResource, data: tablib.Dataset) -> dict[str, float]:
    checking = timed(lambda: resource.import_data(data, dry_run=True, raise_errors=True))
    writing = timed(lambda: resource.import_data(data, dry_run=False, raise_errors=True))
    return figures_of(len(data), checking, writing)


def main() -> None:
    large, small = (int(word) for word in sys.argv[1:3])
    with clock.on_day(TODAY):
        figures = {
            "ours": ours(large),
            "formats": {one: ours(small, one) for one in ("xlsx", "ods")},
            "stock": stock(small),
            "light": light(small),
            "memory_kb": {str(one): memory_kb(one) for one in (large // 2, large + 1)},
        }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

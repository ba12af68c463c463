"""Every column of every table, filled with what breaks programs: taken as it is or refused in words, never a crash."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from django.db import transaction

from passnum.core.table_rows import FORMULA_STARTS, stream_rows
from passnum.core.table_writing import WRITERS
from passnum.exchange import exporting
from passnum.exchange.enums import Effect, ImportState, Kind
from passnum.exchange.formats import FORMATS
from passnum.exchange.models import ImportProblem, TableImport
from passnum.partners.models import DistributionPlace, Partner, User
from tests.exchange.files import attribution, headers, sent, written
from tests.exchange.naughty import NAUGHTY
from tests.quotas.stock import brought
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def senders(scene: Scene, kind: Kind) -> tuple[User, Partner | None]:
    house = scene.alpha
    own = {Kind.ATTRIBUTIONS: house.intervenant, Kind.EFFECTIFS: house.referent}
    return (own[kind], house.partner) if kind in own else (scene.ems, None)


def good(scene: Scene, kind: Kind) -> dict[str, str]:
    """A row that is taken."""
    house = scene.alpha
    return {
        Kind.ATTRIBUTIONS: attribution(house, "EMS-000001"),
        Kind.PLAGES: {"premier_numero": "EMS-000101", "dernier_numero": "EMS-000102", "recu_le": "01/03/2023"},
        Kind.QUOTAS: {
            "reference_convention": house.convention.reference,
            "exercice": "2023",
            "carnets": "12",
            "base": "personnes",
            "chiffre_retenu": "144",
            "source": "Réunion",
        },
        Kind.EFFECTIFS: {"exercice": "2022", "caracteristique": "sexe", "modalite": "Femmes", "effectif": "12"},
        Kind.STRUCTURES: {"structure": "Une autre", "lieu": "Son lieu", "commune": "Bischheim"},
        Kind.MEDIATION: {
            "id": "m-1",
            "pivot": "12345678900011",
            "nom": "Atelier",
            "commune": "Ostwald",
            "code_postal": "67540",
            "adresse": "3 rue du Moulin",
            "date_maj": "2023-05-02",
        },
    }[kind]


def tried(scene: Scene, kind: Kind, every: int) -> Iterator[None]:
    """One cell in so many: each text and each column in its turn."""
    brought(scene.ems, scene.alpha, 1, 3)
    actor, partner = senders(scene, kind)
    form, names, row = FORMATS[kind], headers(kind), good(scene, kind)
    known = TableImport.objects.create(kind=kind, actor=actor, partner=partner, file_name="a.csv", extension="csv")
    for at, name in enumerate(names):
        for rank, text in enumerate(NAUGHTY):
            if (at + rank) % every:
                continue
            cells = [text.strip() if one == name else row.get(one, "") for one in names]
            with transaction.atomic():
                session = form.session(actor, partner, frozenset(names))
                checked = session.check([(2, cells)])
                assert (checked.effects == [Effect.REFUSE]) is bool(checked.problems), (name, text)
                ImportProblem.objects.bulk_create(
                    ImportProblem(table_import=known, line=2, column=one.column, value=one.value, message=one.message)
                    for one in checked.problems
                )
                if not checked.problems:
                    assert not form.session(actor, partner, frozenset(names)).write([(2, cells)]).problems
                transaction.set_rollback(True)
            yield


@pytest.mark.parametrize("kind", list(Kind))
def test_a_cell_of_any_column_is_taken_or_refused_in_words(scene: Scene, kind: Kind) -> None:
    assert sum(1 for _ in tried(scene, kind, every=17)) > 50


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kind", list(Kind))
def test_every_text_in_every_column_is_taken_or_refused_in_words(scene: Scene, kind: Kind) -> None:
    assert sum(1 for _ in tried(scene, kind, every=1)) == len(NAUGHTY) * len(headers(kind))


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_what_is_taken_from_a_file_leaves_it_harmless_in_every_format(scene: Scene, extension: str) -> None:
    texts = [text for text in NAUGHTY if len(text.strip()) < 120 and text.strip()]
    rows = [["Une autre", f"Lieu {rank}", text, "Bischheim"] for rank, text in enumerate(texts)]
    out = io.BytesIO()
    WRITERS[extension][0](["structure", "lieu", "adresse", "commune"], rows, out)
    row = sent(scene.ems, Kind.STRUCTURES, None, out.getvalue(), f"l.{extension}")
    assert (row.state, row.message) == (ImportState.A_CONFIRMER, "")
    assert written(scene.ems, row).state == ImportState.FAIT
    kept = list(DistributionPlace.objects.filter(partner__name="Une autre").values_list("address", flat=True))
    assert len(kept) == len(texts)
    for out_as in ("csv", "xlsx", "ods", "json"):
        made = exporting.export(actor=scene.ems, kind=Kind.STRUCTURES, partner=None, extension=out_as)
        data = made.read()
        if out_as == "csv":
            cells = [cell for line in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";") for cell in line]
            assert not [cell for cell in cells if cell.startswith(FORMULA_STARTS) and not is_figure(cell)]
        if out_as != "json":
            again = [line[4] for _, line in stream_rows(io.BytesIO(data), out_as) if line[0] == "Une autre"]
            assert len(again) == len(kept)


def is_figure(cell: str) -> bool:
    """« -5 » and « +33 3 88 » are what they are."""
    return cell[1:].replace(" ", "").replace(",", "").replace(".", "").isdigit()

"""Tables of quotas: a revision says why and by which decision, a basis « public » says which public."""

from __future__ import annotations

from datetime import date

import pytest

from passnum.core import clock
from passnum.exchange import exporting
from passnum.exchange.enums import ImportState, Kind
from passnum.exchange.models import TableImport
from passnum.quotas.models import Quota
from passnum.quotas.services import QuotaValues, revise_quota, set_quota
from tests.exchange.files import as_csv, refusals, sent, written
from tests.scene import Scene

pytestmark = pytest.mark.django_db
WHY = {"motif": "Plus de monde", "decision": "Comité de suivi du 30/11/2022", "decide_le": "30/11/2022"}


@pytest.fixture(autouse=True)
def _today() -> object:
    with clock.on_day(date(2023, 6, 1)):
        yield


def quota(scene: Scene, **changes: str | int) -> Quota:
    given = {"booklets": 100, "basis": "personnes", "basis_figure": 900, "basis_source": "Rapport"} | changes
    return set_quota(actor=scene.ems, values=QuotaValues(convention=scene.alpha.convention, year=2022, **given))  # type: ignore[arg-type]


def told(scene: Scene, **changes: str) -> TableImport:
    row = {
        "reference_convention": scene.alpha.convention.reference,
        "exercice": "2022",
        "carnets": "100",
        "base": "personnes",
        "chiffre_retenu": "900",
        "source": "Rapport",
    }
    return sent(scene.ems, Kind.QUOTAS, None, as_csv(Kind.QUOTAS, [row | changes]))


def test_a_revision_keeps_its_reason_and_its_decision(scene: Scene) -> None:
    quota(scene)
    row = told(scene, carnets="120", **WHY)
    assert written(scene.ems, row).state == ImportState.FAIT, [str(one) for one in row.problems.all()]
    last = Quota.objects.get().revisions.first()
    assert last is not None
    assert (last.from_booklets, last.to_booklets) == (100, 120)
    assert (last.reason, last.decision_label, last.decided_on) == (
        "Plus de monde",
        "Comité de suivi du 30/11/2022",
        date(2022, 11, 30),
    )


@pytest.mark.parametrize("column", list(WHY))
def test_a_revision_without_its_reason_or_its_decision_is_refused(scene: Scene, column: str) -> None:
    quota(scene)
    [(line, named, words)] = refusals(told(scene, carnets="120", **(WHY | {column: ""})))
    assert (line, named) == (2, column)
    assert "passe de 100" in words
    assert Quota.objects.get().booklets == 100


def test_a_number_that_stays_takes_no_reason(scene: Scene) -> None:
    quota(scene)
    [(_, column, words)] = refusals(told(scene, **WHY))
    assert column == "motif"
    assert "il n’y a pas de révision" in words
    assert told(scene).unchanged == 1


def test_the_reason_of_the_previous_revision_is_not_that_of_the_next(scene: Scene) -> None:
    quota(scene)
    written(scene.ems, told(scene, carnets="120", **WHY))
    [(_, column, words)] = refusals(told(scene, carnets="140", **WHY))
    assert column == "motif"
    assert "révision précédente" in words


@pytest.mark.parametrize(("day", "words"), [("01/01/2029", "à venir"), ("hier", "JJ/MM/AAAA"), ("01/01/1023", "date")])
def test_a_decision_to_come_or_without_a_day_is_refused(scene: Scene, day: str, words: str) -> None:
    quota(scene)
    [(_, column, said)] = refusals(told(scene, carnets="120", **(WHY | {"decide_le": day})))
    assert column == "decide_le"
    assert words in said


def test_the_type_of_public_is_told_exactly_where_it_is_the_basis(scene: Scene) -> None:
    [(_, column, words)] = refusals(told(scene, base="public"))
    assert (column, "écrivez lequel" in words) == ("type_de_public", True)
    [(_, column, words)] = refusals(told(scene, type_de_public="demandeurs d’asile"))
    assert (column, "videz" in words) == ("type_de_public", True)
    written(scene.ems, told(scene, base="public", type_de_public="demandeurs d’asile"))
    assert Quota.objects.get().basis_public == "demandeurs d’asile"
    assert told(scene, base="public").unchanged == 1


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_a_revised_quota_comes_back_as_it_went_out(scene: Scene, extension: str) -> None:
    row = quota(scene, basis="public", basis_public="demandeurs d’asile")
    revise_quota(actor=scene.ems, quota=row, booklets=120, reason="Moins de monde", decided_on=date(2022, 5, 2))
    data = exporting.export(actor=scene.ems, kind=Kind.QUOTAS, partner=None, extension=extension).read()
    back = sent(scene.ems, Kind.QUOTAS, None, data, f"quotas.{extension}")
    assert ([str(one) for one in back.problems.all()], back.unchanged) == ([], 1)
    if extension == "csv":
        assert "demandeurs d’asile" in data.decode("utf-8-sig")
        assert "Moins de monde" in data.decode("utf-8-sig")


def test_a_refused_year_is_told_in_its_column(scene: Scene) -> None:
    [(_, column, words)] = refusals(told(scene, exercice="2031"))
    assert column == "exercice"
    assert "n’est pas dans la convention" in words

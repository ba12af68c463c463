"""Files of attributions that are refused: the row, the column, the value and the remedy; nothing is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from passnum.conventions.enums import ConventionState
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.exchange import services, staging
from passnum.exchange.enums import ImportState, Kind
from passnum.exchange.formats.attributions import AttributionFormat
from passnum.exchange.models import TableImport
from passnum.partners.enums import Role
from passnum.partners.models import DistributionPlace, Membership, User
from passnum.quotas.enums import LossKind
from passnum.quotas.models import Booklet
from passnum.quotas.services import declare_loss
from tests.exchange.files import as_csv, attribution, refusals, sent, sent_rows
from tests.quotas.stock import brought, first_place
from tests.scene import House, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def stocked(scene: Scene) -> Scene:
    brought(scene.ems, scene.alpha, 1, 20)
    brought(scene.ems, scene.beta, 101, 110)
    return scene


def ten(house: House) -> list[dict[str, str]]:
    return [attribution(house, f"EMS-{n:06d}") for n in range(1, 11)]


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("2 85 03 67 482 123 45", "sécurité sociale"),
        ("06 12 34 56 78", "téléphone"),
        ("jeanne@exemple.test", "adresse électronique"),
        ("12/03/1961", "date de naissance"),
        ("12/03/2005", "date de naissance"),
        ("1961-03-12 00:00:00", "date de naissance"),
        ("1er mars 1961", "date de naissance"),
    ],
)
def test_a_cell_that_identifies_somebody_is_refused_and_not_kept(stocked: Scene, cell: str, kind: str) -> None:
    row = sent_rows(stocked.alpha, [attribution(stocked.alpha, "EMS-000001", age=cell)])
    problem = row.problems.get()
    assert kind in problem.message
    assert problem.value == ""
    assert cell not in problem.message
    assert not row.file
    assert not row.staged


def test_refused_cells_go_after_thirty_days_and_their_number_stays(stocked: Scene) -> None:
    row = sent_rows(stocked.alpha, [attribution(stocked.alpha, "EMS-000001", sexe="Jeanne Untel")])
    assert row.problems.get().value == "Jeanne Untel"
    assert services.forget_refusals() == 0
    TableImport.objects.filter(pk=row.pk).update(kept_since=row.kept_since - services.REFUSALS_KEPT * 2)
    assert services.forget_refusals() == 1
    row.refresh_from_db()
    assert (row.refused, row.problems.count()) == (1, 0)


@pytest.mark.parametrize(
    ("cell", "kept", "words"),
    [
        ("14/03/23", "14/03/23", "JJ/MM/AAAA"),
        ("45000", "45000", "JJ/MM/AAAA"),
        ("29/02/2023", "29/02/2023", "JJ/MM/AAAA"),
        ("12/03/1961", "", "plausible"),
    ],
)
def test_a_day_written_otherwise_is_told_how_to_write_it(stocked: Scene, cell: str, kept: str, words: str) -> None:
    row = sent_rows(stocked.alpha, [attribution(stocked.alpha, "EMS-000001", remis_le=cell)])
    problem = row.problems.get(column="remis_le", message__contains=words)
    assert problem.value == kept


def test_a_serial_that_looks_like_a_date_is_a_serial_and_lost_zeros_are_told(stocked: Scene) -> None:
    rows = [attribution(stocked.alpha, serial) for serial in ("EMS-2023-01-02", "123")]
    first, second = sent_rows(stocked.alpha, rows).problems.all()
    assert first.value == "EMS-2023-01-02"
    assert "zéros" in second.message


def test_titles_above_a_note_beside_and_accents_in_headers_are_understood(stocked: Scene) -> None:
    data = as_csv(Kind.ATTRIBUTIONS, ten(stocked.alpha)).decode("utf-8-sig")
    data = "Attributions du trimestre\r\n\r\n" + data.replace("numero_de_carnet", "Numéro de carnet", 1)
    row = sent(stocked.alpha.intervenant, Kind.ATTRIBUTIONS, stocked.alpha.partner, data.encode())
    assert (row.message, row.created) == ("", 10)


def test_what_stands_under_no_title_is_refused_and_not_shown(stocked: Scene) -> None:
    lines = as_csv(Kind.ATTRIBUTIONS, ten(stocked.alpha)).decode("utf-8-sig").splitlines()
    lines[3] += ";Jeanne Dupont"
    row = sent(stocked.alpha.intervenant, Kind.ATTRIBUTIONS, stocked.alpha.partner, "\r\n".join(lines).encode())
    assert row.state == ImportState.REFUSE
    assert "Ligne 4, colonne 15" in row.message
    assert "Jeanne" not in row.message


def test_a_file_without_the_titles_of_its_columns_says_so(stocked: Scene) -> None:
    lines = as_csv(Kind.ATTRIBUTIONS, ten(stocked.alpha)).splitlines()[1:]
    row = sent(stocked.alpha.intervenant, Kind.ATTRIBUTIONS, stocked.alpha.partner, b"\r\n".join(lines))
    assert "leurs titres" in row.message


def test_cells_said_to_be_repeated_do_not_fill_the_disk(stocked: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "MOST_CHARACTERS", 500)
    row = sent_rows(stocked.alpha, ten(stocked.alpha))
    assert "démesuré" in row.message


def test_a_column_that_is_not_of_the_model_is_refused(stocked: Scene) -> None:
    data = as_csv(Kind.ATTRIBUTIONS, ten(stocked.alpha)).replace(b"categorie", b"nom", 1)
    row = sent(stocked.alpha.intervenant, Kind.ATTRIBUTIONS, stocked.alpha.partner, data)
    assert row.state == ImportState.REFUSE
    assert "nom" in row.message
    assert "identifierait" in row.message


def test_columns_written_twice_are_named(stocked: Scene) -> None:
    data = as_csv(Kind.ATTRIBUTIONS, ten(stocked.alpha)).replace(b"categorie", b"sexe", 1)
    row = sent(stocked.alpha.intervenant, Kind.ATTRIBUTIONS, stocked.alpha.partner, data)
    assert "deux fois : sexe" in row.message.replace("\xa0", " ")


def test_a_booklet_of_another_place_or_of_a_closed_one_is_named(stocked: Scene) -> None:
    house = stocked.alpha
    other = DistributionPlace.objects.create(
        partner=house.partner, name="Lieu voisin", postal_code="67800", commune_insee="67043", commune_name="Bischheim"
    )
    rows = [attribution(house, "EMS-000001", lieu=other.name)]
    assert any("situe ce carnet" in words for _, _, words in refusals(sent_rows(house, rows)))
    place = first_place(house)
    place.is_active = False
    place.save()
    found = refusals(sent_rows(house, [attribution(house, "EMS-000001", lieu=place.name)]))
    assert [(column, "plus ouvert" in words) for _, column, words in found] == [("lieu", True)]


def test_a_day_after_the_expiry_or_outside_the_convention_is_named(stocked: Scene) -> None:
    house = stocked.alpha
    Booklet.objects.filter(serial="EMS-000001").update(expires_on=date(2023, 3, 1))
    [(_, column, words)] = refusals(sent_rows(house, [attribution(house, "EMS-000001")]))
    assert (column, "périmé" in words) == ("remis_le", True)
    ends = date(house.convention.ends_on.year + 1, 1, 1)
    with clock.on_day(ends + timedelta(days=10)):
        found = refusals(sent_rows(house, [attribution(house, "EMS-000002", remis_le=f"{ends:%d/%m/%Y}")]))
    assert any("vigueur" in words for _, column, words in found)


def test_a_file_longer_than_its_format_is_refused(stocked: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AttributionFormat, "most_rows", 9)
    assert "plus de 9 lignes" in sent_rows(stocked.alpha, ten(stocked.alpha)).message.replace("\xa0", " ")


@pytest.mark.timeout(30)
@pytest.mark.parametrize("endless", ["a" * 30_000, "a@" + "a." * 15_000, "1" * 30_000, "EMS-1" + " " * 30_000 + "x"])
def test_an_endless_cell_is_refused_as_quickly_as_another(stocked: Scene, endless: str) -> None:
    rows = [attribution(stocked.alpha, endless, sexe=endless, commune=endless) for _ in range(50)]
    assert sent_rows(stocked.alpha, rows).refused == 50


def test_a_cell_longer_than_any_spreadsheet_holds_is_named(stocked: Scene) -> None:
    row = sent_rows(stocked.alpha, [attribution(stocked.alpha, "EMS-000001", lieu="a" * (staging.MOST_IN_CELL + 1))])
    assert row.message.startswith("Ligne 2, colonne lieu")


def test_an_address_after_thousands_of_letters_is_seen_all_the_same(stocked: Scene) -> None:
    row = sent_rows(stocked.alpha, [attribution(stocked.alpha, "EMS-000001", sexe="a" * 9_000 + "jeanne@exemple.test")])
    assert "adresse électronique" in row.problems.get().message


def test_who_was_no_intervenant_that_day_or_bears_the_name_of_another_is_named(stocked: Scene) -> None:
    house = stocked.alpha
    who, rows = str(house.intervenant), house.partner.memberships.filter(user=house.intervenant)
    rows.update(started_on=date(2023, 4, 1))
    [(_, column, words)] = refusals(sent_rows(house, [attribution(house, "EMS-000001", intervenant=who)]))
    assert (column, "n’était pas intervenante" in words) == ("intervenant", True)
    rows.update(started_on=date(2021, 6, 1))
    namesake = User.objects.create_user("autre@alpha.example", first_name=house.intervenant.first_name)
    User.objects.filter(pk=namesake.pk).update(last_name=house.intervenant.last_name)
    Membership.objects.create(user=namesake, partner=house.partner, role=Role.INTERVENANT, started_on=date(2021, 6, 1))
    [(_, column, words)] = refusals(sent_rows(house, [attribution(house, "EMS-000001", intervenant=who)]))
    assert (column, "Personne de ce nom" in words) == ("intervenant", True)


def test_a_referent_hands_nothing_out_under_the_name_of_an_intervenant(stocked: Scene) -> None:
    house = stocked.alpha
    row = attribution(house, "EMS-000001", intervenant=str(house.referent))
    assert [column for _, column, _ in refusals(sent_rows(house, [row]))] == ["intervenant"]


def test_a_booklet_that_is_lost_is_said_where_the_ledger_has_it(stocked: Scene) -> None:
    house = stocked.alpha
    declare_loss(
        actor=house.referent,
        partner=house.partner,
        serials=["EMS-000001"],
        kind=LossKind.PERDU,
        happened_on=date(2023, 3, 1),
        reason="Carton égaré",
    )
    [(_, column, words)] = refusals(sent_rows(house, [attribution(house, "EMS-000001")]))
    assert (column, "ne peut pas être remis" in words) == ("numero_de_carnet", True)


def test_a_day_after_the_convention_was_ended_early_and_a_booklet_of_one_no_longer_in_force_are_named(
    stocked: Scene,
) -> None:
    house = stocked.alpha
    of_the_house = Convention.objects.filter(pk=house.convention.pk)
    of_the_house.update(ended_on=date(2023, 3, 1))
    [(_, column, words)] = refusals(sent_rows(house, [attribution(house, "EMS-000001")]))
    assert (column, "n’était pas en vigueur" in words) == ("remis_le", True)
    of_the_house.update(state=ConventionState.RESILIEE)
    [(_, column, words)] = refusals(sent_rows(house, [attribution(house, "EMS-000001")]))
    assert (column, "n’est plus en vigueur" in words) == ("numero_de_carnet", True)

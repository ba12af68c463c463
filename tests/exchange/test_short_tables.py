"""Short tables through the services: ranges of booklets, quotas, partners and places, aggregated counts."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from passnum.core.errors import NotAllowed
from passnum.distribution.models import AggregatedFigures
from passnum.exchange import exporting
from passnum.exchange.enums import ImportState, Kind
from passnum.exchange.formats import FORMATS
from passnum.exchange.formats import ranges as ranges_format
from passnum.exchange.models import TableImport
from passnum.partners.models import DistributionPlace, Partner, User
from passnum.quotas.models import Booklet, Quota
from passnum.quotas.services import QuotaValues, ems_stock, set_quota
from tests.exchange.files import as_csv, refusals, sent, written
from tests.quotas.stock import received
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def ranges(*rows: tuple[str, str], day: str = "01/03/2023") -> bytes:
    return as_csv(
        Kind.PLAGES, [{"premier_numero": first, "dernier_numero": last, "recu_le": day} for first, last in rows]
    )


def test_ranges_enter_the_stock_of_ems(scene: Scene) -> None:
    row = sent(scene.ems, Kind.PLAGES, None, ranges(("EMS-000001", "EMS-000010"), ("EMS-000020", "")))
    assert not Booklet.objects.exists()
    assert written(scene.ems, row).state == ImportState.FAIT
    assert ems_stock().balance == 11


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        ([("EMS-000010", "EMS-000001")], 2, "à l’envers"),
        ([("EMS-000001", "EMS-000010"), ("EMS-000005", "EMS-000012")], 3, "déjà à la ligne 2 de ce fichier"),
        ([("EMS-000901", "EMS-000902")], 2, "Déjà reçus"),
        ([("EMS-000001", "EMS-100000")], 2, "plus que les"),
        ([("", "EMS-000001")], 2, "vide"),
    ],
)
def test_wrong_ranges_are_named(scene: Scene, rows: list[tuple[str, str]], line: int, words: str) -> None:
    received(scene.ems, 901, 902)
    found = refusals(sent(scene.ems, Kind.PLAGES, None, ranges(*rows)))
    assert [one[0] for one in found] == [line]
    assert words in found[0][2]
    assert Booklet.objects.count() == 2


def test_partners_and_places_are_created_changed_and_left_alone(scene: Scene) -> None:
    data = exporting.export(actor=scene.ems, kind=Kind.STRUCTURES, partner=None, extension="csv").read()
    same = sent(scene.ems, Kind.STRUCTURES, None, data)
    assert (same.created, same.changed, same.unchanged) == (0, 0, DistributionPlace.objects.count())
    place = DistributionPlace.objects.filter(partner=scene.alpha.partner).order_by("pk")[0]
    rows = [
        {"structure": scene.alpha.partner.name, "lieu": place.name, "commune": "Hoenheim", "adresse": "2 rue Neuve"},
        {"structure": "Une nouvelle structure", "lieu": "Son lieu", "commune": "67482", "code_postal": "67100"},
    ]
    row = sent(scene.ems, Kind.STRUCTURES, None, as_csv(Kind.STRUCTURES, rows))
    assert (row.created, row.changed) == (1, 1)
    assert written(scene.ems, row).state == ImportState.FAIT
    place.refresh_from_db()
    assert (place.address, place.commune_insee) == ("2 rue Neuve", "67204")
    assert Partner.objects.get(name="Une nouvelle structure").places.get().postal_code == "67100"


def test_a_place_in_another_territory_or_with_another_postal_code_is_named(scene: Scene) -> None:
    rows = [
        {"structure": "A", "lieu": "B", "commune": "Kehl"},
        {"structure": "A", "lieu": "C", "commune": "Bischheim", "code_postal": "67000"},
        {"structure": "A", "lieu": "D", "commune": "Bischheim", "nature": "entreprise"},
    ]
    found = refusals(sent(scene.ems, Kind.STRUCTURES, None, as_csv(Kind.STRUCTURES, rows)))
    assert [(line, column) for line, column, _ in found] == [(2, "commune"), (3, "code_postal"), (4, "nature")]
    assert not Partner.objects.filter(name="A").exists()


def test_quotas_go_through_the_cap_of_the_programme(scene: Scene) -> None:
    def rows(booklets: int) -> bytes:
        return as_csv(
            Kind.QUOTAS,
            [
                {
                    "reference_convention": scene.alpha.convention.reference,
                    "exercice": "2023",
                    "carnets": str(booklets),
                    "base": "personnes",
                    "chiffre_retenu": "1 440",
                    "source": "Réunion",
                }
            ],
        )

    [(line, column, message)] = refusals(sent(scene.ems, Kind.QUOTAS, None, rows(9000)))
    assert (line, column) == (2, "carnets")
    assert "3" in message
    row = sent(scene.ems, Kind.QUOTAS, None, rows(120))
    assert not Quota.objects.exists()
    assert written(scene.ems, row).state == ImportState.FAIT
    assert Quota.objects.get().booklets == 120


def counts(*rows: tuple[str, str, str], year: str = "2022") -> bytes:
    names = ("caracteristique", "modalite", "effectif")
    return as_csv(Kind.EFFECTIFS, [{"exercice": year} | dict(zip(names, row, strict=True)) for row in rows])


def test_counts_fill_the_report_that_the_referent_drafts(scene: Scene) -> None:
    house = scene.alpha
    data = counts(("total", "carnets", "30"), ("total", "beneficiaires", "30"), ("sex", "Femmes", "18"))
    scene.period(house)
    row = sent(house.referent, Kind.EFFECTIFS, house.partner, data)
    assert row.state == ImportState.A_CONFIRMER, row.message
    assert written(house.referent, row).state == ImportState.FAIT
    figures = AggregatedFigures.objects.get(convention=house.convention, year=2022)
    assert (figures.booklets_handed_out, figures.beneficiaries) == (30, 30)
    assert figures.counts.get(dimension="sex", modality="femme").beneficiaries == 18


@pytest.mark.parametrize(
    ("characteristic", "modality"),
    [
        ("Sexe", "FEMMES"),
        ("sex", "femme"),
        ("PCS", "Artisans, commercants, chefs d'entreprise"),
        ("age", "de 26 a 44 ans"),
        ("total", "Beneficiaires"),
        ("handicap", "Non renseigné"),
    ],
)
def test_counts_are_told_by_words_or_codes(scene: Scene, characteristic: str, modality: str) -> None:
    scene.period(scene.alpha)
    row = sent(scene.alpha.referent, Kind.EFFECTIFS, scene.alpha.partner, counts((characteristic, modality, "3")))
    assert (row.state, [str(one) for one in row.problems.all()]) == (ImportState.A_CONFIRMER, [])


@pytest.mark.parametrize(
    ("characteristic", "modality", "column", "words"),
    [
        ("revenu", "haut", "caracteristique", "« Âge »"),
        ("Sexe", "x", "modalite", "« Femmes » ; « Hommes »"),
        ("Total", "x", "modalite", "« Bénéficiaires »"),
    ],
)
def test_counts_refused_and_explained_name_no_code(
    scene: Scene, characteristic: str, modality: str, column: str, words: str
) -> None:
    scene.period(scene.alpha)
    house = scene.alpha
    row = sent(house.referent, Kind.EFFECTIFS, house.partner, counts((characteristic, modality, "3")))
    [(_, named, message)] = refusals(row)
    assert (named, words in message.replace("\xa0", " ").replace("\u202f", " ")) == (column, True)
    template = exporting.template(kind=Kind.EFFECTIFS, extension="csv").decode("utf-8-sig")
    out = exporting.export(actor=house.referent, kind=Kind.EFFECTIFS, partner=house.partner, extension="csv").read()
    told = " ".join(one.words for one in FORMATS[Kind.EFFECTIFS].columns)
    for text in (message, template, told, out.decode("utf-8-sig")):
        assert not {"sex", "age_band", "outcome", "nr", "femme", "disability"} & set(re.findall(r"\w+", text))
    assert "Sexe" in out.decode("utf-8-sig")


def test_counts_of_a_submitted_report_or_an_unknown_year_are_refused(scene: Scene) -> None:
    house = scene.alpha
    scene.submitted(house)
    for year, words in (("2022", "remis"), ("2019", "Aucune campagne")):
        [(line, _, message)] = refusals(
            sent(house.referent, Kind.EFFECTIFS, house.partner, counts(("sex", "femme", "1"), year=year))
        )
        assert line == 2
        assert words in message


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_short_tables_come_back_as_they_went_out(scene: Scene, extension: str) -> None:
    house = scene.alpha
    scene.period(house)
    received(scene.ems, 1, 20)
    received(scene.ems, 25, 30)
    Partner.objects.create(name="Structure sans lieu", kind="association")
    set_quota(
        actor=scene.ems,
        values=QuotaValues(
            convention=house.convention,
            year=2022,
            booklets=10,
            basis="personnes",
            basis_figure=100,
            basis_source="=Réunion",
            launch_meeting_on=None,
            received_booklets=0,
        ),
    )
    written(house.referent, sent(house.referent, Kind.EFFECTIFS, house.partner, counts(("sex", "femme", "18"))))

    def again(actor: User, kind: Kind, partner: Partner | None) -> TableImport:
        data = exporting.export(actor=actor, kind=kind, partner=partner, extension=extension).read()
        return sent(actor, kind, partner, data, f"export.{extension}")

    for kind, actor, partner in (
        (Kind.QUOTAS, scene.ems, None),
        (Kind.STRUCTURES, scene.ems, None),
        (Kind.EFFECTIFS, house.referent, house.partner),
    ):
        row = again(actor, kind, partner)
        assert (kind, row.message, [str(one) for one in row.problems.all()]) == (kind, "", [])
        assert (kind, row.created, row.changed, row.unchanged) == (kind, 0, 0, row.rows)
    assert [message[:10] for _, _, message in refusals(again(scene.ems, Kind.PLAGES, None))] == ["Déjà reçus"] * 2


def test_the_same_place_or_quota_twice_in_a_file_is_named_with_its_first_line(scene: Scene) -> None:
    place = {"structure": "A", "lieu": "B", "commune": "Bischheim"}
    found = refusals(sent(scene.ems, Kind.STRUCTURES, None, as_csv(Kind.STRUCTURES, [place, place | {"lieu": "b"}])))
    assert [(line, "ligne 2" in words) for line, _, words in found] == [(3, True)]
    quota = {
        "reference_convention": scene.alpha.convention.reference,
        "exercice": "2022",
        "carnets": "10",
        "base": "personnes",
        "chiffre_retenu": "100",
        "source": "Réunion",
    }
    found = refusals(sent(scene.ems, Kind.QUOTAS, None, b"Titre\r\n" + as_csv(Kind.QUOTAS, [quota, quota])[3:]))
    assert [(line, column, "ligne 3" in words) for line, column, words in found] == [(4, "exercice", True)]


def test_ranges_of_more_booklets_than_any_programme_are_refused(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranges_format, "MOST_BOOKLETS", 15)
    rows = ranges(("EMS-000001", "EMS-000010"), ("EMS-000011", "EMS-000020"))
    [(line, column, words)] = refusals(sent(scene.ems, Kind.PLAGES, None, rows))
    assert (line, column) == (3, "premier_numero")
    assert "partagez" in words


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
def test_a_template_explains_its_columns_on_a_second_sheet_and_comes_back(scene: Scene, extension: str) -> None:
    data = exporting.template(kind=Kind.PLAGES, extension=extension)
    row = sent(scene.ems, Kind.PLAGES, None, data, f"modele.{extension}")
    assert (row.message, row.rows, row.created) == ("", 1, 1)
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        parts = [container.read(name).decode("utf-8", "replace") for name in container.namelist()]
    assert any("Dernier jour de validit" in part for part in parts)


def test_a_template_names_a_place_of_the_partner_and_offers_its_closed_lists(scene: Scene) -> None:
    partner = scene.alpha.partner
    data = exporting.template(kind=Kind.ATTRIBUTIONS, extension="xlsx", partner=partner)
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    headers, example = ([cell.value for cell in row] for row in sheet.iter_rows(max_row=2))
    place = partner.places.get().name
    assert example[headers.index("lieu")] == place
    offered = {str(one.sqref).split("2:")[0]: one.formula1 for one in sheet.data_validations.dataValidation}
    letters = {name: get_column_letter(rank) for rank, name in enumerate(headers, start=1)}
    assert offered[letters["lieu"]] == f'"{place}"'
    assert offered[letters["sexe"]] == '"femme,homme,nr"'
    assert letters["commune"] not in offered
    text = exporting.template(kind=Kind.ATTRIBUTIONS, extension="csv", partner=partner).decode("utf-8-sig")
    assert place in text


def test_a_template_with_lists_comes_back_as_one_row(scene: Scene) -> None:
    data = exporting.template(kind=Kind.STRUCTURES, extension="xlsx")
    row = sent(scene.ems, Kind.STRUCTURES, None, data, "modele.xlsx")
    assert (row.message, row.rows) == ("", 1)


def test_each_table_has_its_own_people(scene: Scene) -> None:
    for kind in (Kind.PLAGES, Kind.QUOTAS, Kind.STRUCTURES):
        for actor in (scene.communication, scene.alpha.referent, scene.alpha.president):
            with pytest.raises(NotAllowed):
                sent(actor, kind, None, as_csv(kind, [{}]))
    for actor in (scene.ems, scene.alpha.intervenant, scene.beta.referent):
        with pytest.raises(NotAllowed):
            sent(actor, Kind.EFFECTIFS, scene.alpha.partner, counts(("sex", "femme", "1")))

"""Attributions brought in from a file: seen first, written whole, exactly as if they had been typed one by one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.distribution.attributing import cancel
from passnum.distribution.counting import miscounts
from passnum.distribution.models import Attribution, SensitiveProfile
from passnum.distribution.reading import read_indicators
from passnum.distribution.scope import Scope
from passnum.exchange import exporting, services, staging
from passnum.exchange.enums import ImportState, Kind
from passnum.exchange.format import MOST_PROBLEMS
from passnum.exchange.formats import FORMATS
from passnum.exchange.models import TableImport
from passnum.partners.enums import Role
from passnum.partners.memberships import end_membership
from passnum.partners.models import Membership
from passnum.quotas.enums import AccountKind
from passnum.quotas.ledger_check import discrepancies
from passnum.quotas.models import Booklet
from passnum.quotas.services import hand_out, take_back
from tests.exchange.files import as_csv, attribution, refusals, sent, sent_rows, written
from tests.quotas.stock import balance, brought, first_place
from tests.scene import House, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def stocked(scene: Scene) -> Scene:
    brought(scene.ems, scene.alpha, 1, 20)
    brought(scene.ems, scene.beta, 101, 110)
    return scene


def ten(house: House) -> list[dict[str, str]]:
    return [attribution(house, f"EMS-{n:06d}") for n in range(1, 11)]


def test_nothing_is_written_before_the_confirmation(stocked: Scene) -> None:
    row = sent_rows(stocked.alpha, ten(stocked.alpha))
    assert (row.state, row.rows, row.created, row.refused) == (ImportState.A_CONFIRMER, 10, 10, 0)
    assert not Attribution.objects.exists()
    assert balance(AccountKind.REMIS, stocked.alpha) == 0


def test_what_is_confirmed_is_in_the_ledger_the_register_and_the_indicators(stocked: Scene) -> None:
    house = stocked.alpha
    row = written(house.intervenant, sent_rows(house, ten(house)))
    assert (row.state, row.created) == (ImportState.FAIT, 10)
    assert balance(AccountKind.REMIS, house) == 10
    assert balance(AccountKind.LIEU, house) == 10
    one = Attribution.objects.get(booklet__serial="EMS-000001")
    assert (one.handed_out_on, one.commune_insee, one.outcome) == (date(2023, 3, 14), "67043", "formation")
    assert (one.intervenant, one.imported, one.place) == (house.intervenant, True, first_place(house))
    assert one.sensitive.disability == "non"
    assert list(miscounts()) == []
    assert discrepancies() == []
    found = read_indicators(Scope(partner=house.partner), first=date(2023, 1, 1), last=date(2023, 12, 31))
    assert found.beneficiaries == 10


def test_labels_accents_and_columns_in_another_order_are_understood(stocked: Scene) -> None:
    house = stocked.alpha
    row = attribution(
        house, "ems-000001", sexe="Femmes", age="De 45 à 59 ans", commune="67043", prestation="Assistance numérique"
    )
    data = as_csv(Kind.ATTRIBUTIONS, [row], encoding="cp1252", delimiter=",")
    lines = data.decode("cp1252").splitlines()
    swapped = "\r\n".join(",".join(line.split(",")[::-1]) for line in lines).encode("cp1252")
    done = written(house.intervenant, sent(house.intervenant, Kind.ATTRIBUTIONS, house.partner, swapped))
    assert done.state == ImportState.FAIT
    assert Attribution.objects.get().sex == "femme"


def test_three_wrong_rows_of_many_are_named_and_nothing_is_written(stocked: Scene) -> None:
    house = stocked.alpha
    rows = ten(house)
    rows[2]["remis_le"] = "31/02/2023"
    rows[5]["commune"] = "67000"
    rows[8]["sexe"] = "autre"
    row = sent_rows(house, rows)
    found = refusals(row)
    assert [(line, column) for line, column, _ in found] == [(4, "remis_le"), (7, "commune"), (10, "sexe")]
    assert "14/03/2023" in found[0][2]
    assert "code postal" in found[1][2]
    assert (row.created, row.refused) == (7, 3)
    with pytest.raises(WrongState):
        services.confirm(actor=house.intervenant, table_import=row)


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"numero_de_carnet": "EMS-000101"}, "numero_de_carnet", "n’est pas dans votre structure"),
        ({"numero_de_carnet": "EMS-999999"}, "numero_de_carnet", "n’est pas dans votre structure"),
        ({"numero_de_carnet": "???"}, "numero_de_carnet", "pas un numéro de carnet"),
        ({"remis_le": "14/03/2199"}, "remis_le", "à venir"),
        ({"remis_le": "14/03/0023"}, "remis_le", "plausible"),
        ({"remis_le": "10/01/2022"}, "remis_le", "n’est dans ce lieu que depuis"),
        ({"lieu": "Ailleurs"}, "lieu", "un de vos lieux"),
        ({"intervenant": "Personne Inconnue"}, "intervenant", "n’est intervenante"),
        ({"commune": "Kehl"}, "commune", "Eurométropole"),
        ({"prestation": ""}, "prestation", "prestation"),
        ({"notice_lue": "non"}, "notice_lue", "notice"),
        ({"opposition": "peut-être"}, "opposition", "oui"),
        ({"opposition": "oui"}, "sexe", "s’oppose"),
    ],
)
def test_each_wrong_cell_is_named_with_its_remedy(
    stocked: Scene, changes: dict[str, str], column: str, words: str
) -> None:
    found = refusals(sent_rows(stocked.alpha, [attribution(stocked.alpha, "EMS-000001", **changes)]))
    assert any(name == column and words in message for _, name, message in found), found
    assert not Attribution.objects.exists()


def test_an_import_is_confirmed_and_given_up_by_who_sent_it(stocked: Scene) -> None:
    row = sent_rows(stocked.alpha, ten(stocked.alpha))
    other = stocked.beta.intervenant
    Membership.objects.create(
        user=other, partner=stocked.alpha.partner, role=Role.INTERVENANT, started_on=date(2021, 1, 1)
    )
    for act in (services.confirm, services.abandon):
        with pytest.raises(NotAllowed, match="envoyé"):
            act(actor=other, table_import=row)
    row.refresh_from_db()
    assert row.state == ImportState.A_CONFIRMER


def test_the_same_booklet_twice_names_the_first_line(stocked: Scene) -> None:
    rows = [*ten(stocked.alpha), attribution(stocked.alpha, "EMS-000003")]
    [(line, _, message)] = refusals(sent_rows(stocked.alpha, rows))
    assert line == 12
    assert "ligne 4" in message


def test_an_objection_hands_out_without_a_profile(stocked: Scene) -> None:
    house = stocked.alpha
    bare = dict.fromkeys(("categorie", "prestation", "age", "sexe", "pcs", "francais", "handicap"), "")
    row = sent_rows(house, [attribution(house, "EMS-000001", opposition="oui", **bare)])
    assert written(house.intervenant, row).state == ImportState.FAIT
    one = Attribution.objects.get()
    assert (one.objection, one.sex, one.category) == (True, "nr", "nr")
    assert not SensitiveProfile.objects.exists()
    assert list(miscounts()) == []


def test_a_booklet_handed_out_since_the_preview_stops_the_whole_import(stocked: Scene) -> None:
    house = stocked.alpha
    row = sent_rows(house, ten(house))
    hand_out(actor=house.intervenant, place=first_place(house), serial="EMS-000004")
    row = written(house.intervenant, row)
    assert row.state == ImportState.REFUSE
    assert [one.line for one in row.problems.all()] == [5]
    assert not Attribution.objects.exists()
    assert balance(AccountKind.REMIS, house) == 1


def test_a_row_refused_at_the_end_of_a_long_file_leaves_nothing_of_its_beginning(
    stocked: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = stocked.alpha
    row = sent_rows(house, ten(house))
    hand_out(actor=house.intervenant, place=first_place(house), serial="EMS-000010")
    monkeypatch.setitem(staging.chunks.__kwdefaults__, "size", 3)
    row = written(house.intervenant, row)
    assert (row.state, [one.line for one in row.problems.all()]) == (ImportState.REFUSE, [11])
    assert not Attribution.objects.exists()
    assert balance(AccountKind.REMIS, house) == 1
    assert discrepancies() == []


def test_what_is_written_or_being_written_is_not_given_up_any_more(stocked: Scene) -> None:
    house = stocked.alpha
    row = sent_rows(house, ten(house))
    services.confirm(actor=house.intervenant, table_import=row)
    with pytest.raises(WrongState, match="ne s’abandonne plus"):
        services.abandon(actor=house.intervenant, table_import=row)
    services.write(row.pk)
    with pytest.raises(WrongState, match="ne s’abandonne plus"):
        services.abandon(actor=house.intervenant, table_import=row)
    assert Attribution.objects.count() == 10


def test_an_import_that_fails_again_and_again_is_refused_in_words(stocked: Scene) -> None:
    house = stocked.alpha
    row = sent_rows(house, ten(house))
    services.confirm(actor=house.intervenant, table_import=row)
    TableImport.objects.filter(pk=row.pk).update(attempts=3)
    services.write(row.pk)
    assert not Attribution.objects.exists()
    assert services.forget_old() == 1
    row.refresh_from_db()
    assert (row.state, "plusieurs fois" in row.message) == (ImportState.REFUSE, True)


def test_no_more_refusals_are_kept_than_somebody_reads(stocked: Scene) -> None:
    row = sent_rows(stocked.alpha, [{"commune": "Kehl"}] * (MOST_PROBLEMS + 20))
    assert (row.refused, row.problems.count()) == (MOST_PROBLEMS + 20, MOST_PROBLEMS)


def test_a_spreadsheet_too_long_to_be_opened_is_not_made(stocked: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    house = stocked.alpha
    written(house.intervenant, sent_rows(house, ten(house)))
    monkeypatch.setattr(exporting, "MOST_SPREADSHEET_ROWS", 9)
    asked: dict[str, Any] = {"actor": house.intervenant, "kind": Kind.ATTRIBUTIONS, "partner": house.partner}
    for extension in ("xlsx", "ods"):
        with pytest.raises(InvalidInput, match="CSV"):
            exporting.export(**asked, extension=extension)
    for extension in ("csv", "json"):
        assert b"EMS-000010" in exporting.export(**asked, extension=extension).read()


def test_an_intervenant_of_two_partners_takes_out_the_rows_of_one(stocked: Scene) -> None:
    alpha, beta = stocked.alpha, stocked.beta
    written(alpha.intervenant, sent_rows(alpha, ten(alpha)))
    written(beta.intervenant, sent_rows(beta, [attribution(beta, "EMS-000101")]))
    Membership.objects.create(
        user=alpha.intervenant, partner=beta.partner, role=Role.INTERVENANT, started_on=date(2021, 6, 1)
    )
    data = exporting.export(
        actor=alpha.intervenant, kind=Kind.ATTRIBUTIONS, partner=beta.partner, extension="csv"
    ).read()
    assert (b"EMS-000101" in data, b"EMS-000001" in data) == (True, False)


def test_writing_twice_writes_once(stocked: Scene) -> None:
    house = stocked.alpha
    row = written(house.intervenant, sent_rows(house, ten(house)))
    services.write(row.pk)
    with pytest.raises(WrongState):
        services.confirm(actor=house.intervenant, table_import=row)
    assert Attribution.objects.count() == 10


def test_an_intervenant_no_longer_entitled_is_refused(stocked: Scene) -> None:
    house = stocked.alpha
    row = sent_rows(house, ten(house))
    end_membership(actor=stocked.ems, membership=house.partner.memberships.get(user=house.intervenant))
    with clock.on_day(clock.today().replace(year=clock.today().year + 1)), pytest.raises(NotAllowed):
        services.confirm(actor=house.intervenant, table_import=row)


def test_others_bring_no_attribution_in(stocked: Scene) -> None:
    for actor in (stocked.alpha.referent, stocked.alpha.lecteur, stocked.ems, stocked.beta.intervenant):
        with pytest.raises(NotAllowed):
            sent(actor, Kind.ATTRIBUTIONS, stocked.alpha.partner, as_csv(Kind.ATTRIBUTIONS, ten(stocked.alpha)))


def test_what_goes_out_comes_back_in(stocked: Scene) -> None:
    house = stocked.alpha
    written(house.intervenant, sent_rows(house, ten(house)))
    for extension in ("csv", "xlsx", "ods"):
        data = exporting.export(
            actor=house.intervenant, kind=Kind.ATTRIBUTIONS, partner=house.partner, extension=extension
        ).read()
        row = sent(house.intervenant, Kind.ATTRIBUTIONS, house.partner, data, f"export.{extension}")
        assert {message.split(" le ")[0] for _, _, message in refusals(row)} == {"Ce carnet a déjà été remis"}
        assert b"handicap" not in data


def test_the_file_goes_when_the_import_ends(stocked: Scene, django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    house = stocked.alpha
    row = sent_rows(house, ten(house))
    storage, names = row.file.storage, (row.file.name, row.staged.name)
    assert all(storage.exists(name) for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        services.abandon(actor=house.intervenant, table_import=row)
    assert not any(storage.exists(name) for name in names)


def test_an_import_that_nobody_confirms_is_forgotten_after_a_day(stocked: Scene) -> None:
    row = sent_rows(stocked.alpha, ten(stocked.alpha))
    assert services.forget_old() == 0
    TableImport.objects.filter(pk=row.pk).update(kept_since=row.kept_since - services.KEPT * 2)
    assert services.forget_old() == 1
    row.refresh_from_db()
    assert row.state == ImportState.ABANDONNE


def test_a_worker_that_died_is_followed_by_another(stocked: Scene) -> None:
    house = stocked.alpha
    row = sent_rows(house, ten(house))
    services.confirm(actor=house.intervenant, table_import=row)
    held = TableImport.objects.filter(pk=row.pk)
    held.update(held_at=timezone.now())
    assert not services.waiting().exists()
    held.update(held_at=row.sent_at - timedelta(hours=1))
    services.write(row.pk)
    row.refresh_from_db()
    assert row.state == ImportState.FAIT
    assert Booklet.objects.filter(account__kind=AccountKind.REMIS).count() == 10


def test_a_place_that_closes_while_the_writing_waits_for_its_turn_hands_nothing_out(stocked: Scene) -> None:
    house = stocked.alpha
    form, place = FORMATS[Kind.ATTRIBUTIONS], first_place(house)
    columns = [column.name for column in form.columns]
    session = form.session(house.intervenant, house.partner, frozenset(columns))
    place.is_active = False
    place.save()
    row = attribution(house, "EMS-000001")
    [problem] = session.write([(2, [row.get(name, "") for name in columns])]).problems
    assert (problem.column, "plus ouvert" in problem.message) == ("lieu", True)


def test_a_role_that_ended_since_the_confirmation_writes_nothing(stocked: Scene) -> None:
    house = stocked.alpha
    row = sent_rows(house, ten(house))
    services.confirm(actor=house.intervenant, table_import=row)
    Membership.objects.filter(user=house.intervenant).update(ended_on=date(2022, 1, 1))
    services.write(row.pk)
    row.refresh_from_db()
    assert (row.state, "habilités" in row.message) == (ImportState.REFUSE, True)
    assert not Attribution.objects.exists()


def test_an_export_is_for_the_intervenants_of_the_partner(stocked: Scene) -> None:
    for actor in (stocked.ems, stocked.beta.intervenant, stocked.alpha.referent):
        with pytest.raises(NotAllowed):
            exporting.export(actor=actor, kind=Kind.ATTRIBUTIONS, partner=stocked.alpha.partner, extension="csv")


def test_a_hand_out_taken_back_is_brought_in_again_with_its_earlier_day(stocked: Scene) -> None:
    house = stocked.alpha
    booklet = hand_out(actor=house.intervenant, place=first_place(house), serial="EMS-000003")
    take_back(actor=house.intervenant, booklet=booklet, place=first_place(house))
    row = written(house.intervenant, sent_rows(house, ten(house)))
    assert (row.state, row.created) == (ImportState.FAIT, 10)
    assert discrepancies() == []


def test_a_hand_out_that_was_cancelled_does_not_go_out(stocked: Scene) -> None:
    house = stocked.alpha
    written(house.intervenant, sent_rows(house, ten(house)))
    cancel(actor=house.intervenant, attribution=Attribution.objects.get(booklet__serial="EMS-000001"), reason="autre")
    with exporting.export(
        actor=house.intervenant, kind=Kind.ATTRIBUTIONS, partner=house.partner, extension="csv"
    ) as made:
        data = made.read()
    assert b"EMS-000001" not in data
    assert b"EMS-000002" in data

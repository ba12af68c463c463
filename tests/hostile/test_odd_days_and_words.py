"""Days at the ends of the calendar, references and words that break a header or a spreadsheet."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from passnum.committee import services as committee
from passnum.committee.models import MeetingRequest
from passnum.committee.services import open_ordinary
from passnum.conventions import services
from passnum.conventions.deadlines import check_committee_date
from passnum.conventions.models import Convention, Obligation
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import day_and_month
from passnum.oversight.duties import duties_for_ems
from tests.scene import Scene, draft_convention, signed_in, signed_in_afresh

pytestmark = pytest.mark.django_db

ODD_DAYS = ("0001-01-01", "0001-03-01", "1900-01-01", "9999-12-31")


def of(scene: Scene, rule: str, occurrence: str) -> Obligation:
    return Obligation.objects.get(convention=scene.alpha.convention, rule=rule, occurrence=occurrence)


@pytest.mark.parametrize("day", ODD_DAYS)
def test_a_wished_committee_day_out_of_the_scheme_is_told_on_the_page(scene: Scene, day: str) -> None:
    for who, url in (
        (scene.alpha.referent, reverse("portal:calendar")),
        (scene.ems, reverse("backoffice:calendar", args=[scene.alpha.convention.public_id])),
    ):
        answer = signed_in(who).get(url, {"jour": day})
        assert answer.status_code == 200
        assert "Indiquez une date entre 2000 et 2100" in answer.content.decode()


@pytest.mark.parametrize("day", [date.min, date.max])
def test_no_committee_is_checked_out_of_the_scheme(day: date) -> None:
    with pytest.raises(InvalidInput):
        check_committee_date(day, fixed_on=date(2023, 9, 18), in_force_from=date(2021, 7, 12))


@pytest.mark.parametrize("day", [*ODD_DAYS, "2099-11-30", "2025-10-01"])
def test_a_committee_beyond_the_year_after_the_end_is_refused(scene: Scene, day: str) -> None:
    meeting = open_ordinary(actor=scene.ems, convention=scene.alpha.convention, year=2023)
    for who, url in (
        (scene.ems, reverse("backoffice:committee_act", args=[meeting.public_id, "proposer"])),
        (scene.alpha.referent, reverse("portal:committee_propose", args=[meeting.public_id])),
    ):
        assert signed_in(who).post(url, {"day": day, "starts_at": "10:00"}).status_code == 422
    assert not meeting.proposals.exists()
    assert not Obligation.objects.filter(convention=scene.alpha.convention, due_on__year__gt=2024).exists()


@pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01"])
def test_a_fact_of_another_age_is_refused(scene: Scene, day: str) -> None:
    row = of(scene, "OB-20", "2023/equipes")
    for who, url in (
        (scene.alpha.referent, reverse("portal:obligation_declare", args=[row.public_id])),
        (scene.ems, reverse("backoffice:obligation_act", args=[row.public_id, "fait"])),
    ):
        assert signed_in(who).post(url, {"text": "Réunion", "happened_on": day}).status_code == 422
    assert not row.evidence.exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_no_tolerance_runs_to_the_end_of_time(scene: Scene, day: str) -> None:
    row = of(scene, "OB-08", "2023")
    url = reverse("backoffice:obligation_act", args=[row.public_id, "tolerer"])
    assert signed_in(scene.ems).post(url, {"until": day, "reason": "Travaux"}).status_code == 422
    assert not row.tolerances.exists()


def test_a_convention_received_after_its_end_does_not_enter_into_force(scene: Scene) -> None:
    late = draft_convention(scene.alpha.partner, reference="PN-TARDIVE", first_year=2021, last_year=2022)
    convention = services.save_record(actor=scene.ems, convention=late)
    services.send_for_signature(actor=scene.ems, convention=convention)
    services.record_signature(actor=scene.ems, convention=convention, partner_signed_on=date(2022, 12, 20))
    with pytest.raises(InvalidInput, match="n’entre plus en vigueur"):
        services.record_receipt(
            actor=scene.ems, convention=convention, received_on=date(2023, 1, 5), signed_copy=io.BytesIO(b"%PDF-")
        )


@pytest.mark.parametrize("due_on", [date.max, date(2024, 1, 1)])
def test_no_report_is_asked_for_after_the_end(scene: Scene, due_on: date) -> None:
    with pytest.raises(InvalidInput, match="prend fin"):
        services.request_report(actor=scene.ems, convention=scene.alpha.convention, due_on=due_on, reason="Point")


def test_no_report_is_asked_for_before_the_convention_is_in_force(scene: Scene) -> None:
    draft = draft_convention(scene.alpha.partner, reference="PN-PREPARATION")
    convention = services.save_record(actor=scene.ems, convention=draft)
    with pytest.raises(WrongState):
        services.request_report(actor=scene.ems, convention=convention, due_on=date(2023, 11, 1), reason="Point")


@pytest.mark.parametrize("reference", ['a"b', "été/ñ", "a\nb", "a\r\nX-Intrus: 1", "../../etc", "\u202efdp"])
def test_an_odd_reference_names_a_file_without_harm(scene: Scene, reference: str) -> None:
    Convention.objects.filter(pk=scene.alpha.convention.pk).update(reference=reference)
    public_id = scene.alpha.convention.public_id
    for who, url in (
        (scene.alpha.referent, reverse("portal:calendar_export", args=["csv"])),
        (scene.ems, reverse("backoffice:calendar_export", args=[public_id, "xlsx"])),
        (scene.ems, reverse("backoffice:convention_copy", args=[public_id])),
    ):
        answer = signed_in_afresh(who).get(url)
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
        assert "X-Intrus" not in answer.headers


@pytest.mark.parametrize("words", ["a\x01\x0bb", "\ufffe fin", "\u202egnp.exe", "<b>Réunion</b>", "=1+1"])
def test_odd_words_of_a_fact_are_shown_and_exported(scene: Scene, words: str) -> None:
    row = of(scene, "OB-20", "2023/equipes")
    client = signed_in_afresh(scene.alpha.referent)
    values = {"text": words, "happened_on": "2023-03-03"}
    assert client.post(reverse("portal:obligation_declare", args=[row.public_id]), values).status_code == 302
    for url in (reverse("portal:calendar"), reverse("portal:obligation", args=[row.public_id])):
        assert client.get(url).status_code == 200
    book = load_workbook(io.BytesIO(client.get(reverse("portal:calendar_export", args=["xlsx"])).content))
    kept = words.replace("\x01", "").replace("\x0b", "").replace("\ufffe", "")
    assert any(cell.value == kept and cell.data_type == "s" for line in book.active.iter_rows() for cell in line)


def test_the_printed_calendar_holds_no_formula(scene: Scene) -> None:
    services.declare_fact(
        actor=scene.alpha.referent,
        obligation=of(scene, "OB-20", "2023/equipes"),
        text="=HYPERLINK(1)",
        happened_on=date(2023, 3, 3),
    )
    out = StringIO()
    call_command("show_calendar", scene.alpha.convention.reference, "--format", "csv", stdout=out)
    assert "'=HYPERLINK(1)" in out.getvalue()


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
def test_the_calendar_is_printed_as_of_any_day(scene: Scene, on: str) -> None:
    out = StringIO()
    call_command("show_calendar", str(scene.alpha.convention.public_id), "--on", on, stdout=out)
    assert "OB-02" in out.getvalue()


def test_what_was_done_after_midnight_in_strasbourg_is_not_dated_the_day_before(scene: Scene) -> None:
    after_midnight = datetime(2023, 6, 30, 22, 30, tzinfo=UTC)
    wish = committee.Wish("Un point d’étape")
    asked = committee.request_meeting(actor=scene.alpha.president, convention=scene.alpha.convention, wish=wish)
    MeetingRequest.objects.filter(pk=asked.pk).update(requested_at=after_midnight)
    asked.refresh_from_db()
    assert str(asked).startswith("Demande du 01/07/2023")
    [duty] = [duty for duty in duties_for_ems(scene.ems) if duty.since is not None and "demande" in duty.act.lower()]
    assert duty.since == date(2023, 7, 1)
    assert day_and_month(after_midnight) == "1er juillet 2023"

"""Written French: dates, numbers, amounts."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.utils.safestring import mark_safe

from passnum.core import french


def test_date_is_written_in_full_with_its_weekday() -> None:
    assert french.long_date(date(2023, 6, 30)) == "vendredi 30 juin 2023"


def test_first_of_the_month_is_written_as_an_ordinal() -> None:
    assert french.long_date(date(2022, 11, 1)) == "mardi 1er novembre 2022"


def test_moment_is_read_in_strasbourg_time() -> None:
    moment = datetime(2023, 6, 30, 23, 5, tzinfo=UTC)
    assert french.long_moment(moment) == "samedi 1er juillet 2023 à 1\u00a0h\u00a005"


@pytest.mark.parametrize(
    ("value", "written"),
    [(1200, "1\u202f200"), (-3, "−3"), (3.5, "3,5"), (None, "non renseigné"), (0, "0")],
)
def test_numbers_have_narrow_spaces_and_a_comma(value: float | None, written: str) -> None:
    assert french.number(value) == written


def test_booklets_are_told_with_their_cheques_and_their_value() -> None:
    assert french.booklets(120) == "120\u00a0carnets (1\u202f200\u00a0Pass, 12\u202f000\u202f€)"


@pytest.mark.parametrize(("count", "written"), [(0, "0\u00a0carnet"), (1, "1\u00a0carnet"), (2, "2\u00a0carnets")])
def test_plural_begins_at_two(count: int, written: str) -> None:
    assert french.counted(count, "carnet") == written


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2023, 9, 30), "dans 12\u00a0jours"),
        (date(2023, 9, 19), "demain"),
        (date(2023, 9, 18), "aujourd’hui"),
        (date(2023, 9, 17), "en retard de 1\u00a0jour"),
    ],
)
def test_days_left_are_told_in_words(day: date, words: str) -> None:
    assert french.days_left(day, date(2023, 9, 18)) == words


@pytest.mark.parametrize(
    ("octets", "written"),
    [
        (1, "1\u00a0octet"),
        (850, "850\u00a0octets"),
        (12_400, "12\u00a0ko"),
        (999_999, "1\u00a0Mo"),
        (1_240_000, "1,2\u00a0Mo"),
    ],
)
def test_file_sizes_are_told_in_decimal_units(octets: int, written: str) -> None:
    assert french.file_size(octets) == written


def test_percentage_of_nothing_is_a_dash() -> None:
    assert french.percent(3, 0) == "—"
    assert french.percent(42, 100) == "42\u202f%"


class Asked(forms.Form):
    name = forms.CharField(label="Qui ?", help_text="Par exemple : « nous ».")
    which = forms.ChoiceField(choices=[("", "Aucun : plus tard"), ("Le lieu", [("a", "« A »")])])
    page = forms.CharField(help_text=mark_safe('<a href="/a?b : c">Lire</a> : ici'))


def test_the_words_of_every_form_have_their_no_break_spaces() -> None:
    form = Asked()
    assert (form["name"].label, form["name"].help_text) == (
        "Qui\u00a0?",
        "Par exemple\u00a0: «\u00a0nous\u00a0».",
    )
    assert form["page"].help_text.__html__() == '<a href="/a?b : c">Lire</a>\u00a0: ici'
    shown = str(form["which"])
    assert "Aucun\u00a0: plus tard" in shown
    assert "«\u00a0A\u00a0»" in shown

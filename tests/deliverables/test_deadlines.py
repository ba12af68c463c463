"""The legal dates of article 7, on the vectors of the convention."""

from datetime import date

import pytest

from passnum.deliverables.deadlines import committee_date_fixed_by, deliverables_due, is_in_fourth_quarter


@pytest.mark.parametrize(
    ("committee", "fixed", "due"),
    [
        (date(2022, 11, 30), date(2022, 9, 30), date(2022, 10, 30)),
        (date(2022, 12, 31), date(2022, 10, 31), date(2022, 11, 30)),
        (date(2023, 10, 31), date(2023, 8, 31), date(2023, 9, 30)),
        (date(2024, 4, 30), date(2024, 2, 29), date(2024, 3, 30)),
        (date(2023, 1, 26), date(2022, 11, 26), date(2022, 12, 26)),
    ],
)
def test_both_dates_are_counted_back_from_the_committee(committee: date, fixed: date, due: date) -> None:
    assert committee_date_fixed_by(committee).day == fixed
    assert deliverables_due(committee).day == due


def test_the_calculation_is_said_in_words() -> None:
    found = deliverables_due(date(2022, 11, 30))
    assert found.explanation == "comité du 30/11/2022 − 1 mois calendaire = 30/10/2022"
    assert found.article == "art. 7"


def test_the_fourth_quarter_runs_from_october_to_december() -> None:
    assert [is_in_fourth_quarter(date(2022, month, 1)) for month in (9, 10, 12)] == [False, True, True]

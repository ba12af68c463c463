"""The figures of the scheme: a booklet is ten Pass, a hundred euros."""

from passnum.core import scheme


def test_a_booklet_is_ten_pass_and_a_hundred_euros() -> None:
    assert (scheme.booklets_to_pass(120), scheme.booklets_to_euros(120)) == (1_200, 12_000)


def test_the_budget_buys_three_thousand_booklets() -> None:
    assert scheme.PROGRAMME_BOOKLET_CAP == 3_000
    assert scheme.booklets_to_euros(scheme.PROGRAMME_BOOKLET_CAP) == scheme.PROGRAMME_BUDGET_EUROS

"""Messages of refusal are typeset once, where they are born."""

import pytest

from passnum.core.errors import InvalidInput
from passnum.core.french import typeset, typeset_html


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("« a.pdf » est refusé : non !", "«\u00a0a.pdf\u00a0» est refusé\u00a0: non\u00a0!"),
        ("au plus 20 Mo ; et vous ?", "au plus 20\u00a0Mo\u00a0; et vous\u00a0?"),
        ("soit 100 € ou 50 %.", "soit 100\u202f€ ou 50\u202f%."),
        ("https://exemple.fr à 12:30", "https://exemple.fr à 12:30"),
        ("un mot : :-)", "un mot\u00a0: :-)"),
    ],
)
def test_no_break_spaces_stand_where_french_wants_them(typed: str, printed: str) -> None:
    assert typeset(typed) == printed


def test_typesetting_twice_changes_nothing_more() -> None:
    once = typeset("« a » : b")
    assert typeset(once) == once


def test_a_refusal_is_typeset_and_names_its_field() -> None:
    refused = InvalidInput("Motif absent : écrivez-le.", field="reason")
    assert (refused.message, str(refused), refused.field) == (
        "Motif absent\u00a0: écrivez-le.",
        "Motif absent\u00a0: écrivez-le.",
        "reason",
    )


def test_typesetting_html_leaves_its_tags_alone() -> None:
    typed = '<p><a href="/a?b ; c" title="d : e">Ouvert ?</a> Oui !</p>'
    assert typeset_html("<b>Oui</b> : « <i>un</i> »") == "<b>Oui</b>\u00a0: «\u00a0<i>un</i>\u00a0»"
    assert typeset_html(typed) == '<p><a href="/a?b ; c" title="d : e">Ouvert\u00a0?</a> Oui\u00a0!</p>'

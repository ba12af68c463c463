"""`verify_journal` says what holds, and names the first broken row."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.core.journal_acts import tampering, write_act

pytestmark = pytest.mark.django_db


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_journal", *arguments, stdout=out)
    return out.getvalue()


def change_second_row(chain: str) -> None:
    with tampering() as cursor:
        cursor.execute(
            "UPDATE core_journalentry SET reason = 'autre' WHERE position = 2"
            " AND chain_id = (SELECT id FROM core_journalchain WHERE key = %s)",
            [chain],
        )


def test_each_intact_chain_is_told_with_its_length() -> None:
    for chain in ("a", "b", "b"):
        write_act(chain)
    assert printed().splitlines() == [
        "a\u00a0: intacte (1\u00a0ligne)",
        "b\u00a0: intacte (2\u00a0lignes)",
        "Journal intact\u00a0: 2\u00a0chaînes vérifiées.",
    ]


def test_an_empty_journal_is_intact() -> None:
    assert printed() == "Journal intact\u00a0: 0\u00a0chaîne vérifiée.\n"


def test_the_first_broken_row_is_named_and_the_command_fails() -> None:
    for chain in ("a", "a", "a", "b"):
        write_act(chain)
    change_second_row("a")
    out = StringIO()
    with pytest.raises(CommandError, match="1\u00a0chaîne rompue sur 2") as failure:
        call_command("verify_journal", stdout=out)
    assert failure.value.returncode == 1
    assert "a\u00a0: rompue à la ligne nᵒ\u00a02 (contenu modifié)\n" in out.getvalue()
    assert "b\u00a0: intacte" in out.getvalue()


def test_one_chain_can_be_verified_alone() -> None:
    for chain in ("a", "a", "b"):
        write_act(chain)
    change_second_row("a")
    assert "b\u00a0: intacte" in printed("--chain", "b")
    with pytest.raises(CommandError):
        printed("--chain", "a")


def test_an_unknown_chain_is_said_to_be_unknown() -> None:
    with pytest.raises(CommandError, match="Aucune chaîne «\u00a0inconnue\u00a0»"):
        printed("--chain", "inconnue")

"""The journal on screens: acts stored in the infinitive, told as done."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from passnum.core.acts_in_words import participle, told_as_done

#: Subjects of acts that end like an infinitive.
NOUNS = {"structure"}


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("remettre", "a remis"),
        ("transmettre", "a transmis"),
        ("fixer la date du comité", "a fixé la date du comité"),
        ("prendre en examen", "a pris en examen"),
        ("rouvrir", "a rouvert"),
        ("recevoir l’exemplaire signé", "a reçu l’exemplaire signé"),
        ("établir le compte rendu", "a établi le compte rendu"),
    ],
)
def test_an_act_is_told_as_done(act: str, told: str) -> None:
    assert told_as_done(act) == told


def test_what_is_no_verb_is_told_as_it_stands() -> None:
    assert told_as_done("délégation nᵒ 4") == "délégation nᵒ 4"


def test_every_act_written_in_the_services_begins_with_a_verb_that_can_be_told() -> None:
    """A new act with an unknown verb fails here: add its participle to `acts_in_words`."""
    journalled = re.compile(r"\bact=|_record\(|record_act\(|_pass_to\(")
    infinitive = re.compile(r"\"(\w+(?:er|ir|re))\b")
    sources = [path.read_text() for path in (settings.BASE_DIR / "passnum").rglob("*.py")]
    lines = [line for source in sources for line in source.splitlines() if journalled.search(line)]
    verbs = {verb.lower() for line in lines for verb in infinitive.findall(line)}
    assert len(verbs) > 15
    assert {verb for verb in verbs if participle(verb) is None} <= NOUNS

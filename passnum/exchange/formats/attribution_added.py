"""The characteristics that EMS added without code, as columns of a file of attributions: a closed list each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from passnum.core.communes import fold
from passnum.distribution.characteristic import Characteristic, CharacteristicChoice, characteristics_in_use
from passnum.distribution.counting import added_modality, dimension_of
from passnum.exchange.format import Column

#: Columns of an added characteristic begin so: no code that EMS chooses can be mistaken for a column of article 6.
PREFIX = "carac_"
_UNKNOWN = ("", "nr", "non renseigne", "ne souhaite pas repondre")


class Answer(NamedTuple):
    """One answer, ready to be written and counted; `choice` is None for « ne souhaite pas répondre »."""

    characteristic: int
    choice: int | None
    dimension: str
    modality: str


def added_columns() -> tuple[Column, ...]:
    """One column for each characteristic asked today, with its closed list."""
    return tuple(
        Column(
            f"{PREFIX}{asked.code}",
            f"{asked.label} : {', '.join(_labels(asked))} ; ou nr",
            next(iter(_labels(asked)), ""),
            choices=(*_labels(asked), "nr"),
        )
        for asked in characteristics_in_use()
    )


class AddedLists:
    """The closed lists of the characteristics whose columns are in the file, prepared once."""

    def __init__(self, present: frozenset[str]) -> None:
        asked = characteristics_in_use()
        self._known = [_answers(one) if f"{PREFIX}{one.code}" in present else None for one in asked]
        self._names = [f"{PREFIX}{one.code}" for one in asked]
        self._allowed = [", ".join(_labels(one)) for one in asked]

    def read(self, cells: Sequence[str], objects: bool) -> tuple[tuple[Answer, ...], list[tuple[str, str]]]:
        """The answers of one row, and what is wrong with its cells by column."""
        answers, wrong = [], []
        for name, known, allowed, cell in zip(self._names, self._known, self._allowed, cells, strict=True):
            if known is None:
                continue
            answer = known.get(fold(cell))
            if answer is None:
                wrong.append((name, f"Écrivez un de : {allowed}, ou nr."))
            elif objects and answer.choice is not None:
                wrong.append((name, "La personne s’oppose au traitement : videz cette cellule."))
            else:
                answers.append(answer)
        return (() if objects else tuple(answers)), wrong


def _labels(asked: Characteristic) -> list[str]:
    return [choice.label for choice in asked.choices.all()]


def _answers(asked: Characteristic) -> dict[str, Answer]:
    """What may be written for each choice: its label or its number; empty is unknown."""

    def answer(choice: CharacteristicChoice | None) -> Answer:
        return Answer(asked.pk, choice.pk if choice else None, dimension_of(asked.code), added_modality(asked, choice))

    found = {text: answer(None) for text in _UNKNOWN}
    choices = list(asked.choices.all())
    found |= {str(choice.number): answer(choice) for choice in choices}
    return found | {fold(choice.label): answer(choice) for choice in choices}

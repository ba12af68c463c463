"""The filters of a calendar of obligations, kept in the address of the page: what is exported is what is shown."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from passnum.conventions.enums import SETTLED_STATUSES, Debtor, ObligationStatus
from passnum.conventions.models import Convention
from passnum.conventions.register import RULES
from passnum.core.communes import fold
from passnum.oversight.calendar import CalendarRow

#: « À suivre »: everything that is not settled.
OPEN = "a_suivre"


class CalendarFilter(forms.Form):
    """Words searched, party, state, article, year."""

    recherche = forms.CharField(label="Recherche", required=False, max_length=80)
    partie = forms.ChoiceField(label="Qui", required=False, choices=[("", "Toutes les parties"), *Debtor.choices])
    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous les états"), (OPEN, "À suivre"), *ObligationStatus.choices]
    )
    article = forms.ChoiceField(label="Article", required=False)
    annee = forms.ChoiceField(label="Année", required=False)

    def __init__(self, *args: object, convention: Convention, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        articles = dict.fromkeys(rule.article for rule in RULES.values())
        self.fields["article"].choices = [("", "Tous les articles"), *((name, name) for name in articles)]  # type: ignore[attr-defined]
        years = range(convention.first_year, convention.last_year + 2)
        self.fields["annee"].choices = [("", "Toutes les années"), *((str(y), str(y)) for y in years)]  # type: ignore[attr-defined]

    def keep(self, rows: Iterable[CalendarRow]) -> list[CalendarRow]:
        """The rows that answer; an unknown value in the address filters nothing."""
        self.is_valid()
        return [row for row in rows if self._answers(row, self.cleaned_data)]

    @staticmethod
    def _answers(row: CalendarRow, asked: dict[str, str]) -> bool:
        obligation = row.obligation
        words = fold(asked.get("recherche") or "").split()
        text = fold(f"{obligation.rule} {obligation.label} {obligation.definition.wording} {row.calculation}")
        year = asked.get("annee")
        tests = (
            all(word in text for word in words),
            not asked.get("partie") or obligation.debtor == asked["partie"],
            not asked.get("article") or obligation.definition.article == asked["article"],
            not year or year in {obligation.occurrence[:4], str(obligation.due_on.year) if obligation.due_on else ""},
            _has_state(row, asked.get("etat") or ""),
        )
        return all(tests)


def _has_state(row: CalendarRow, asked: str) -> bool:
    if not asked:
        return True
    return row.status not in SETTLED_STATUSES if asked == OPEN else row.status == asked

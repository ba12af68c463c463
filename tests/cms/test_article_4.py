"""Article 4: no income, no priority district, no right of residence is asked, kept or read, by any door."""

from __future__ import annotations

import pytest
from django.apps import apps

from cms.portal import attribution_forms
from cms.portal.attribution_forms import StepForm
from passnum.core.communes import fold
from passnum.distribution.enums import MODALITIES
from passnum.distribution.models import Questionnaire
from passnum.exchange.enums import Kind
from passnum.exchange.format import columns_told
from passnum.exchange.formats import FORMATS
from tests.distribution.register import begun
from tests.scene import Scene

#: Whatever begins a word like this is one of the criteria that article 4 sets aside.
CRITERIA = (
    "revenu", "income", "salaire", "salary", "quotient", "quartier", "neighbourhood", "qpv", "sejour",
    "residence_permit", "permit", "nationalit", "immigra", "prioritaire",
)  # fmt: skip


def criteria_in(*texts: object) -> list[str]:
    """The criteria that these names or words hold, accents and case apart."""
    found = fold(" ".join(str(text) for text in texts)).replace("_", " ").split()
    return [word for word in found if word.startswith(CRITERIA)]


def test_the_words_are_recognised() -> None:
    assert criteria_in("Revenu fiscal", "titre_de_sejour", "Quartiers prioritaires") == [
        "revenu", "sejour", "quartiers", "prioritaires",
    ]  # fmt: skip
    assert criteria_in("residence", "commune_insee", "permission") == []


def test_no_table_of_the_product_has_a_column_for_them() -> None:
    ours = [table for table in apps.get_models() if table.__module__.startswith(("passnum.", "cms."))]
    assert len(ours) > 50
    for table in ours:
        for field in table._meta.get_fields():
            words = criteria_in(field.name, getattr(field, "verbose_name", ""))
            assert not words, f"{table.__name__}.{field.name}"


def test_no_closed_list_offers_them() -> None:
    for dimension, choices in MODALITIES.items():
        assert not criteria_in(dimension.label, *choices.labels), dimension


@pytest.mark.django_db
def test_no_screen_of_the_interview_asks_for_them(scene: Scene) -> None:
    draft = begun(scene.alpha)
    screens = [
        form for form in vars(attribution_forms).values() if isinstance(form, type) and issubclass(form, StepForm)
    ]
    assert len(screens) >= 4
    for screen in screens:
        for name, field in screen(draft=draft).fields.items():
            choices = [label for _, label in getattr(field, "choices", [])]
            assert not criteria_in(name, field.label, field.help_text, *choices), f"{screen.__name__}.{name}"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(Kind))
def test_no_column_of_a_table_brought_in_asks_for_them(kind: Kind) -> None:
    for column in columns_told(FORMATS[kind]):
        assert not criteria_in(column.name, column.words), column.name


@pytest.mark.django_db
def test_the_first_questionnaire_asks_for_none_of_them() -> None:
    current = Questionnaire.objects.current()
    assert current is not None
    for question in current.questions.all():
        assert not criteria_in(question.text, question.help, *question.answers.values_list("text", flat=True))

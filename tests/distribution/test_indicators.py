"""Sums of the aggregated figures: every difference is named, margins stay margins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passnum.core import scheme
from passnum.core.errors import InvalidInput
from passnum.deliverables import services
from passnum.deliverables.drafts import IndicatorsDraft, read_draft
from passnum.demo.figures import spread
from passnum.distribution.enums import MODALITIES, Dimension
from passnum.distribution.indicators import booklet_warning, differences
from passnum.distribution.models import AggregatedFigures
from tests.scene import Scene


@given(st.integers(min_value=0, max_value=3000))
def test_figures_that_agree_name_no_difference(total: int) -> None:
    assert differences(total, spread(total)) == []


@given(
    st.integers(min_value=0, max_value=3000),
    st.sampled_from(list(Dimension)),
    st.integers(min_value=1, max_value=50),
)
def test_the_characteristic_and_the_gap_are_named(total: int, dimension: Dimension, extra: int) -> None:
    counts = spread(total)
    counts[dimension][MODALITIES[dimension].values[0]] += extra
    (found,) = differences(total, counts)
    assert (found.dimension, found.gap) == (dimension, extra)
    assert f"{total + extra} comptées pour {total} bénéficiaires" in found.message


def test_missing_people_are_to_be_counted_as_not_known_where_that_is_an_answer() -> None:
    counts = spread(100)
    counts[Dimension.SEX]["femme"] -= 1
    counts[Dimension.CATEGORY]["bases"] -= 2
    messages = {found.dimension: found.message for found in differences(100, counts)}
    assert "il manque 1 personne. Comptez les inconnues dans « Non renseigné »." in messages[Dimension.SEX]
    assert "il manque 2 personnes. Comptez les inconnues" in messages[Dimension.CATEGORY]


def test_each_person_receives_one_booklet_and_a_count_of_pass_is_recognised() -> None:
    assert booklet_warning(100, 100) is None
    assert "compté en Pass" in str(booklet_warning(1000, 100))
    assert "doivent être égaux" in str(booklet_warning(90, 100))


def test_one_booklet_is_ten_pass_and_a_hundred_euros() -> None:
    assert (scheme.booklets_to_pass(12), scheme.booklets_to_euros(12)) == (120, 1200)
    assert scheme.PROGRAMME_BOOKLET_CAP == 3000


def test_no_field_exists_for_what_article_4_forbids_to_ask() -> None:
    from django.apps import apps

    forbidden = ("revenu", "income", "quartier", "district", "sejour", "residence_permit", "titre_de_sejour")
    ours = ("partners", "conventions", "quotas", "distribution", "deliverables")
    names = [f.name for model in apps.get_models() if model._meta.app_label in ours for f in model._meta.get_fields()]
    assert not [name for name in names if any(word in name for word in forbidden)]


@pytest.mark.django_db
def test_what_was_typed_is_read_back_with_its_zeros(scene: Scene) -> None:
    counts = spread(10)
    row = scene.deliverable(scene.alpha, "indicators")
    draft = IndicatorsDraft(10, 10, counts)
    services.save_draft(actor=scene.alpha.referent, deliverable=row, revision=0, draft=draft)
    found = read_draft(row)
    assert isinstance(found, IndicatorsDraft)
    assert found.says_as(draft)
    assert found.counts[Dimension.CATEGORY] == counts[Dimension.CATEGORY] | {"nr": 0}
    assert AggregatedFigures.objects.get(convention=scene.alpha.convention, year=2022).typed_by_hand


@pytest.mark.django_db
def test_a_draft_of_another_kind_is_refused(scene: Scene) -> None:
    row = scene.deliverable(scene.alpha, "programme")
    with pytest.raises(InvalidInput, match="ne correspond pas"):
        services.save_draft(actor=scene.alpha.referent, deliverable=row, revision=0, draft=IndicatorsDraft())

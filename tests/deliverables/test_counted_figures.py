"""The report of indicators is written by the register: the person adds words; a figure changed by hand is marked."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.urls import reverse

from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed
from passnum.deliverables import services
from passnum.deliverables.completeness import missing_for_submission
from passnum.deliverables.drafts import IndicatorsDraft, as_content, read_draft
from passnum.deliverables.models import Deliverable
from passnum.distribution.attributing import Entry, attribute
from passnum.distribution.enums import Dimension
from passnum.distribution.models import AggregatedFigures
from passnum.distribution.profiles import Profile
from tests.quotas.stock import brought, first_place
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db


def handed_out(scene: Scene, *, objection: bool = False) -> None:
    house = scene.alpha
    entry = Entry(
        place=first_place(house),
        commune_insee="67482",
        outcome="formation",
        category="bases",
        first_booklet=True,
        notice_read=True,
        objection=objection,
        profile=Profile(sex="femme", age_band="26_44"),
    )
    attribute(actor=house.intervenant, entry=replace(entry, handed_out_on=clock.today().replace(year=2022, month=3)))


@pytest.fixture
def report(scene: Scene) -> Deliverable:
    """The report of a year in which two booklets were handed out, one to somebody who objected."""
    brought(scene.ems, scene.alpha, 1, 10)
    scene.alpha.partner.memberships.filter(role="intervenant").update(started_on=clock.today().replace(year=2021))
    handed_out(scene)
    handed_out(scene, objection=True)
    return scene.deliverable(scene.alpha, "indicators")


def draft_of(report: Deliverable) -> IndicatorsDraft:
    found = read_draft(Deliverable.objects.get(pk=report.pk))
    assert isinstance(found, IndicatorsDraft)
    return found


def test_the_report_opens_with_the_figures_of_the_register(report: Deliverable) -> None:
    draft = draft_of(report)
    assert (draft.beneficiaries, draft.booklets_handed_out, draft.typed_by_hand) == (2, 2, False)
    assert draft.counts[Dimension.SEX]["femme"] == 1
    assert draft.counts[Dimension.CATEGORY] == {"freins": 0, "bases": 1, "recreatif": 0, "nr": 1}
    assert missing_for_submission(report) == [] or all(
        "comptées" not in words for words in missing_for_submission(report)
    )


def test_saved_as_counted_it_is_not_marked_and_changed_by_hand_it_is(scene: Scene, report: Deliverable) -> None:
    actor = scene.alpha.referent
    services.save_draft(
        actor=actor, deliverable=report, revision=0, draft=replace(draft_of(report), comment="<p>Vu</p>")
    )
    assert not AggregatedFigures.objects.get(convention=scene.alpha.convention).typed_by_hand
    assert as_content(draft_of(report))["typed_by_hand"] is False
    services.save_draft(actor=actor, deliverable=report, revision=1, draft=replace(draft_of(report), beneficiaries=3))
    assert as_content(draft_of(report))["typed_by_hand"] is True


def test_the_figures_are_taken_again_from_the_register_and_the_words_stay(scene: Scene, report: Deliverable) -> None:
    actor = scene.alpha.referent
    typed = replace(draft_of(report), beneficiaries=9, comment="<p>Nos mots</p>")
    services.save_draft(actor=actor, deliverable=report, revision=0, draft=typed)
    handed_out(scene)
    services.take_from_register(actor=actor, deliverable=report, revision=1)
    draft = draft_of(report)
    assert (draft.beneficiaries, draft.typed_by_hand) == (3, False)
    assert "Nos mots" in draft.comment


def test_without_a_register_there_is_nothing_to_take(scene: Scene) -> None:
    report = scene.deliverable(scene.alpha, "indicators")
    assert draft_of(report).typed_by_hand
    with pytest.raises(InvalidInput, match="aucune attribution"):
        services.take_from_register(actor=scene.alpha.referent, deliverable=report, revision=0)


def test_others_take_no_figures(scene: Scene, report: Deliverable) -> None:
    for actor in (scene.alpha.lecteur, scene.alpha.intervenant, scene.beta.referent, scene.ems):
        with pytest.raises(NotAllowed):
            services.take_from_register(actor=actor, deliverable=report, revision=0)


def test_the_page_says_whether_the_figures_are_counted(scene: Scene, report: Deliverable) -> None:
    client = signed_in(scene.alpha.referent)
    address = reverse("portal:deliverable", args=[report.public_id])
    assert "Chiffres comptés dans le registre" in client.get(address).content.decode()
    services.save_draft(
        actor=scene.alpha.referent, deliverable=report, revision=0, draft=replace(draft_of(report), beneficiaries=7)
    )
    assert "saisis à la main" in client.get(address).content.decode()
    done = client.post(reverse("portal:deliverable_register", args=[report.public_id]), follow=True)
    assert "Chiffres comptés dans le registre" in done.content.decode()


def test_what_is_submitted_keeps_its_figures(scene: Scene, report: Deliverable) -> None:
    actor = scene.alpha.referent
    services.save_draft(
        actor=actor, deliverable=report, revision=0, draft=replace(draft_of(report), comment="<p>Vu</p>")
    )
    done = services.submit(actor=actor, deliverable=report, revision=1)
    handed_out(scene)
    content = json.loads(done.submission.content)
    assert (content["beneficiaries"], content["typed_by_hand"]) == (2, False)
    assert draft_of(report).beneficiaries == 2

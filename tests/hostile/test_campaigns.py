"""Campaigns and delegations pushed beyond what the convention permits."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from passnum.conventions import services as conventions
from passnum.core.errors import NotAllowed
from passnum.deliverables import services
from passnum.partners.models import Delegation, Membership
from tests.scene import Scene, draft_convention, person, signed_in

pytestmark = pytest.mark.django_db


def test_no_campaign_opens_before_the_signed_copy_is_received(scene: Scene) -> None:
    draft = draft_convention(scene.alpha.partner, reference="PN-PREPARATION")
    convention = conventions.save_record(actor=scene.ems, convention=draft)
    for slug in ("campagne", "comite"):
        answer = signed_in(scene.ems).post(
            reverse("backoffice:convention_act", args=[convention.public_id, slug]),
            {"year": "2022", "committee_on": "2023-11-30"},
        )
        assert answer.status_code == 409
        assert "exemplaire signé" in answer.content.decode()
    assert not convention.periods.exists()


def test_a_delegate_whose_role_has_ended_validates_nothing(scene: Scene) -> None:
    delegate = person("delegataire")
    partner = scene.alpha.partner
    membership = Membership.objects.create(user=delegate, partner=partner, role="lecteur", started_on=date(2021, 6, 1))
    Delegation.objects.create(
        partner=partner,
        delegator=scene.alpha.president,
        delegate=delegate,
        act_reference="Arrêté 12",
        published_on=date(2021, 7, 1),
        starts_on=date(2021, 7, 1),
    )
    dossier = scene.compiled(scene.alpha)
    membership.ended_on = date(2023, 9, 1)
    membership.save()
    with pytest.raises(NotAllowed):
        services.validate_dossier(actor=delegate, dossier=dossier, expected_sha256=dossier.compiled_sha256)

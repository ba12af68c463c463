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
    for name, slug in (("convention_act", "campagne"), ("convention_committees_act", "ouvrir")):
        url = reverse(f"backoffice:{name}", args=[convention.public_id, slug])
        answer = signed_in(scene.ems).post(url, {"year": "2022"})
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


INVISIBLE = "\u200b \u2060"


def test_a_reason_that_shows_nothing_is_no_reason(scene: Scene) -> None:
    dossier = scene.compiled(scene.alpha)
    row = scene.deliverable(scene.alpha, "programme")
    president = signed_in(scene.alpha.president)
    url = reverse("portal:dossier_return", args=[dossier.public_id])
    for values in ({"reason": INVISIBLE, "remark": "Datez"}, {"reason": "Voir", "remark": INVISIBLE}):
        sent = {"reason": values["reason"], f"remark_{row.pk}": values["remark"]}
        assert president.post(url, sent).status_code == 422
    recall = reverse("portal:deliverable_recall", args=[row.public_id])
    assert signed_in(scene.alpha.referent).post(recall, {"reason": INVISIBLE}).status_code == 422
    dossier.refresh_from_db()
    assert dossier.state == "a_valider"


@pytest.mark.parametrize("year", ["0", "20000", "32767", "99999999999", "-1"])
def test_a_convention_of_an_impossible_year_is_refused_on_its_form(scene: Scene, year: str) -> None:
    values = {
        "partner": scene.alpha.partner.pk,
        "reference": "PN-IMPOSSIBLE",
        "title": "Convention",
        "first_year": year,
        "last_year": year,
        "ems_representative": "A",
        "ems_representative_title": "B",
        "partner_representative": "C",
        "partner_representative_title": "D",
    }
    answer = signed_in(scene.ems).post(reverse("conventions:add"), values)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) >= {"first_year", "last_year"}

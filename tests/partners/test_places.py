"""Places where Pass are handed out: each is that of its partner."""

from __future__ import annotations

import pytest
from django.urls import reverse

from passnum.core.errors import InvalidInput
from passnum.partners.models import DistributionPlace
from passnum.partners.services import save_place
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db


def test_a_place_with_its_booklets_never_goes_to_another_partner(scene: Scene) -> None:
    place = scene.alpha.partner.places.get()
    place.partner = scene.beta.partner
    with pytest.raises(InvalidInput, match="fermez-le"):
        save_place(actor=scene.ems, place=place)
    client, address = signed_in(scene.ems), reverse("lieux:edit", args=[place.pk])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"partner": scene.beta.partner.pk}
    client.post(address, sent | {"name": "Accueil"})
    row = DistributionPlace.objects.get(pk=place.pk)
    assert (row.partner, row.name) == (scene.alpha.partner, "Accueil")

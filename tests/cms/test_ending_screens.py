"""The ends of a convention on screen: each path from its opening to its effect, by each side, bad input told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from passnum.core import clock
from passnum.endings.enums import DisputeState, RenewalState, TerminationState
from passnum.endings.models import Dispute, FinalEvaluation, Renewal, Termination
from tests.scene import PASSWORD, Scene, signed_in

pytestmark = pytest.mark.django_db


def act(client: Client, name: str, public_id: Any, slug: str, values: dict[str, Any]) -> Any:
    url = reverse(f"backoffice:{name}", args=[public_id, slug])
    assert client.get(url).status_code == 200, slug
    return client.post(url, values)


def fresh(client: Client) -> None:
    """Give the password again, as the decisive acts ask."""
    client.post("/compte/reauthenticate/", {"password": PASSWORD})


def test_a_breach_is_led_from_the_letter_to_the_decision(scene: Scene) -> None:
    client = signed_in(scene.ems)
    with clock.on_day(date(2023, 2, 1)):
        act(
            client,
            "endings_act",
            scene.alpha.convention.public_id,
            "resiliation",
            {"cause": "manquement", "reason": "Rien reçu"},
        )
        row = Termination.objects.get()
        receipt = SimpleUploadedFile("accusé.pdf", b"not a pdf", "application/pdf")
        letter = {"number": "1A 23", "sent_on": "2023-01-20", "presented_on": "2023-01-23"}
        assert act(client, "termination_act", row.public_id, "lettre", {**letter, "file": receipt}).status_code == 422
        act(client, "termination_act", row.public_id, "lettre", letter)
        page = client.get(reverse("backoffice:termination", args=[row.public_id])).content.decode()
        assert "dimanche 23 avril 2023" in page
        assert "Laisser courir le préavis" in page
        fresh(client)
        early = {"effect_on": "2023-04-22", "decision": "Résilier", "departure_reason": "Préavis"}
        answer = act(client, "termination_act", row.public_id, "decider", early)
        assert answer.status_code == 422
        assert "23 avril 2023" in answer.content.decode()
        act(client, "termination_act", row.public_id, "decider", {**early, "effect_on": "2023-04-23"})
    row.refresh_from_db()
    assert (row.state, row.effect_on) == (TerminationState.DECIDEE, date(2023, 4, 23))
    pdf = client.get(reverse("backoffice:termination_letter", args=[row.public_id, "restitution"]))
    assert pdf.content.startswith(b"%PDF")
    assert client.get(reverse("backoffice:termination_letter", args=[row.public_id, "plein-droit"])).status_code == 404


def test_deciding_asks_for_the_password_again(scene: Scene) -> None:
    client = signed_in(scene.ems)
    act(
        client,
        "endings_act",
        scene.alpha.convention.public_id,
        "resiliation",
        {"cause": "force_majeure", "reason": "Crue"},
    )
    row = Termination.objects.get()
    act(client, "termination_act", row.public_id, "decider", {"effect_on": "2023-09-18", "decision": "Constat"})
    row.refresh_from_db()
    assert row.state == TerminationState.OUVERTE


def test_the_presidency_asks_for_an_early_end_and_gives_it_up(scene: Scene) -> None:
    client = signed_in(scene.alpha.president)
    url = reverse("portal:endings")
    refused = client.post(
        url, {"kind": "resiliation", "cause": "anticipee", "reason": "Fermeture", "wished_on": "2023-12-01"}
    )
    assert refused.status_code == 422
    assert "Plus aucune fin anticipée" in refused.content.decode()
    answer = client.post(url, {"kind": "resiliation", "cause": "impossibilite", "reason": "Fermeture"}, follow=True)
    assert "Impossibilité" in answer.content.decode()
    row = Termination.objects.get()
    here = reverse("portal:termination", args=[row.public_id])
    assert client.post(here, {"action": "abandonner", "reason": ""}).status_code == 422
    client.post(here, {"action": "abandonner", "reason": "Solution trouvée"})
    row.refresh_from_db()
    assert row.state == TerminationState.ABANDONNEE
    assert signed_in(scene.alpha.referent).post(url, {"kind": "litige", "subject": "Non"}).status_code == 404


def test_a_dispute_goes_through_the_amicable_ways_on_screen(scene: Scene) -> None:
    client = signed_in(scene.alpha.president)
    client.post(reverse("portal:endings"), {"kind": "litige", "subject": "Lecture de l’article 7"})
    row = Dispute.objects.get()
    here = reverse("portal:dispute", args=[row.public_id])
    early = client.post(here, {"action": "tribunal", "referred_on": "2023-09-18"})
    assert early.status_code == 409
    assert "voie amiable" in early.content.decode()
    client.post(here, {"action": "demarche", "way": "reunion", "happened_on": "2023-09-18", "text": "Sans accord"})
    ems = signed_in(scene.ems)
    act(ems, "dispute_act", row.public_id, "tribunal", {"referred_on": "18/09/2023"})
    act(ems, "dispute_act", row.public_id, "clore", {"outcome": "Désistement"})
    row.refresh_from_db()
    assert row.state == DisputeState.CLOS
    assert client.post(here, {"action": "clore", "outcome": "x"}).status_code == 409


def test_a_renewal_is_led_to_the_next_convention(scene: Scene) -> None:
    client = signed_in(scene.ems)
    act(client, "endings_act", scene.alpha.convention.public_id, "renouvellement", {"context": "Besoins en hausse"})
    row = Renewal.objects.get()
    act(client, "renewal_act", row.public_id, "avis", {"opinion": "favorable", "opinion_on": "2023-05-04"})
    act(client, "renewal_act", row.public_id, "proposer", {"proposed_on": "2023-09-01", "council_on": "2023-09-15"})
    assert (
        "Après la date de l’article 8"
        in client.get(reverse("backoffice:renewal", args=[row.public_id])).content.decode()
    )
    unknown = act(client, "renewal_act", row.public_id, "conseil", {"adopted": "oui", "decided_on": "2023-09-15"})
    assert unknown.status_code == 422
    act(
        client,
        "renewal_act",
        row.public_id,
        "conseil",
        {"adopted": "oui", "decided_on": "2023-09-15", "reference": "D9"},
    )
    act(client, "renewal_act", row.public_id, "suite", {"reference": "PN-2024-ALPHA"})
    row.refresh_from_db()
    assert row.state == RenewalState.ADOPTEE
    assert row.next_convention is not None


def test_both_sides_agree_on_the_final_evaluation(scene: Scene) -> None:
    client, president = signed_in(scene.ems), signed_in(scene.alpha.president)
    act(client, "endings_act", scene.alpha.convention.public_id, "evaluation", {})
    row = FinalEvaluation.objects.get()
    act(client, "evaluation_act", row.public_id, "conclusions", {"conclusions": "Objectifs atteints.", "revision": 1})
    here = reverse("portal:evaluation", args=[row.public_id])
    assert "Donner l’accord de la structure" in president.get(here).content.decode()
    for stale in ("1", "²", ""):
        assert president.post(here, {"revision": stale}).status_code == 409
    president.post(here, {"revision": "2"})
    act(client, "evaluation_act", row.public_id, "accord", {"revision": 2})
    row.refresh_from_db()
    assert row.concluded_on is not None
    pdf = president.get(reverse("portal:evaluation_file", args=[row.public_id]))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    assert signed_in(scene.alpha.referent).post(here, {"revision": "2"}).status_code == 404

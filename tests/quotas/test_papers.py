"""The papers of the booklets: numbered, with ranges, cheques, expiry and both signatures; tagged for everyone."""

from __future__ import annotations

from datetime import date

import pikepdf
import pytest

from passnum.core import clock
from passnum.partners.models import DistributionPlace
from passnum.quotas.enums import Fate, RestitutionReason
from passnum.quotas.papers import count_report, delivery_slip, sized_ranges
from passnum.quotas.restitution_paper import restitution_report
from passnum.quotas.services import account_for_missing, receive_back, record_count
from tests.deliverables.content_examples import text_of
from tests.quotas.parcels import arrived, confirm, returned, sent
from tests.quotas.stock import first_place, serials
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def standards(pdf: bytes) -> tuple[str, str]:
    """Part of PDF/A and of PDF/UA that the file declares."""
    import io

    with pikepdf.open(io.BytesIO(pdf)) as file, file.open_metadata() as said:
        return said["pdfaid:part"] + said["pdfaid:conformance"], said["pdfuaid:part"]


def test_a_slip_names_ranges_cheques_expiry_and_both_signatures(scene: Scene) -> None:
    pdf = delivery_slip(sent(scene, scene.alpha))
    text = text_of(pdf)
    for words in (
        "Bon de livraison L2023-0001",
        "EMS-000001 à EMS-000020",
        "20 carnets (200 Pass, 2\u202f000\u202f€)",
        "31 décembre 2024",
        "Pour l’Eurométropole de Strasbourg",
        "Pour la structure",
    ):
        assert words in text
    assert standards(pdf) == ("3A", "1")


def test_a_slip_is_the_same_bytes_each_time(scene: Scene) -> None:
    row = sent(scene, scene.alpha)
    assert delivery_slip(row) == delivery_slip(row)


def test_a_received_slip_names_the_discrepancies(scene: Scene) -> None:
    row = confirm(scene, scene.alpha, sent(scene, scene.alpha), missing=serials(6, 6))
    assert "à régler" in text_of(delivery_slip(row))


def test_a_received_slip_names_the_places_with_their_numbers(scene: Scene) -> None:
    row = sent(scene, scene.alpha)
    assert "Lieux de réception" not in text_of(delivery_slip(row))
    other = DistributionPlace.objects.create(
        partner=scene.alpha.partner, name="Autre", postal_code="67000", commune_insee="67482", commune_name="Strasbourg"
    )
    row = confirm(scene, scene.alpha, row, by_place={other: serials(1, 5)}, missing=serials(6, 6))
    text = " ".join(text_of(delivery_slip(row)).split())
    assert "Autre (Strasbourg) EMS-000001 à EMS-000005 5" in text
    assert "Lieu alpha (Strasbourg) EMS-000007 à EMS-000020 14" in text


def test_the_report_of_a_restitution_says_what_the_convention_does_not(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    row = returned(scene, scene.alpha, serials(1, 12), reason=RestitutionReason.FIN)
    receive_back(actor=scene.ems, restitution=row, serials=serials(1, 10), received_on=clock.today())
    row.refresh_from_db()
    pdf = restitution_report(row)
    text = " ".join(text_of(pdf).split())
    assert "Procès-verbal de restitution R2023-0001" in text
    assert "Carnets annoncés et non reçus" in text
    assert "EMS-000011 à EMS-000012" in text
    assert "ne dit rien des carnets restants à sa fin normale" in text
    assert standards(pdf) == ("3A", "1")


def test_the_report_of_a_restitution_says_what_became_of_what_did_not_arrive(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    row = returned(scene, scene.alpha, serials(1, 12))
    row = receive_back(actor=scene.ems, restitution=row, serials=serials(1, 9), received_on=clock.today())
    assert "Ce qu’ils sont devenus" not in text_of(restitution_report(row))
    row = account_for_missing(
        actor=scene.alpha.referent,
        restitution=row,
        serials=serials(10, 11),
        fate=Fate.VOLE,
        happened_on=clock.today(),
        reason="Sac volé dans le tram",
    )
    pdf = restitution_report(row)
    text = " ".join(text_of(pdf).split())
    for words in ("EMS-000010 à EMS-000012", "Ce qu’ils sont devenus", "EMS-000010 à EMS-000011", "Vol", "Sac volé"):
        assert words in text
    assert standards(pdf) == ("3A", "1")


def test_the_report_of_a_count_names_what_differs(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    row = record_count(
        actor=scene.alpha.referent, place=first_place(scene.alpha), serials=[*serials(1, 18), "EMS-777777"]
    )
    pdf = count_report(row, scene.alpha.convention)
    text = text_of(pdf)
    for words in ("EMS-000019 à EMS-000020", "EMS-777777", "aucun carnet n’a été déplacé"):
        assert words in text
    assert standards(pdf) == ("3A", "1")


def test_ranges_are_given_with_their_number_of_booklets() -> None:
    assert sized_ranges(["B-2", "A-01", "A-02", "A-03", "B-9"]) == [("A-01 à A-03", 3), ("B-2", 1), ("B-9", 1)]


def test_a_slip_of_many_expiries_adds_them_up(scene: Scene) -> None:
    from tests.quotas.parcels import quota
    from tests.quotas.stock import received

    quota(scene, scene.alpha)
    from passnum.quotas.services import deliver

    names = [
        *received(scene.ems, 1, 5),
        *received(scene.ems, 6, 12, expires_on=date(2025, 6, 30)),
    ]
    row = deliver(
        actor=scene.ems, convention=scene.alpha.convention, year=2023, serials=names, sent_on=date(2023, 3, 1)
    )
    text = text_of(delivery_slip(row))
    assert "Total" in text
    assert "30 juin 2025" in text


def test_booklets_in_excess_come_back_without_a_word_on_the_end(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    row = returned(scene, scene.alpha, serials(1, 2))
    assert "fin normale" not in " ".join(text_of(restitution_report(row)).split())

"""A partner's year with its booklets, from the launch meeting to the restitution: each serial answered for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from passnum.conventions.models import Obligation
from passnum.conventions.services import find_obligation
from passnum.core import clock
from passnum.core.errors import InvalidInput
from passnum.core.journal import verify_all
from passnum.distribution.attributing import Entry, attribute, cancel
from passnum.distribution.counting import miscounts
from passnum.distribution.models import Attribution
from passnum.distribution.profiles import Profile
from passnum.distribution.reading import Scope, read_indicators, rows_behind
from passnum.endings import services as endings
from passnum.endings.enums import Cause
from passnum.oversight.duties import duties_for_ems, duties_of_partner
from passnum.quotas import services
from passnum.quotas.enums import AccountKind, CountFinding, DeliveryState, LossKind, RestitutionReason, Settlement
from passnum.quotas.ledger_check import discrepancies
from passnum.quotas.models import Booklet, Quota
from passnum.quotas.papers import delivery_slip, restitution_report
from passnum.quotas.stock import course_of
from tests.deliverables.content_examples import text_of
from tests.quotas.parcels import second_place
from tests.quotas.stock import balance, first_place, serials
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def launch(scene: Scene) -> Quota:
    """The launch meeting fixes forty booklets (art. 5); the operator delivers fifty."""
    values = services.QuotaValues(
        scene.alpha.convention, 2023, 40, "personnes", 480, "Réunion de lancement", date(2023, 1, 12)
    )
    with clock.on_day(date(2023, 1, 20)):
        services.receive_from_operator(
            actor=scene.ems, serials=serials(1, 50), happened_on=date(2023, 1, 20), expires_on=date(2024, 6, 30)
        )
        return services.set_quota(actor=scene.ems, values=values)


def attribute_twenty(scene: Scene) -> None:
    """Twenty people leave with a booklet, one of them objecting; one lives elsewhere, one entry was a mistake."""
    actor, place = scene.alpha.intervenant, first_place(scene.alpha)
    plain = Entry(place=place, commune_insee="67482", outcome="formation", category="bases", notice_read=True)
    for n in range(19):
        attribute(
            actor=actor,
            entry=replace(plain, token=uuid4(), profile=Profile(sex="femme" if n < 12 else "homme")),
        )
    attribute(actor=actor, entry=replace(plain, token=uuid4(), objection=True))
    with pytest.raises(InvalidInput, match="résider"):
        attribute(actor=actor, entry=replace(plain, token=uuid4(), commune_insee="67180"))
    mistake = attribute(actor=actor, entry=replace(plain, token=uuid4()))
    cancel(actor=actor, attribution=mistake.attribution, reason="double")


def test_a_year_from_the_launch_meeting_to_the_restitution(scene: Scene) -> None:
    alpha, convention = scene.alpha, scene.alpha.convention
    main, second = first_place(alpha), second_place(alpha)
    launch(scene)

    with clock.on_day(date(2023, 2, 1)):
        parcel = services.deliver(
            actor=scene.ems, convention=convention, year=2023, serials=serials(1, 40), sent_on=date(2023, 2, 1)
        )
        assert "EMS-000001 à EMS-000040" in text_of(delivery_slip(parcel))
        assert any(parcel.number in duty.act for duty in duties_of_partner(alpha.partner))

    with clock.on_day(date(2023, 2, 3)):
        arrival = services.Arrival(by_place={second: serials(31, 38)}, missing=serials(39, 40), rest_to=main)
        parcel = services.confirm_receipt(
            actor=alpha.referent, delivery=parcel, arrival=arrival, received_on=date(2023, 2, 3)
        )
        assert parcel.state == DeliveryState.ECART
        assert any(parcel.number in duty.act for duty in duties_for_ems(scene.ems))
        assert find_obligation(convention, "OB-27", "2023").met_on is None

    with clock.on_day(date(2023, 2, 6)):
        for gap in parcel.discrepancies.all():
            services.settle_discrepancy(
                actor=scene.ems,
                discrepancy=gap,
                settlement=Settlement.RETROUVE,
                note="Au fond du carton",
                place=main,
            )
        assert find_obligation(convention, "OB-27", "2023").met_on is not None

    with clock.on_day(date(2023, 3, 10)):
        attribute_twenty(scene)
        services.move_to_place(
            actor=alpha.referent, source=second, target=main, serials=serials(31, 33), happened_on=date(2023, 3, 10)
        )
        services.declare_loss(
            actor=alpha.referent,
            partner=alpha.partner,
            serials=serials(34, 35),
            kind=LossKind.VOLE,
            happened_on=date(2023, 3, 9),
            reason="Effraction",
        )

    with clock.on_day(date(2023, 4, 3)):
        services.find_again(
            actor=alpha.referent, place=second, serials=serials(35, 35), happened_on=date(2023, 4, 3), reason="Rendu"
        )
        count = services.record_count(actor=alpha.referent, place=second, serials=serials(35, 37))
        assert [(line.serial, line.finding) for line in count.lines.all()] == [("EMS-000038", CountFinding.MANQUANT)]
        services.declare_loss(
            actor=alpha.referent,
            partner=alpha.partner,
            serials=serials(38, 38),
            kind=LossKind.PERDU,
            happened_on=date(2023, 4, 3),
            reason="Introuvable à l’inventaire",
        )

    with clock.on_day(date(2023, 6, 1)):
        path = endings.open_termination(
            actor=scene.ems, convention=convention, cause=Cause.FORCE_MAJEURE, reason="Locaux détruits"
        )
        endings.decide_termination(actor=scene.ems, termination=path, effect_on=date(2023, 6, 1), decision="Constat")
        to_return = list(services.to_give_back(convention).values_list("serial", flat=True))
        assert len(to_return) == 18
        back = services.give_back(
            actor=alpha.referent,
            convention=convention,
            serials=to_return,
            reason=RestitutionReason.RESILIATION,
            sent_on=date(2023, 6, 1),
        )
        back = services.receive_back(
            actor=scene.ems, restitution=back, serials=to_return[:-1], received_on=date(2023, 6, 1)
        )
        duty = Obligation.objects.get(convention=convention, rule="OB-18")
        assert duty.met_on is None

    with clock.on_day(date(2023, 6, 8)):
        back = services.receive_back(actor=scene.ems, restitution=back, serials=None, received_on=date(2023, 6, 8))
        assert "R2023-0001" in text_of(restitution_report(back))
        duty.refresh_from_db()
        assert duty.met_on is not None

    year = read_indicators(Scope(partner=alpha.partner), first=date(2023, 1, 1), last=date(2023, 12, 31))
    assert (year.beneficiaries, year.passes) == (20, 200)
    assert {row.code: row.beneficiaries for row in year.table("sex").rows} == {"femme": 12, "homme": 7, "nr": 1}
    behind = rows_behind(Attribution.objects.visible_to(alpha.intervenant), "sex", "femme")
    assert behind.count() == 12
    assert list(miscounts()) == []
    assert balance(AccountKind.EUROMETROPOLE) == 10 + 18
    assert balance(AccountKind.REMIS, alpha) == 20
    assert balance(AccountKind.PERDU, alpha) + balance(AccountKind.VOLE, alpha) == 2
    assert balance(AccountKind.LIEU, alpha) == 0
    found_again = course_of(Booklet.objects.get(serial="EMS-000035"), scene.ems)
    assert [step.act for step in reversed(found_again)] == [
        "Réception de l’opérateur",
        "Livraison",
        "Accusé de réception",
        "Vol",
        "Carnets retrouvés",
        "Restitution",
        "Retour à l’Eurométropole",
    ]
    assert discrepancies() == []
    assert all(broken is None for _, broken in verify_all())

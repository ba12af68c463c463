"""A partner's year with its booklets, from the launch meeting to the restitution: each serial answered for."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from io import StringIO
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command

from passnum.conventions.layout import ONCE
from passnum.conventions.models import Obligation
from passnum.conventions.services import find_obligation
from passnum.core import clock
from passnum.core.errors import InvalidInput
from passnum.core.journal import verify_all
from passnum.core.uploads import ATTACHMENTS, check_upload
from passnum.deliverables import services as deliverables
from passnum.deliverables.drafts import IndicatorsDraft, read_draft
from passnum.distribution.attributing import Entry, attribute, cancel
from passnum.distribution.diagnosis import propose
from passnum.distribution.enums import Dimension
from passnum.distribution.models import Attribution, Questionnaire
from passnum.distribution.profiles import Profile
from passnum.distribution.reading import read_indicators
from passnum.distribution.receipts import find_by_code
from passnum.distribution.referring import FollowUp, follow_up, refer
from passnum.distribution.rows_behind import rows_behind
from passnum.distribution.scope import Scope
from passnum.distribution.survey import answer_survey
from passnum.endings import services as endings
from passnum.endings.enums import Cause
from passnum.oversight.duties import duties_for_ems, duties_of_partner
from passnum.quotas import services
from passnum.quotas.enums import AccountKind, CountFinding, DeliveryState, LossKind, RestitutionReason, Settlement
from passnum.quotas.models import Booklet, Delivery, Operator, Purchase, Quota
from passnum.quotas.papers import count_report, delivery_slip
from passnum.quotas.reconciliation import differences
from passnum.quotas.restitution_paper import restitution_report
from passnum.quotas.services.purchasing import figures_of
from passnum.quotas.stock import course_of
from tests.deliverables.content_examples import text_of
from tests.network.examples import place as mediation_place
from tests.quotas.parcels import second_place
from tests.quotas.stock import balance, first_place, serials
from tests.scene import Scene, table

pytestmark = pytest.mark.django_db


def launch(scene: Scene) -> Quota:
    """The launch meeting fixes forty booklets (art. 5): who was there, and the record of it."""
    values = services.QuotaValues(scene.alpha.convention, 2022, 40, "personnes", 480, "Réunion de lancement")
    with clock.on_day(date(2022, 1, 12)):
        quota = services.set_quota(actor=scene.ems, values=values)
        assert find_obligation(scene.alpha.convention, "OB-03", ONCE).met_on is None
        quota = services.record_launch_meeting(
            actor=scene.ems,
            quota=quota,
            held_on=date(2022, 1, 12),
            people="Les référents des deux parties",
            file=check_upload(table(name="relevé.csv"), accept=ATTACHMENTS),
        )
    assert find_obligation(scene.alpha.convention, "OB-03", ONCE).met_on == date(2022, 1, 12)
    assert quota.launch_meeting_sha256
    return quota


def buy_fifty(scene: Scene) -> Purchase:
    """Fifty booklets ordered, received and invoiced: order, register and invoice agree."""
    with clock.on_day(date(2022, 1, 20)):
        operator = services.save_operator(actor=scene.ems, operator=Operator(name="Un opérateur"))
        purchase = Purchase(
            programme=services.programme_of(2022),
            operator=operator,
            order_number="BC-2022-1",
            ordered_on=date(2022, 1, 13),
            booklets_ordered=50,
            unit_price=100,
            service_charges=250,
            pass_expire_on=date(2024, 6, 30),
        )
        services.save_purchase(actor=scene.ems, purchase=purchase)
        services.receive_purchase(
            actor=scene.ems, purchase=purchase, serials=serials(1, 50), happened_on=date(2022, 1, 20)
        )
        purchase.invoice_number, purchase.invoiced_on = "F-1", date(2022, 1, 20)
        purchase.booklets_invoiced, purchase.invoice_amount = 50, 5250
        services.save_purchase(actor=scene.ems, purchase=purchase)
    assert differences(figures_of(purchase)) == []
    return purchase


def deliver_forty(scene: Scene) -> Delivery:
    """Forty leave with their slip; two are missing at the receipt, named, and found again at the bottom of the box."""
    alpha, convention = scene.alpha, scene.alpha.convention
    main, second = alpha.partner.places.order_by("pk")
    with clock.on_day(date(2022, 2, 1)):
        parcel = services.deliver(
            actor=scene.ems, convention=convention, year=2022, serials=serials(1, 40), sent_on=date(2022, 2, 1)
        )
        assert "EMS-000001 à EMS-000040" in text_of(delivery_slip(parcel))
        assert any(parcel.number in duty.act for duty in duties_of_partner(alpha.partner))
    with clock.on_day(date(2022, 2, 3)):
        arrival = services.Arrival(by_place={second: serials(31, 38)}, missing=serials(39, 40), rest_to=main)
        parcel = services.confirm_receipt(
            actor=alpha.referent, delivery=parcel, arrival=arrival, received_on=date(2022, 2, 3)
        )
        assert parcel.state == DeliveryState.ECART
        assert [gap.booklet.serial for gap in parcel.discrepancies.order_by("booklet__serial")] == serials(39, 40)
        assert any(parcel.number in duty.act for duty in duties_for_ems(scene.ems))
        assert find_obligation(convention, "OB-27", "2022").met_on is None
    with clock.on_day(date(2022, 2, 6)):
        for gap in parcel.discrepancies.all():
            services.settle_discrepancy(
                actor=scene.ems,
                discrepancy=gap,
                settlement=Settlement.RETROUVE,
                note="Au fond du carton",
                place=main,
            )
        assert find_obligation(convention, "OB-27", "2022").met_on is not None
    return parcel


def attribute_one_after_its_diagnosis(scene: Scene) -> None:
    """The questionnaire proposes with its reasons, the intervenant differs; a place to go, and the survey answered."""
    alpha, questionnaire = scene.alpha, Questionnaire.objects.current()
    assert questionnaire is not None
    said = [question.answers.order_by("number")[0] for question in questionnaire.questions.all()]
    proposal = propose(answer.weighing() for answer in said)
    assert proposal.outcome
    assert proposal.reasons
    decided = next(outcome for outcome in ("assistance", "formation") if outcome != proposal.outcome)
    entry = Entry(
        place=first_place(alpha),
        commune_insee="67482",
        outcome=decided,
        proposed_outcome=proposal.outcome,
        category="freins",
        questionnaire=questionnaire,
        first_booklet=True,
        notice_read=True,
        notice_language="fr",
        profile=Profile(sex="femme", age_band="60_74", french="allophone"),
    )
    handed = attribute(actor=alpha.intervenant, entry=entry)
    assert (handed.attribution.outcome, handed.attribution.proposed_outcome) == (decided, proposal.outcome)
    referral = refer(actor=alpha.intervenant, attribution=handed.attribution, place=mediation_place())
    follow_up(
        actor=alpha.intervenant,
        referral=referral,
        days=FollowUp(appointment_on=date(2022, 3, 10), came_on=date(2022, 3, 10), first_used_on=date(2022, 3, 10)),
    )
    holder = find_by_code(handed.code)
    assert holder is not None
    answer_survey(attribution=holder, satisfaction="satisfied")


def attribute_nineteen(scene: Scene) -> None:
    """Nineteen more leave with a booklet, one of them objecting; one lives elsewhere, one entry was a mistake."""
    actor, place = scene.alpha.intervenant, first_place(scene.alpha)
    plain = Entry(
        place=place,
        commune_insee="67482",
        outcome="formation",
        category="bases",
        first_booklet=True,
        notice_read=True,
    )
    for n in range(18):
        attribute(
            actor=actor,
            entry=replace(plain, token=uuid4(), profile=Profile(sex="femme" if n < 11 else "homme")),
        )
    attribute(actor=actor, entry=replace(plain, token=uuid4(), objection=True))
    with pytest.raises(InvalidInput, match="résider"):
        attribute(actor=actor, entry=replace(plain, token=uuid4(), commune_insee="67180"))
    mistake = attribute(actor=actor, entry=replace(plain, token=uuid4()))
    cancel(actor=actor, attribution=mistake.attribution, reason="double")


def move_and_lose(scene: Scene) -> None:
    """Three booklets change place, two are stolen and one of them comes back."""
    alpha = scene.alpha
    main, second = alpha.partner.places.order_by("pk")
    with clock.on_day(date(2022, 3, 11)):
        services.move_to_place(
            actor=alpha.referent, source=second, target=main, serials=serials(31, 33), happened_on=date(2022, 3, 10)
        )
        services.declare_loss(
            actor=alpha.referent,
            partner=alpha.partner,
            serials=serials(34, 35),
            kind=LossKind.VOLE,
            happened_on=date(2022, 3, 9),
            reason="Effraction",
        )
    with clock.on_day(date(2022, 4, 1)):
        services.find_again(
            actor=alpha.referent, place=second, serials=serials(35, 35), happened_on=date(2022, 4, 1), reason="Rendu"
        )


def count_the_second_place(scene: Scene) -> None:
    """The count names the booklet that lacks, in its report; it is then declared lost."""
    alpha = scene.alpha
    second = alpha.partner.places.order_by("pk")[1]
    with clock.on_day(date(2022, 4, 3)):
        count = services.record_count(actor=alpha.referent, place=second, serials=serials(35, 37))
        assert [(line.serial, line.finding) for line in count.lines.all()] == [("EMS-000038", CountFinding.MANQUANT)]
        assert "EMS-000038" in text_of(count_report(count, alpha.convention))
        services.declare_loss(
            actor=alpha.referent,
            partner=alpha.partner,
            serials=serials(38, 38),
            kind=LossKind.PERDU,
            happened_on=date(2022, 4, 3),
            reason="Introuvable à l’inventaire",
        )


def revise(scene: Scene, quota: Quota) -> None:
    """The committee lets the quota grow: former number, reason and decision stay."""
    decision = UUID(int=7)
    with clock.on_day(date(2022, 11, 30)):
        services.revise_quota(
            actor=scene.ems,
            quota=quota,
            booklets=45,
            reason="Plus de demandes que prévu",
            decision=services.DecisionLink(decision, "Comité de suivi du 30/11/2022"),
            decided_on=date(2022, 11, 30),
        )
    last, first = quota.revisions.order_by("-pk")
    assert (first.from_booklets, first.to_booklets) == (None, 40)
    assert (last.from_booklets, last.to_booklets, last.reason) == (40, 45, "Plus de demandes que prévu")
    assert (last.decision_public_id, last.decided_on) == (decision, date(2022, 11, 30))


def report_the_year(scene: Scene) -> None:
    """The yearly report opens with what the register counts, and is handed in as counted."""
    report = scene.deliverable(scene.alpha, "indicators")
    with clock.on_day(date(2023, 2, 1)):
        draft = read_draft(report)
        assert isinstance(draft, IndicatorsDraft)
        assert (draft.booklets_handed_out, draft.beneficiaries, draft.typed_by_hand) == (20, 20, False)
        assert draft.counts[Dimension.SEX] == {"femme": 12, "homme": 7, "nr": 1}
        deliverables.save_draft(
            actor=scene.alpha.referent, deliverable=report, revision=0, draft=replace(draft, comment="<p>Vu</p>")
        )
        done = deliverables.submit(actor=scene.alpha.referent, deliverable=report, revision=1)
    assert json.loads(done.submission.content)["typed_by_hand"] is False


def end_and_give_back(scene: Scene) -> None:
    """The convention ends early: the booklets left come back, the last one a week after the others (art. 12)."""
    alpha, convention = scene.alpha, scene.alpha.convention
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


def test_a_year_from_the_launch_meeting_to_the_restitution(scene: Scene) -> None:
    alpha = scene.alpha
    second = second_place(alpha)
    quota = launch(scene)
    buy_fifty(scene)
    quota = services.share_quota(actor=alpha.referent, quota=quota, shares={first_place(alpha): 30, second: 10})
    assert quota.shared_booklets == 40
    deliver_forty(scene)
    with clock.on_day(date(2022, 3, 10)):
        attribute_one_after_its_diagnosis(scene)
        attribute_nineteen(scene)
    move_and_lose(scene)
    count_the_second_place(scene)
    revise(scene, quota)
    report_the_year(scene)
    end_and_give_back(scene)

    year = read_indicators(Scope(partner=alpha.partner), first=date(2022, 1, 1), last=date(2022, 12, 31))
    assert (year.beneficiaries, year.passes) == (20, 200)
    assert {row.code: row.beneficiaries for row in year.table("sex").rows} == {"femme": 12, "homme": 7, "nr": 1}
    behind = rows_behind(Attribution.objects.visible_to(alpha.intervenant), "sex", "femme")
    assert behind.count() == 12
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
    told = StringIO()
    call_command("check_ledger", stdout=told)
    assert "Émis par l’opérateur\xa0: 50\xa0carnets" in told.getvalue()
    assert "Registre exact" in told.getvalue()
    assert all(broken is None for _, broken in verify_all())

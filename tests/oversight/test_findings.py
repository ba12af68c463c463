"""The detector: each trap of the convention, on the day before and the day of its edge."""

from __future__ import annotations

from datetime import date, time
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from passnum.committee import services as committee
from passnum.conventions import services as conventions
from passnum.conventions.enums import EvidenceKind, Side
from passnum.conventions.models import Convention, Obligation
from passnum.conventions.services import Proof
from passnum.core import clock
from passnum.deliverables import services as deliverables
from passnum.oversight.duties import Holder, duties_for_ems, duties_of_partner
from passnum.oversight.findings import Finding, Severity, all_findings, findings_of
from passnum.partners.enums import Role
from passnum.partners.models import Membership, Partner, User
from tests.scene import Scene, convention_in_force, draft_convention, signed_in

pytestmark = pytest.mark.django_db


def found(convention: Convention, code: str, on: date) -> list[Finding]:
    return [finding for finding in findings_of(convention, on) if finding.code == code]


def fresh(scene: Scene, name: str, **changes: object) -> Convention:
    """A convention in preparation with a partner of its own."""
    partner = Partner.objects.create(name=name)
    return conventions.save_record(
        actor=scene.ems, convention=draft_convention(partner, reference=f"PN-{name}", **changes)
    )


def received_on(scene: Scene, name: str, day: date) -> Convention:
    convention = convention_in_force(Partner.objects.create(name=name), scene.ems)
    Convention.objects.filter(pk=convention.pk).update(received_on=day)
    return Convention.objects.get(pk=convention.pk)


def test_an_unknown_deliberation_is_named(scene: Scene) -> None:
    convention = fresh(scene, "Neuve", ems_deliberation="XXX", ems_deliberation_on=None)
    titles = [finding.title for finding in found(convention, "deliberation-manquante", date(2021, 6, 1))]
    assert titles == ["Délibération de l’Eurométropole : XXX, à compléter"]


def test_what_is_missing_has_its_own_name(scene: Scene) -> None:
    convention = fresh(scene, "Nommée")
    day = date(2021, 6, 1)
    assert len(found(convention, "transmission-manquante", day)) == 2
    assert not found(convention, "deliberation-manquante", day)
    conventions.record_transmission(actor=scene.ems, convention=convention, side=Side.EMS, on=date(2021, 6, 28))
    convention.refresh_from_db()
    assert len(found(convention, "transmission-manquante", day)) == 1
    assert not found(convention, "signature-sans-date", day)
    [signature] = found(scene.alpha.convention, "signature-sans-date", day)
    assert "Eurométropole" in signature.title


def test_the_last_committee_comes_too_late_for_the_renewal(scene: Scene) -> None:
    convention = scene.alpha.convention
    [finding] = found(convention, "dernier-comite-apres-renouvellement", date(2023, 6, 30))
    assert "31/12/2023 − 6 mois calendaires = 30/06/2023" in finding.explanation
    assert finding.severity == Severity.WARNING
    assert "4ᵉ trimestre 2022" in finding.remedy
    [after] = found(convention, "dernier-comite-apres-renouvellement", date(2023, 7, 1))
    assert after.severity == Severity.NOTE
    assert "passée" in after.remedy


def test_a_renewal_proposed_in_time_is_no_trap_any_more(scene: Scene) -> None:
    convention = scene.alpha.convention
    row = Obligation.objects.get(convention=convention, rule="OB-12")
    proof = Proof(EvidenceKind.DECISION, "Avis du comité", date(2023, 5, 4), uuid4())
    conventions.record_evidence(actor=None, obligation=row, proof=proof)
    assert not found(convention, "dernier-comite-apres-renouvellement", date(2023, 6, 1))


def test_after_the_thirtieth_of_june_no_early_end_can_take_effect(scene: Scene) -> None:
    assert not found(scene.alpha.convention, "fin-anticipee-impossible", date(2023, 6, 30))
    [finding] = found(scene.alpha.convention, "fin-anticipee-impossible", date(2023, 7, 1))
    assert "1er juillet 2023" in finding.explanation


def test_received_on_the_first_of_november_the_committee_of_the_year_is_impossible(scene: Scene) -> None:
    late = received_on(scene, "Tardive", date(2021, 11, 1))
    [finding] = found(late, "comite-impossible", date(2021, 11, 1))
    assert finding.severity == Severity.DANGER
    just = received_on(scene, "Juste", date(2021, 10, 31))
    assert not found(just, "comite-impossible", date(2021, 10, 31))
    [narrow] = found(just, "comite-a-fixer", date(2021, 10, 31))
    assert "du 31 décembre 2021 au 31 décembre 2021" in narrow.explanation.replace("\u00a0", " ")


def test_the_committee_of_the_year_is_to_fix_once_waiting_costs_days(scene: Scene) -> None:
    convention = received_on(scene, "Patiente", date(2021, 7, 12))
    # On 1 August every day of the fourth quarter is still two calendar months away; on the 2nd, no more.
    assert not found(convention, "comite-a-fixer", date(2022, 8, 1))
    [finding] = found(convention, "comite-a-fixer", date(2022, 8, 2))
    assert "du 2 octobre 2022 au 31 décembre 2022" in finding.explanation.replace("\u00a0", " ")
    assert found(convention, "comite-a-fixer", date(2022, 10, 31))
    assert not found(convention, "comite-a-fixer", date(2022, 11, 1))
    assert found(convention, "comite-impossible", date(2022, 11, 1))


def test_the_first_of_october_asks_for_nothing_more_once_the_committee_is_fixed(scene: Scene) -> None:
    assert not found(scene.alpha.convention, "comite-a-fixer", date(2023, 10, 1))


def test_a_convention_signed_too_late_is_warned_before_it_is_in_force(scene: Scene) -> None:
    convention = fresh(scene, "Signature")
    [finding] = found(convention, "comite-impossible", date(2021, 11, 1))
    assert finding.article == "art. 2 et 7"
    assert not found(convention, "comite-impossible", date(2021, 10, 31))


def test_a_committee_already_dated_is_no_trap(scene: Scene) -> None:
    assert not found(scene.alpha.convention, "comite-impossible", date(2023, 11, 15))


def test_the_elapsed_period_is_said_with_its_days(scene: Scene) -> None:
    [finding] = found(scene.alpha.convention, "periode-revolue", date(2023, 9, 18))
    assert "du 1er janvier 2022 au 31 décembre 2022" in finding.explanation


def test_the_notice_is_shorter_than_the_committee(scene: Scene) -> None:
    assert found(scene.alpha.convention, "preavis-plus-court-que-le-comite", date(2023, 1, 1))


def test_a_partner_without_presidency_cannot_validate(scene: Scene) -> None:
    assert not found(scene.alpha.convention, "sans-presidence", date(2023, 9, 18))
    Membership.objects.filter(partner=scene.alpha.partner, role=Role.PRESIDENT).update(ended_on=date(2023, 9, 1))
    assert found(scene.alpha.convention, "sans-presidence", date(2023, 9, 18))


def test_a_partner_without_intervenant_gets_no_booklet(scene: Scene) -> None:
    Membership.objects.filter(partner=scene.alpha.partner, role=Role.INTERVENANT).update(ended_on=date(2023, 9, 1))
    assert found(scene.alpha.convention, "sans-intervenant", date(2023, 9, 18))


def test_one_intervenant_left_is_enough_and_a_closed_account_is_none(scene: Scene) -> None:
    partner, day = scene.alpha.partner, date(2023, 9, 18)
    Membership.objects.create(
        user=scene.alpha.lecteur, partner=partner, role=Role.INTERVENANT, started_on=date(2023, 9, 1)
    )
    Membership.objects.filter(user=scene.alpha.intervenant).update(ended_on=day)
    assert not found(scene.alpha.convention, "sans-intervenant", day)
    User.objects.filter(pk=scene.alpha.lecteur.pk).update(is_active=False)
    assert found(scene.alpha.convention, "sans-intervenant", day)


def test_nobody_is_missed_before_the_signature_nor_after_the_end(scene: Scene) -> None:
    preparing = fresh(scene, "Vide")
    over = convention_in_force(Partner.objects.create(name="Finie"), scene.ems)
    assert found(over, "sans-intervenant", date(2023, 12, 31))
    assert found(over, "sans-presidence", date(2023, 12, 31))
    with clock.on_day(date(2024, 1, 1)):
        over = conventions.record_expiry(actor=None, convention=over)
    for convention in (preparing, over):
        assert not found(convention, "sans-intervenant", date(2024, 1, 1))
        assert not found(convention, "sans-presidence", date(2024, 1, 1))


def test_a_new_presidency_ends_the_finding(scene: Scene) -> None:
    Membership.objects.filter(partner=scene.alpha.partner, role=Role.PRESIDENT).update(ended_on=date(2023, 9, 1))
    assert found(scene.alpha.convention, "sans-presidence", date(2023, 9, 18))
    Membership.objects.create(
        user=scene.alpha.lecteur, partner=scene.alpha.partner, role=Role.PRESIDENT, started_on=date(2023, 9, 18)
    )
    assert not found(scene.alpha.convention, "sans-presidence", date(2023, 9, 18))


def test_what_a_finding_asks_is_something_to_do_for_whom_it_asks(scene: Scene) -> None:
    Membership.objects.filter(partner=scene.alpha.partner, role__in=[Role.PRESIDENT, Role.INTERVENANT]).update(
        ended_on=date(2023, 9, 1)
    )
    of_ems = {duty.act for duty in duties_for_ems(scene.ems) if duty.partner == scene.alpha.partner}
    of_partner = {duty.act: duty for duty in duties_of_partner(scene.alpha.partner)}
    assert "Inviter la nouvelle présidence" in of_ems
    assert "Inviter les intervenants sociaux" not in of_ems
    assert of_partner["Inviter les intervenants sociaux"].holder == Holder.REFERENT
    assert signed_in(scene.alpha.referent).get("/espace/").status_code == 200
    assert "Inviter la nouvelle présidence" in signed_in(scene.ems).get("/admin/").content.decode()


def test_a_convention_in_force_whose_acts_can_be_contested_is_to_complete(scene: Scene) -> None:
    [duty] = [
        duty for duty in duties_for_ems(scene.ems) if duty.target == "record" and "perceneige" in str(duty.partner)
    ]
    assert any("contrôle de légalité" in what for what in duty.missing)


def test_a_committee_without_a_date_is_proposed_by_ems_until_a_date_waits(scene: Scene) -> None:
    convention = received_on(scene, "Patiente", date(2021, 7, 12))

    def asked() -> list[str]:
        return [
            duty.act
            for duty in duties_for_ems(scene.ems)
            if duty.convention == convention and "comité 2023" in duty.act
        ]

    assert asked() == ["Proposer une date pour le comité 2023"]
    meeting = committee.open_ordinary(actor=scene.ems, convention=convention, year=2023)
    committee.propose_dates(actor=scene.ems, meeting=meeting, slots=[committee.Slot(date(2023, 12, 1), time(10))])
    assert asked() == []


def test_a_dossier_that_waits_recalls_that_validation_is_personal(scene: Scene) -> None:
    assert not found(scene.alpha.convention, "validation-personnelle", date(2023, 9, 18))
    scene.compiled(scene.alpha)
    [finding] = found(scene.alpha.convention, "validation-personnelle", date(2023, 9, 18))
    assert "se délègue" in finding.explanation


def test_a_committee_moved_earlier_asks_for_an_explicit_date(scene: Scene) -> None:
    with clock.on_day(date(2023, 9, 18)):
        deliverables.set_committee_date(
            actor=scene.ems, period=scene.period(scene.alpha), committee_on=date(2023, 10, 10)
        )
    titles = {finding.title for finding in found(scene.alpha.convention, "date-a-convenir", date(2023, 9, 18))}
    assert any("livrables" in title for title in titles)


def test_the_last_year_is_seen_by_no_committee(scene: Scene) -> None:
    assert not found(scene.alpha.convention, "derniers-mois-non-vus", date(2022, 12, 31))
    assert found(scene.alpha.convention, "derniers-mois-non-vus", date(2023, 1, 1))


def test_a_normal_end_foresees_no_restitution(scene: Scene) -> None:
    assert not found(scene.alpha.convention, "restitution-fin-normale", date(2023, 6, 29))
    assert found(scene.alpha.convention, "restitution-fin-normale", date(2023, 6, 30))


def test_a_late_report_recalls_a_format_published_late(scene: Scene) -> None:
    assert not found(scene.alpha.convention, "format-tardif", date(2023, 10, 30))
    assert found(scene.alpha.convention, "format-tardif", date(2023, 10, 31))
    row = Obligation.objects.get(convention=scene.alpha.convention, rule="OB-28", occurrence="2022")
    conventions.declare_fact(actor=scene.ems, obligation=row, text="Format publié", happened_on=date(2021, 12, 1))
    assert not found(scene.alpha.convention, "format-tardif", date(2023, 10, 31))


def test_an_end_that_nobody_recorded_is_told(scene: Scene) -> None:
    assert not found(scene.alpha.convention, "echeance-a-constater", date(2023, 12, 31))
    assert found(scene.alpha.convention, "echeance-a-constater", date(2024, 1, 1))


def test_the_dashboard_reads_all_conventions_in_as_many_queries_as_one(scene: Scene) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        all_findings(scene.ems, date(2023, 9, 18))
    for number in range(6):
        convention_in_force(Partner.objects.create(name=f"Autre {number}"), scene.ems)
    with CaptureQueriesContext(connection) as many:
        found_now = all_findings(scene.ems, date(2023, 9, 18))
    assert found_now
    assert len(many) == len(few)


def test_only_ems_sees_the_findings_of_all(scene: Scene) -> None:
    assert all_findings(scene.alpha.president) == []
    assert all_findings(scene.communication) == []


def test_every_finding_says_what_can_still_be_done(scene: Scene) -> None:
    for on in (date(2021, 11, 1), date(2023, 6, 30), date(2023, 12, 15), date(2024, 2, 1)):
        for finding in findings_of(scene.alpha.convention, on):
            assert finding.title
            assert finding.article.startswith(("art.", "visas"))
            assert finding.explanation.endswith((".", "!"))
            assert finding.remedy.endswith(".")

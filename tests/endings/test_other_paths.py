"""Renewal, final evaluation, dispute: each step in its order, refused with the article otherwise."""

from __future__ import annotations

import io
from datetime import date

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from passnum.conventions import services as conventions
from passnum.conventions.enums import ChangeKind, ConventionState, ObligationStatus
from passnum.conventions.models import Obligation
from passnum.conventions.services import amendments
from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.endings import services
from passnum.endings.enums import AmicableWay, DisputeState, Opinion, RenewalState
from passnum.endings.models import Dispute, FinalEvaluation, Renewal
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def opened(scene: Scene) -> Renewal:
    with clock.on_day(date(2023, 4, 3)):
        return services.open_renewal(actor=scene.ems, convention=scene.alpha.convention, context="Besoins en hausse")


def proposed(scene: Scene, on: date) -> Renewal:
    row = opened(scene)
    with clock.on_day(on):
        row = services.record_opinion(
            actor=scene.ems, renewal=row, opinion=Opinion.FAVORABLE, opinion_on=date(2023, 5, 4)
        )
        return services.propose_renewal(actor=scene.ems, renewal=row, proposed_on=on, council_on=date(2023, 9, 29))


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2023, 6, 30), ObligationStatus.RESPECTEE),
        (date(2023, 7, 1), ObligationStatus.RESPECTEE_TARD),
    ],
)
def test_a_renewal_proposed_late_is_said_so_and_not_refused(scene: Scene, on: date, status: ObligationStatus) -> None:
    proposed(scene, on)
    row = Obligation.objects.get(convention=scene.alpha.convention, rule="OB-12")
    assert row.status(date(2023, 9, 1)) == status


def test_a_renewal_rests_on_the_committees_opinion(scene: Scene) -> None:
    row = opened(scene)
    with pytest.raises(WrongState, match="avis du comité"):
        services.propose_renewal(actor=scene.ems, renewal=row, proposed_on=date(2023, 6, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Renewal.objects.filter(pk=row.pk).update(proposed_on=date(2023, 6, 1))


def test_the_next_convention_takes_up_the_articles_and_waits_for_its_acts(scene: Scene) -> None:
    row = proposed(scene, date(2023, 6, 12))
    with clock.on_day(date(2023, 10, 2)):
        row = services.record_council(
            actor=scene.ems, renewal=row, adopted=True, decided_on=date(2023, 9, 29), reference="Délibération nᵒ 9"
        )
        fresh = services.prepare_next_convention(actor=scene.ems, renewal=row, reference="PN-2024-ALPHA")
        assert (fresh.first_year, fresh.last_year, fresh.state) == (2024, 2026, ConventionState.EN_PREPARATION)
        assert fresh.ems_deliberation == "XXX"
        assert fresh.articles.count() == scene.alpha.convention.articles.count()
        with pytest.raises(WrongState):
            services.prepare_next_convention(actor=scene.ems, renewal=row, reference="PN-2024-BIS")


def test_the_next_convention_takes_up_the_articles_as_amended(scene: Scene) -> None:
    convention = scene.alpha.convention
    with clock.on_day(date(2023, 3, 1)):
        amendment = amendments.prepare_amendment(actor=scene.ems, convention=convention, title="Deux", reasons="Motifs")
        for article, kind, text in (
            (9, ChangeKind.MODIFIE, "Communication revue."),
            (14, ChangeKind.AJOUTE, "Article nouveau."),
            (10, ChangeKind.SUPPRIME, ""),
        ):
            amendments.change_article_by_amendment(
                actor=scene.ems, amendment=amendment, article=article, kind=kind, new_text=text
            )
        amendments.decide_amendment(
            actor=scene.ems, amendment=amendment, decided_on=date(2023, 3, 1), decision_reference="Décision 1"
        )
        amendments.send_amendment(actor=scene.ems, amendment=amendment)
        amendments.sign_amendment(actor=scene.ems, amendment=amendment, partner_signed_on=date(2023, 3, 1))
        amendments.receive_amendment(
            actor=scene.ems,
            amendment=amendment,
            received_on=date(2023, 3, 1),
            signed_copy=ContentFile(b"%PDF-1.4 copie"),
        )
    row = opened(scene)
    fresh = services.prepare_next_convention(actor=scene.ems, renewal=row, reference="PN-2024-ALPHA")
    texts = dict(fresh.articles.values_list("number", "text"))
    assert (texts[9], texts[14]) == ("Communication revue.", "Article nouveau.")
    assert 10 not in texts
    first = convention.articles.get(number=7)
    copied = fresh.articles.get(number=7)
    assert (copied.text, copied.summary, copied.part) == (first.text, first.summary, first.part)
    assert fresh.articles.get(number=9).summary == ""
    assert convention.articles.filter(number=10).exists()


def test_an_expired_convention_is_not_renewed(scene: Scene) -> None:
    with clock.on_day(date(2024, 1, 2)):
        conventions.record_expiry(actor=scene.ems, convention=scene.alpha.convention)
        with pytest.raises(WrongState, match="ne se renouvelle pas"):
            services.open_renewal(actor=scene.ems, convention=scene.alpha.convention, context="Trop tard")


def test_a_renewal_is_given_up_with_a_reason(scene: Scene) -> None:
    row = opened(scene)
    with pytest.raises(InvalidInput):
        services.abandon_renewal(actor=scene.ems, renewal=row, reason=" ")
    assert services.abandon_renewal(actor=scene.ems, renewal=row, reason="Sans suite").state == RenewalState.ABANDONNEE


def written(scene: Scene) -> FinalEvaluation:
    return services.write_conclusions(
        actor=scene.ems, convention=scene.alpha.convention, conclusions="Objectifs atteints.\nÀ poursuivre.", revision=0
    )


def test_the_final_evaluation_is_concluded_by_both_and_frozen(scene: Scene) -> None:
    scene.transmitted(scene.alpha)
    row = services.agree_on_evaluation(actor=scene.ems, evaluation=written(scene), revision=1)
    assert row.concluded_on is None
    row = services.agree_on_evaluation(actor=scene.alpha.president, evaluation=row, revision=1)
    assert row.concluded_on is not None
    assert row.figures["beneficiaries"] == 120
    assert row.figures["known_years"] == 1
    with pikepdf.open(io.BytesIO(row.file.open("rb").read())) as document, document.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"
    evidence = Obligation.objects.get(convention=scene.alpha.convention, rule="OB-13").evidence.get()
    assert evidence.sha256 == row.sha256
    with pytest.raises(WrongState):
        services.write_conclusions(
            actor=scene.ems, convention=scene.alpha.convention, conclusions="Autre", revision=row.revision
        )


def test_a_year_without_figures_stays_unknown(scene: Scene) -> None:
    figures = services.whole_figures(scene.alpha.convention)
    assert [year.beneficiaries for year in figures.years] == [None, None, None]
    assert figures.known_years == 0


def test_a_report_that_the_president_did_not_validate_is_no_result(scene: Scene) -> None:
    """Art. 6: nothing reaches the Eurométropole, nor the evaluation made with it, before that."""
    scene.compiled(scene.alpha)
    assert services.whole_figures(scene.alpha.convention).known_years == 0


def test_a_changed_text_undoes_the_agreement_and_a_stale_page_is_refused(scene: Scene) -> None:
    row = services.agree_on_evaluation(actor=scene.alpha.president, evaluation=written(scene), revision=1)
    with pytest.raises(WrongState):
        services.write_conclusions(actor=scene.ems, convention=scene.alpha.convention, conclusions="Périmé", revision=0)
    row = services.write_conclusions(
        actor=scene.ems, convention=scene.alpha.convention, conclusions="Nouveau", revision=1
    )
    assert row.partner_agreed_on is None
    with pytest.raises(WrongState, match="relisez"):
        services.agree_on_evaluation(actor=scene.alpha.president, evaluation=row, revision=1)


def test_a_dispute_tries_amicable_ways_before_the_court(scene: Scene) -> None:
    row = services.open_dispute(
        actor=scene.alpha.president, convention=scene.alpha.convention, subject="Lecture de l’article 7"
    )
    with pytest.raises(WrongState, match="voie amiable"):
        services.refer_to_court(actor=scene.alpha.president, dispute=row, referred_on=clock.today())
    services.add_amicable_step(
        actor=scene.ems, dispute=row, way=AmicableWay.COMITE, happened_on=clock.today(), text="Pas d’accord"
    )
    row = services.refer_to_court(actor=scene.alpha.president, dispute=row, referred_on=clock.today())
    assert row.state == DisputeState.TRIBUNAL
    assert services.close_dispute(actor=scene.ems, dispute=row, outcome="Désistement").closed_on == clock.today()
    with pytest.raises(WrongState):
        services.close_dispute(actor=scene.ems, dispute=row, outcome="Encore")


def test_an_amicable_attempt_made_before_the_dispute_was_opened_counts(scene: Scene) -> None:
    row = services.open_dispute(actor=scene.ems, convention=scene.alpha.convention, subject="Objet")
    for wrong in (date(2021, 7, 4), date(2023, 9, 19)):
        with pytest.raises(InvalidInput):
            services.add_amicable_step(
                actor=scene.ems, dispute=row, way=AmicableWay.REUNION, happened_on=wrong, text="Réunion"
            )
    services.add_amicable_step(
        actor=scene.alpha.president, dispute=row, way=AmicableWay.REUNION, happened_on=date(2023, 6, 2), text="Réunion"
    )
    met = Obligation.objects.get(rule="OB-19", occurrence=f"litige/{row.public_id}")
    assert met.met_on == date(2023, 6, 2)
    referred = services.refer_to_court(actor=scene.ems, dispute=row, referred_on=clock.today())
    assert referred.state == DisputeState.TRIBUNAL


def test_each_path_is_read_by_its_parties_alone(scene: Scene) -> None:
    opened(scene)
    written(scene)
    services.open_dispute(actor=scene.ems, convention=scene.alpha.convention, subject="Objet")
    for model in (Renewal, FinalEvaluation, Dispute):
        assert model.objects.visible_to(scene.alpha.lecteur).count() == 1
        assert model.objects.visible_to(scene.ems).count() == 1
        assert model.objects.visible_to(scene.beta.president).count() == 0
        assert model.objects.visible_to(scene.communication).count() == 0
    with pytest.raises(NotAllowed):
        services.open_dispute(actor=scene.beta.president, convention=scene.alpha.convention, subject="Objet")

"""The obligations of a convention: laid out, dated, proved, tolerated; where each stands on a day."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from passnum.conventions import services
from passnum.conventions.enums import EvidenceKind, Nature
from passnum.conventions.enums import ObligationStatus as Status
from passnum.conventions.models import Convention, Obligation, ObligationDate
from passnum.conventions.register import RULES
from passnum.conventions.services import Proof
from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.journal import verify_all
from tests.scene import Scene, draft_convention

pytestmark = pytest.mark.django_db


def of(convention: Convention, rule: str, occurrence: str = "convention") -> Obligation:
    return Obligation.objects.get(convention=convention, rule=rule, occurrence=occurrence)


def test_the_register_has_the_twenty_eight_obligations() -> None:
    assert list(RULES) == [f"OB-{number:02d}" for number in range(1, 29)]
    assert all(rule.wording and rule.article and rule.timing for rule in RULES.values())


def test_a_convention_gets_its_dated_obligations(scene: Scene) -> None:
    convention = scene.alpha.convention
    renewal = of(convention, "OB-12")
    assert (renewal.due_on, renewal.explanation) == (
        date(2023, 6, 30),
        "31/12/2023 − 6 mois calendaires = 30/06/2023",
    )
    assert of(convention, "OB-02").due_on == date(2023, 12, 31)
    assert [of(convention, "OB-06", str(year)).due_on for year in (2021, 2022, 2023)] == [
        date(2021, 12, 31),
        date(2022, 12, 31),
        date(2023, 12, 31),
    ]
    assert not Obligation.objects.filter(convention=convention, rule="OB-08", occurrence="2021").exists()


def test_an_undated_obligation_has_no_invented_date(scene: Scene) -> None:
    for rule in ("OB-10", "OB-11", "OB-28"):
        row = of(scene.alpha.convention, rule, "2022")
        assert row.due_on is None
        assert row.status(date(2040, 1, 1)) == Status.SANS_DELAI


def test_laying_out_twice_changes_nothing(scene: Scene) -> None:
    convention = scene.alpha.convention
    before = Obligation.objects.count(), ObligationDate.objects.count()
    services.lay_out(actor=scene.ems, convention=convention)
    assert (Obligation.objects.count(), ObligationDate.objects.count()) == before


def test_the_committee_dates_its_obligations_with_their_calculation(scene: Scene) -> None:
    convention = scene.alpha.convention
    assert of(convention, "OB-07", "2023").due_on == date(2023, 9, 30)
    due = of(convention, "OB-08", "2023")
    assert (due.due_on, due.anchor_on) == (date(2023, 10, 30), date(2023, 11, 30))
    assert due.explanation == "comité du 30/11/2023 − 1 mois calendaire = 30/10/2023"
    assert of(convention, "OB-04", "2022").due_on == date(2023, 10, 30)


def test_a_moved_committee_keeps_the_former_date(scene: Scene) -> None:
    convention = scene.alpha.convention
    with clock.on_day(date(2023, 9, 18)):
        services.date_committee(
            actor=scene.ems,
            convention=convention,
            occurrence="2023",
            committee_on=date(2023, 12, 15),
            reported_year=2022,
            reason="salle indisponible",
        )
    row = of(convention, "OB-08", "2023")
    assert row.due_on == date(2023, 11, 15)
    assert [kept.due_on for kept in row.dates.all()] == [None, date(2023, 10, 30), date(2023, 11, 15)]
    assert row.dates.last().reason == "salle indisponible"


def test_a_committee_moved_earlier_makes_nobody_late_at_once(scene: Scene) -> None:
    convention = scene.alpha.convention
    with clock.on_day(date(2023, 9, 18)):
        services.date_committee(
            actor=scene.ems,
            convention=convention,
            occurrence="2023",
            committee_on=date(2023, 10, 10),
            reported_year=2022,
        )
    row = of(convention, "OB-08", "2023")
    assert row.due_on == date(2023, 10, 30)
    assert row.awaits_agreement
    assert "maintenu jusqu’à accord" in row.explanation


def test_former_dates_cannot_be_rewritten(scene: Scene) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        ObligationDate.objects.update(reason="autre")


def test_the_receipt_of_the_signed_copy_meets_the_entry_into_force(scene: Scene) -> None:
    row = of(scene.alpha.convention, "OB-01")
    assert row.met_on == date(2021, 7, 12)
    evidence = row.evidence.get()
    assert evidence.kind == EvidenceKind.CONVENTION
    assert evidence.sha256 == scene.alpha.convention.signed_copy_sha256


def test_the_transmission_meets_the_obligations_of_the_deliverables(scene: Scene) -> None:
    dossier = scene.transmitted(scene.alpha)
    for rule, occurrence in (("OB-04", "2022"), ("OB-08", "2023"), ("OB-09", "2023"), ("OB-11", "2022")):
        evidence = of(scene.alpha.convention, rule, occurrence).evidence.get()
        assert (evidence.target, evidence.sha256) == (dossier.public_id, dossier.transmitted_sha256)


@pytest.mark.parametrize(
    ("met_on", "on", "expected"),
    [
        (None, date(2023, 10, 30), Status.OUVERTE),
        (None, date(2023, 10, 31), Status.EN_RETARD),
        (date(2023, 10, 30), date(2023, 10, 30), Status.RESPECTEE),
        (date(2023, 10, 30), date(2023, 10, 29), Status.OUVERTE),
        (date(2023, 10, 31), date(2023, 11, 1), Status.RESPECTEE_TARD),
    ],
)
def test_late_is_computed_for_a_day(scene: Scene, met_on: date | None, on: date, expected: Status) -> None:
    row = of(scene.alpha.convention, "OB-08", "2023")
    row.met_on = met_on
    assert row.status(on) == expected


def test_a_faculty_is_never_late(scene: Scene) -> None:
    row = of(scene.alpha.convention, "OB-12")
    assert row.nature == Nature.FACULTE
    assert row.status(date(2023, 7, 1)) == Status.EXPIREE


def test_the_other_party_grants_time_and_the_legal_date_stays(scene: Scene) -> None:
    row = of(scene.alpha.convention, "OB-08", "2023")
    with clock.on_day(date(2023, 11, 2)):
        services.tolerate(actor=scene.ems, obligation=row, until=date(2023, 11, 15), reason="Outil indisponible")
        row = of(scene.alpha.convention, "OB-08", "2023")
        assert row.due_on == date(2023, 10, 30)
        assert row.status(date(2023, 11, 15)) == Status.TOLEREE
        assert row.status(date(2023, 11, 16)) == Status.EN_RETARD


def test_nobody_grants_time_to_itself(scene: Scene) -> None:
    ours = of(scene.alpha.convention, "OB-08", "2023")
    theirs = of(scene.alpha.convention, "OB-06", "2023")
    with clock.on_day(date(2023, 12, 1)):
        for actor, row in ((scene.alpha.president, ours), (scene.ems, theirs), (scene.beta.president, theirs)):
            with pytest.raises(NotAllowed):
                services.tolerate(actor=actor, obligation=row, until=date(2024, 2, 1), reason="Motif")
        services.tolerate(actor=scene.alpha.president, obligation=theirs, until=date(2024, 1, 31), reason="Élections")


def test_the_validation_and_data_protection_are_neither_tolerated_nor_waived(scene: Scene) -> None:
    for rule, occurrence in (("OB-09", "2023"), ("OB-23", "convention/registre")):
        row = of(scene.alpha.convention, rule, occurrence)
        with pytest.raises(WrongState):
            services.tolerate(actor=scene.ems, obligation=row, until=date(2030, 1, 1), reason="Motif")
        with pytest.raises(WrongState):
            services.waive(actor=scene.ems, obligation=row, reason="Motif")


def test_only_the_mention_of_ems_can_be_waived(scene: Scene) -> None:
    row = services.waive(
        actor=scene.ems, obligation=of(scene.alpha.convention, "OB-14", "2022/mention-ems"), reason="Demande expresse"
    )
    assert row.status(clock.today()) == Status.DISPENSEE
    for facet in ("logo", "etat"):
        with pytest.raises(WrongState):
            services.waive(actor=scene.ems, obligation=of(scene.alpha.convention, "OB-14", f"2022/{facet}"), reason="M")
    with pytest.raises(NotAllowed):
        services.waive(
            actor=scene.alpha.president, obligation=of(scene.alpha.convention, "OB-14", "2023/mention-ems"), reason="M"
        )


def test_the_database_refuses_a_waiver_where_there_is_none(scene: Scene) -> None:
    row = of(scene.alpha.convention, "OB-14", "2022/etat")
    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation.objects.filter(pk=row.pk).update(waived_on=date(2023, 1, 1), waiver_reason="non")


def test_a_fact_is_declared_with_who_and_when(scene: Scene) -> None:
    row = of(scene.alpha.convention, "OB-20", "2023/equipes")
    evidence = services.declare_fact(
        actor=scene.alpha.referent,
        obligation=row,
        text="Réunion d’équipe",
        happened_on=date(2023, 3, 2),
        file=ContentFile(b"compte rendu"),
        file_name="réunion.pdf",
    )
    row.refresh_from_db()
    assert row.met_on == date(2023, 3, 2)
    assert evidence.declared_by == scene.alpha.referent
    assert "Référente" in evidence.declared_as
    assert len(evidence.sha256) == 64
    assert "réunion" not in evidence.file.name
    assert not [found for _, found in verify_all() if found]


@pytest.mark.parametrize("who", ["intervenant", "lecteur"])
def test_others_declare_nothing(scene: Scene, who: str) -> None:
    row = of(scene.alpha.convention, "OB-20", "2023/equipes")
    for actor in (getattr(scene.alpha, who), scene.beta.referent, scene.communication):
        with pytest.raises(NotAllowed):
            services.declare_fact(actor=actor, obligation=row, text="Fait", happened_on=date(2023, 3, 2))


def test_the_partner_does_not_declare_what_ems_owes(scene: Scene) -> None:
    row = of(scene.alpha.convention, "OB-21", "2023/supports")
    with pytest.raises(NotAllowed):
        services.declare_fact(actor=scene.alpha.referent, obligation=row, text="Fait", happened_on=date(2023, 3, 2))


def test_a_fact_of_tomorrow_or_without_words_is_refused(scene: Scene) -> None:
    row = of(scene.alpha.convention, "OB-20", "2023/equipes")
    for text, day in (("Fait", clock.today() + timedelta(days=1)), (" \u200b ", date(2023, 3, 2))):
        with pytest.raises(InvalidInput):
            services.declare_fact(actor=scene.ems, obligation=row, text=text, happened_on=day)


def test_evidence_taken_back_counts_no_more_and_stays_readable(scene: Scene) -> None:
    row = of(scene.alpha.convention, "OB-20", "2023/equipes")
    evidence = services.declare_fact(
        actor=scene.alpha.referent, obligation=row, text="Erreur", happened_on=date(2023, 3, 2)
    )
    services.withdraw_evidence(actor=scene.alpha.referent, evidence=evidence, reason="mauvaise ligne")
    row.refresh_from_db()
    assert row.met_on is None
    assert row.evidence.get().withdrawal_reason == "mauvaise ligne"


def test_the_same_thing_twice_is_one_piece(scene: Scene) -> None:
    row = of(scene.alpha.convention, "OB-10", "2022")
    proof = Proof(EvidenceKind.COMPTE_RENDU, "Compte rendu", date(2023, 1, 5), uuid.uuid4(), "0" * 64)
    for _ in range(2):
        services.record_evidence(actor=None, obligation=row, proof=proof)
    assert row.evidence.count() == 1


def test_an_intermediate_report_is_asked_before_the_states_date(scene: Scene) -> None:
    convention = scene.alpha.convention
    with clock.on_day(date(2022, 4, 1)):
        with pytest.raises(InvalidInput):
            services.request_report(
                actor=scene.ems,
                convention=convention,
                due_on=date(2022, 7, 1),
                reason="État",
                state_due_on=date(2022, 7, 1),
            )
        row = services.request_report(
            actor=scene.ems,
            convention=convention,
            due_on=date(2022, 6, 10),
            reason="Rapport d’étape de l’État",
            state_due_on=date(2022, 7, 1),
        )
    assert row.due_on == date(2022, 6, 10)


def test_a_shorter_convention_has_no_duty_for_the_years_it_lost(scene: Scene) -> None:
    convention = services.save_record(
        actor=scene.ems,
        convention=draft_convention(scene.alpha.partner, reference="PN-X", last_year=2025, ends_on=date(2025, 12, 31)),
    )
    convention.last_year = 2024
    services.save_record(actor=scene.ems, convention=convention)
    assert of(convention, "OB-06", "2025").status(clock.today()) == Status.SANS_OBJET
    assert of(convention, "OB-02").due_on == date(2024, 12, 31)
    assert of(convention, "OB-12").dates.count() == 2


def test_obligations_are_read_through_one_door(scene: Scene) -> None:
    seen = set(Obligation.objects.visible_to(scene.alpha.lecteur).values_list("convention", flat=True))
    assert seen == {scene.alpha.convention.pk}
    assert not Obligation.objects.visible_to(scene.communication).exists()

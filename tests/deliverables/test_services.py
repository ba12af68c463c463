"""Guards of the circuit: who, in which state, with what."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, PassnumError, WrongState
from passnum.deliverables import compilation, services
from passnum.deliverables.compilation import compile_dossier
from passnum.deliverables.drafts import IndicatorsDraft, ProgrammeDraft, SurveyDraft, read_draft
from passnum.deliverables.models import Deliverable, Dossier
from passnum.deliverables.services import drafts
from passnum.demo.figures import spread
from passnum.mail.models import OutboxMessage
from passnum.partners.models import Delegation
from tests.scene import Scene, fill, table

pytestmark = pytest.mark.django_db


def test_a_stale_page_overwrites_nothing(scene: Scene) -> None:
    row = scene.deliverable(scene.alpha, "programme")
    services.save_draft(actor=scene.alpha.referent, deliverable=row, revision=0, draft=ProgrammeDraft("<p>Un</p>"))
    with pytest.raises(WrongState, match="autre version"):
        services.save_draft(
            actor=scene.alpha.referent, deliverable=row, revision=0, draft=ProgrammeDraft("<p>Deux</p>")
        )
    assert read_draft(Deliverable.objects.get(pk=row.pk)).actions_done == "<p>Un</p>"


def test_the_files_of_the_three_deliverables_have_one_limit(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = table("un", "un.csv"), table("deux", "deux.csv")
    monkeypatch.setattr(drafts, "MAX_TOTAL_BYTES", (first.size or 0) + (second.size or 0) - 1)
    programme, survey = scene.deliverable(scene.alpha, "programme"), scene.deliverable(scene.alpha, "survey")
    services.add_attachment(actor=scene.alpha.referent, deliverable=programme, uploaded=first)
    with pytest.raises(InvalidInput, match="le maximum d’un dossier"):
        services.add_attachment(actor=scene.alpha.referent, deliverable=survey, uploaded=second)
    services.remove_attachment(actor=scene.alpha.referent, attachment=programme.attachments.get())
    services.add_attachment(actor=scene.alpha.referent, deliverable=survey, uploaded=table("deux", "deux.csv"))


def test_a_compilation_whose_workers_die_is_given_up_once_and_told_by_mail(scene: Scene) -> None:
    dossier = scene.submitted(scene.alpha)
    Dossier.objects.filter(pk=dossier.pk).update(
        attempts=compilation.MAX_ATTEMPTS, lease_until=timezone.now() - timedelta(minutes=5)
    )
    assert [compilation.give_up_dead(), compilation.give_up_dead()] == [1, 0]
    dossier.refresh_from_db()
    assert "interrompue" in dossier.failure
    assert OutboxMessage.objects.filter(key__startswith="echec:", to=scene.alpha.referent.email).count() == 1


@pytest.mark.parametrize("who", ["president", "intervenant", "lecteur"])
def test_only_referents_write_and_submit(scene: Scene, who: str) -> None:
    row = scene.filled(scene.alpha, "programme")
    actor = getattr(scene.alpha, who)
    with pytest.raises(NotAllowed):
        services.save_draft(actor=actor, deliverable=row, revision=row.revision, draft=ProgrammeDraft("<p>x</p>"))
    with pytest.raises(NotAllowed):
        services.submit(actor=actor, deliverable=row, revision=row.revision)


def test_an_incomplete_deliverable_is_not_submitted_and_says_what_is_missing(scene: Scene) -> None:
    row = scene.deliverable(scene.alpha, "survey")
    with pytest.raises(InvalidInput, match="Joignez les résultats"):
        services.submit(actor=scene.alpha.referent, deliverable=row, revision=0)


def test_sums_that_differ_are_named_with_their_difference(scene: Scene) -> None:
    row = scene.deliverable(scene.alpha, "indicators")
    counts = spread(100)
    counts[next(iter(counts))]["bases"] += 4
    row = services.save_draft(
        actor=scene.alpha.referent, deliverable=row, revision=0, draft=IndicatorsDraft(100, 100, counts)
    )
    with pytest.raises(InvalidInput, match="104 comptées pour 100 bénéficiaires, 4 personnes de trop"):
        services.submit(actor=scene.alpha.referent, deliverable=row, revision=row.revision)


def test_booklets_counted_in_pass_are_recognised(scene: Scene) -> None:
    row = scene.deliverable(scene.alpha, "indicators")
    row = services.save_draft(
        actor=scene.alpha.referent, deliverable=row, revision=0, draft=IndicatorsDraft(1000, 100, spread(100))
    )
    with pytest.raises(InvalidInput, match="compté en Pass"):
        services.submit(actor=scene.alpha.referent, deliverable=row, revision=row.revision)


def test_answers_that_do_not_add_up_are_named(scene: Scene) -> None:
    row = scene.deliverable(scene.alpha, "survey")
    row = services.save_draft(
        actor=scene.alpha.referent, deliverable=row, revision=0, draft=SurveyDraft("x", 10, 9, very_satisfied=5)
    )
    with pytest.raises(InvalidInput, match="écart de 4"):
        services.submit(actor=scene.alpha.referent, deliverable=row, revision=row.revision)


def test_a_second_submission_of_the_same_deliverable_does_nothing(scene: Scene) -> None:
    row = scene.filled(scene.alpha, "programme")
    services.submit(actor=scene.alpha.referent, deliverable=row, revision=row.revision)
    with pytest.raises(WrongState, match="déjà été remis"):
        services.submit(actor=scene.alpha.referent, deliverable=row, revision=row.revision)
    assert row.submissions.count() == 1
    assert OutboxMessage.objects.filter(key__startswith="remise:").count() == 1


def test_the_last_submission_opens_one_dossier(scene: Scene) -> None:
    dossier = scene.submitted(scene.alpha)
    assert dossier.state == "en_compilation"
    assert dossier.submissions.count() == 3


def test_the_same_data_give_the_same_bytes(scene: Scene) -> None:
    from passnum.deliverables.assembly import assemble
    from passnum.deliverables.rendering import render_dossier

    dossier = scene.compiled(scene.alpha)
    content, moment = assemble(dossier)
    with dossier.compiled_file.open("rb") as stored:
        assert stored.read() == render_dossier(content, timestamp=moment)


def test_taking_a_deliverable_back_replaces_the_dossier_and_keeps_the_old_one(scene: Scene) -> None:
    dossier = scene.compiled(scene.alpha)
    row = scene.deliverable(scene.alpha, "programme")
    services.recall(actor=scene.alpha.referent, deliverable=row, reason="Une erreur")
    dossier.refresh_from_db()
    assert dossier.state == "caduc"
    assert dossier.compiled_file.storage.exists(dossier.compiled_file.name)
    with pytest.raises(WrongState):
        services.validate_dossier(actor=scene.alpha.president, dossier=dossier, expected_sha256=dossier.compiled_sha256)


def test_a_compilation_that_ends_after_a_recall_changes_nothing(scene: Scene) -> None:
    dossier = scene.submitted(scene.alpha)
    token = compilation._claim(dossier.pk)
    assert token is not None
    services.recall(
        actor=scene.alpha.referent, deliverable=scene.deliverable(scene.alpha, "survey"), reason="Une erreur"
    )
    assert compilation._finish(token, b"%PDF") is None
    dossier.refresh_from_db()
    assert (dossier.state, dossier.compiled_sha256) == ("caduc", "")


def test_two_workers_compile_once(scene: Scene) -> None:
    dossier = scene.submitted(scene.alpha)
    assert compilation._claim(dossier.pk) is not None
    assert compile_dossier(dossier.pk) is None
    assert Dossier.objects.get(pk=dossier.pk).state == "en_compilation"


def test_a_failed_compilation_is_shown_and_can_be_tried_again(scene: Scene) -> None:
    dossier = scene.submitted(scene.alpha)
    attachment = scene.deliverable(scene.alpha, "survey").attachments.get()
    storage, name = attachment.file.storage, attachment.file.name
    with storage.open(name) as stored:
        good = stored.read()
    storage.delete(name)
    compile_dossier(dossier.pk)
    dossier.refresh_from_db()
    assert "n’est plus celle qui a été remise" in dossier.failure
    assert OutboxMessage.objects.filter(key__startswith="echec:").exists()

    from django.core.files.base import ContentFile

    storage.save(name, ContentFile(good))
    compilation.retry(actor=scene.alpha.referent, dossier=dossier)
    compile_dossier(dossier.pk)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.failure) == ("a_valider", "")


@pytest.mark.parametrize("who", ["referent", "intervenant", "lecteur"])
def test_only_the_president_decides(scene: Scene, who: str) -> None:
    dossier = scene.compiled(scene.alpha)
    with pytest.raises(NotAllowed, match="présidence"):
        services.validate_dossier(
            actor=getattr(scene.alpha, who), dossier=dossier, expected_sha256=dossier.compiled_sha256
        )


def test_the_president_of_another_partner_does_not_decide(scene: Scene) -> None:
    dossier = scene.compiled(scene.alpha)
    with pytest.raises(NotAllowed):
        services.validate_dossier(actor=scene.beta.president, dossier=dossier, expected_sha256=dossier.compiled_sha256)


def delegation(scene: Scene, **changes: Any) -> Delegation:
    values = {
        "partner": scene.alpha.partner,
        "delegator": scene.alpha.president,
        "delegate": scene.alpha.lecteur,
        "act_reference": "Arrêté 12",
        "published_on": date(2023, 1, 1),
        "starts_on": date(2023, 1, 1),
    }
    return Delegation.objects.create(**(values | changes))


def test_a_delegate_on_file_validates_and_the_journal_says_by_which_act(scene: Scene) -> None:
    delegation(scene)
    dossier = scene.compiled(scene.alpha)
    row = services.validate_dossier(actor=scene.alpha.lecteur, dossier=dossier, expected_sha256=dossier.compiled_sha256)
    assert "par délégation Arrêté 12" in row.validated_as


@pytest.mark.parametrize("why", ["expired", "future", "president gone"])
def test_a_delegation_that_does_not_hold_today_lets_nobody_validate(scene: Scene, why: str) -> None:
    dates = {"expired": {"ends_on": date(2023, 9, 17)}, "future": {"starts_on": date(2023, 9, 19)}}
    delegation(scene, **dates.get(why, {}))
    dossier = scene.compiled(scene.alpha)
    if why == "president gone":
        scene.alpha.partner.memberships.filter(role="president").update(ended_on=date(2023, 9, 18))
    with pytest.raises(NotAllowed):
        services.validate_dossier(actor=scene.alpha.lecteur, dossier=dossier, expected_sha256=dossier.compiled_sha256)


def test_the_file_that_was_read_is_the_one_that_is_validated(scene: Scene) -> None:
    dossier = scene.compiled(scene.alpha)
    with pytest.raises(WrongState, match="recompilé"):
        services.validate_dossier(actor=scene.alpha.president, dossier=dossier, expected_sha256="0" * 64)


def test_a_file_changed_on_disk_is_not_validated(scene: Scene) -> None:
    dossier = scene.compiled(scene.alpha)
    with open(dossier.compiled_file.path, "ab") as stored:
        stored.write(b"%")
    with pytest.raises(PassnumError, match="n’est pas celui qui a été compilé"):
        services.validate_dossier(actor=scene.alpha.president, dossier=dossier, expected_sha256=dossier.compiled_sha256)


def test_a_file_changed_on_disk_is_not_archived(scene: Scene) -> None:
    dossier = scene.approved(scene.alpha)
    with open(dossier.compiled_file.path, "ab") as stored:
        stored.write(b"%")
    with pytest.raises(PassnumError, match="n’est pas celui"):
        services.archive(actor=scene.ems, dossier=dossier)


def test_a_return_needs_a_reason_and_a_remark(scene: Scene) -> None:
    dossier = scene.compiled(scene.alpha)
    programme = scene.deliverable(scene.alpha, "programme")
    for reason, remarks in (("", {programme: "x"}), ("x", {}), ("x", {programme: "  "})):
        with pytest.raises(InvalidInput):
            services.return_dossier(actor=scene.alpha.president, dossier=dossier, reason=reason, remarks=remarks)


def test_a_remark_on_another_partners_deliverable_is_refused(scene: Scene) -> None:
    dossier = scene.compiled(scene.alpha)
    foreign = scene.deliverable(scene.beta, "programme")
    with pytest.raises(InvalidInput):
        services.return_dossier(actor=scene.alpha.president, dossier=dossier, reason="x", remarks={foreign: "x"})


@pytest.mark.parametrize("act", ["open_examination", "approve", "archive"])
def test_partners_do_none_of_the_acts_of_ems(scene: Scene, act: str) -> None:
    dossier = scene.transmitted(scene.alpha)
    with pytest.raises(NotAllowed):
        getattr(services, act)(actor=scene.alpha.president, dossier=dossier)


def test_steps_are_not_skipped(scene: Scene) -> None:
    dossier = scene.transmitted(scene.alpha)
    with pytest.raises(WrongState, match="Transmis à l’Eurométropole"):
        services.archive(actor=scene.ems, dossier=dossier)


def test_the_same_file_is_not_joined_twice(scene: Scene) -> None:
    row = scene.deliverable(scene.alpha, "survey")
    services.add_attachment(actor=scene.alpha.referent, deliverable=row, uploaded=table("mot"))
    with pytest.raises(InvalidInput, match="déjà joint"):
        services.add_attachment(actor=scene.alpha.referent, deliverable=row, uploaded=table("mot", "autre.csv"))


def test_an_attachment_taken_off_the_draft_stays_for_what_was_handed_in(scene: Scene) -> None:
    dossier = scene.compiled(scene.alpha)
    row = scene.deliverable(scene.alpha, "survey")
    services.recall(actor=scene.alpha.referent, deliverable=row, reason="Autre fichier")
    attachment = row.attachments.get()
    services.remove_attachment(actor=scene.alpha.referent, attachment=attachment)
    assert attachment.file.storage.exists(attachment.file.name)
    assert not row.attachments.current().exists()
    assert dossier.compiled_file.storage.exists(dossier.compiled_file.name)


def test_starting_from_last_year_takes_the_words_and_not_the_figures(scene: Scene) -> None:
    with clock.on_day(date(2022, 9, 5)):
        services.open_period(
            actor=scene.ems, convention=scene.alpha.convention, year=2021, committee_on=date(2022, 11, 30)
        )
    past = Deliverable.objects.get(period__convention=scene.alpha.convention, period__year=2021, kind="programme")
    past = fill(scene.alpha, past)
    services.submit(actor=scene.alpha.referent, deliverable=past, revision=past.revision)
    row = scene.deliverable(scene.alpha, "programme")
    row = services.carry_over(actor=scene.alpha.referent, deliverable=row, revision=0)
    assert scene.alpha.canary in read_draft(row).actions_done


def test_a_period_outside_the_fourth_quarter_or_the_convention_is_refused(scene: Scene) -> None:
    period = scene.period(scene.alpha)
    for day in (date(2023, 9, 30), date(2024, 1, 2), date(2022, 12, 31)):
        with pytest.raises(InvalidInput):
            services.set_committee_date(actor=scene.ems, period=period, committee_on=day)
    with pytest.raises(InvalidInput, match="n’est pas dans la convention"):
        services.open_period(actor=scene.ems, convention=scene.alpha.convention, year=2024)


def test_the_first_period_begins_with_the_convention(scene: Scene) -> None:
    period = services.open_period(actor=scene.ems, convention=scene.alpha.convention, year=2021)
    assert (period.first_day, period.last_day) == (date(2021, 7, 12), date(2021, 12, 31))
    assert period.due_on is None

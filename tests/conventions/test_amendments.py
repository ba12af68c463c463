"""Amendments: article by article, decided in committee, effective at their date, never the objectives (art. 11)."""

from __future__ import annotations

import io
from datetime import date

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from passnum.conventions import services as conventions
from passnum.conventions.amendment_pdf import digest_of, render_amendment
from passnum.conventions.consolidation import article_on, consolidated
from passnum.conventions.enums import AmendmentState, ChangeKind
from passnum.conventions.models import Amendment, AmendmentChange, Obligation
from passnum.conventions.services import amendments as services
from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.journal import verify_all
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db


def prepared(scene: Scene, text: str = "Nouveau texte de l’article 9.") -> Amendment:
    row = services.prepare_amendment(
        actor=scene.ems, convention=scene.alpha.convention, title="Communication", reasons="Logo renouvelé"
    )
    services.change_article_by_amendment(
        actor=scene.ems, amendment=row, article=9, kind=ChangeKind.MODIFIE, new_text=text
    )
    return row


def extended(scene: Scene, last_year: int = 2024) -> Amendment:
    row = services.prepare_amendment(
        actor=scene.ems, convention=scene.alpha.convention, title="Prolongation", reasons="Achever les ateliers"
    )
    return services.change_duration(
        actor=scene.ems, amendment=row, new_last_year=last_year, new_text=f"La convention court jusqu’en {last_year}."
    )


def received(scene: Scene, row: Amendment, on: date, effective_on: date | None = None) -> Amendment:
    with clock.on_day(on):
        services.decide_amendment(
            actor=scene.ems, amendment=row, decided_on=on, decision_reference="Comité", acknowledged=True
        )
        services.send_amendment(actor=scene.ems, amendment=row)
        services.sign_amendment(actor=scene.ems, amendment=row, partner_signed_on=on)
        return services.receive_amendment(
            actor=scene.ems,
            amendment=row,
            received_on=on,
            signed_copy=ContentFile(b"%PDF-1.4 avenant"),
            effective_on=effective_on,
        )


def test_the_general_objectives_are_refused_by_code_and_by_the_database(scene: Scene) -> None:
    row = prepared(scene)
    with pytest.raises(InvalidInput, match="objectifs généraux"):
        services.change_article_by_amendment(
            actor=scene.ems, amendment=row, article=3, kind=ChangeKind.MODIFIE, new_text="Autres objectifs"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        AmendmentChange.objects.create(amendment=row, article=3, kind="modifie", title="x", new_text="y")


def test_the_consolidated_text_is_that_of_the_day(scene: Scene) -> None:
    before = article_on(scene.alpha.convention, 9, date(2023, 3, 1))
    received(scene, prepared(scene), date(2023, 3, 1), date(2023, 4, 1))
    convention = scene.alpha.convention
    assert article_on(convention, 9, date(2023, 3, 31)) == before
    after = article_on(convention, 9, date(2023, 4, 1))
    assert after is not None
    assert (after.text, after.amendment) == ("Nouveau texte de l’article 9.", 1)
    assert [article.number for article in consolidated(convention, date(2023, 4, 1))] == list(range(1, 14))


def test_it_takes_effect_at_its_date_not_when_it_is_typed(scene: Scene) -> None:
    row = received(scene, extended(scene), date(2023, 3, 1), date(2023, 4, 1))
    assert row.state == AmendmentState.RECU
    with clock.on_day(date(2023, 3, 31)):
        assert services.apply_due_amendments() == 0
    with clock.on_day(date(2023, 4, 1)):
        assert services.apply_due_amendments() == 1
        assert services.apply_due_amendments() == 0
    scene.alpha.convention.refresh_from_db()
    assert scene.alpha.convention.ends_on == date(2024, 12, 31)
    assert not [found for _, found in verify_all() if found]


def test_an_extension_dates_the_calendar_anew_and_keeps_the_former_dates(scene: Scene) -> None:
    received(scene, extended(scene), date(2023, 3, 1))
    rows = Obligation.objects.filter(convention=scene.alpha.convention)
    renewal = rows.get(rule="OB-12")
    assert renewal.due_on == date(2024, 6, 30)
    assert [kept.due_on for kept in renewal.dates.all()] == [date(2023, 6, 30), date(2024, 6, 30)]
    assert rows.filter(rule="OB-06", occurrence="2024").exists()
    assert rows.get(rule="OB-15").met_on == date(2023, 3, 1)


def test_an_expired_convention_is_not_extended(scene: Scene) -> None:
    row = extended(scene)
    with clock.on_day(date(2023, 12, 30)):
        services.decide_amendment(
            actor=scene.ems, amendment=row, decided_on=date(2023, 12, 30), decision_reference="C", acknowledged=True
        )
        services.send_amendment(actor=scene.ems, amendment=row)
        services.sign_amendment(actor=scene.ems, amendment=row, partner_signed_on=date(2023, 12, 30))
    with clock.on_day(date(2024, 1, 3)):
        copy = ContentFile(b"%PDF-1.4")
        with pytest.raises(WrongState, match="ne la prolonge pas"):
            services.receive_amendment(actor=scene.ems, amendment=row, received_on=date(2024, 1, 3), signed_copy=copy)
        conventions.record_expiry(actor=scene.ems, convention=scene.alpha.convention)
        with pytest.raises(WrongState, match="ne se prolonge pas"):
            services.prepare_amendment(
                actor=scene.ems, convention=scene.alpha.convention, title="Trop tard", reasons="Oubli"
            )


def test_articles_one_and_two_are_warned_about(scene: Scene) -> None:
    row = extended(scene)
    with pytest.raises(InvalidInput) as refused:
        services.decide_amendment(actor=scene.ems, amendment=row, decided_on=clock.today(), decision_reference="Comité")
    assert refused.value.field == "acknowledged"


def test_an_effect_before_the_receipt_is_refused_by_code_and_by_the_database(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="en arrière"):
        received(scene, prepared(scene), date(2023, 3, 1), date(2023, 2, 1))
    row = Amendment.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=row.pk).update(received_on=date(2023, 3, 2), effective_on=date(2023, 3, 1))


def test_two_amendments_of_one_article_do_not_overwrite_each_other(scene: Scene) -> None:
    first, second = prepared(scene, "Premier"), prepared(scene, "Second")
    received(scene, first, date(2023, 3, 1))
    with clock.on_day(date(2023, 3, 2)), pytest.raises(WrongState, match="a changé depuis"):
        services.decide_amendment(
            actor=scene.ems, amendment=second, decided_on=date(2023, 3, 2), decision_reference="Comité"
        )


def test_a_decided_text_does_not_change(scene: Scene) -> None:
    row = prepared(scene)
    services.decide_amendment(actor=scene.ems, amendment=row, decided_on=clock.today(), decision_reference="Comité")
    with pytest.raises(WrongState):
        services.change_article_by_amendment(
            actor=scene.ems, amendment=row, article=9, kind=ChangeKind.MODIFIE, new_text="Autre"
        )


@pytest.mark.parametrize(
    ("article", "kind", "text"),
    [(99, ChangeKind.MODIFIE, "x"), (9, ChangeKind.AJOUTE, "x"), (9, "modifie", " \u200b"), (0, "ajoute", "x"),
     (9, ChangeKind.MODIFIE, "x" * 60_001), (50, ChangeKind.SUPPRIME, "")],
)  # fmt: skip
def test_odd_changes_are_refused(scene: Scene, article: int, kind: ChangeKind, text: str) -> None:
    row = prepared(scene)
    with pytest.raises(InvalidInput):
        services.change_article_by_amendment(actor=scene.ems, amendment=row, article=article, kind=kind, new_text=text)


def test_partners_prepare_nothing_and_read_their_own(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        services.prepare_amendment(
            actor=scene.alpha.president, convention=scene.alpha.convention, title="x", reasons="y"
        )
    prepared(scene)
    assert Amendment.objects.visible_to(scene.alpha.lecteur).count() == 1
    assert not Amendment.objects.visible_to(scene.beta.president).exists()


def test_the_document_is_for_the_archive_and_names_its_words(scene: Scene) -> None:
    row = prepared(scene)
    moment = clock.now()
    pdf = render_amendment(row, made_at=moment)
    assert pdf == render_amendment(row, made_at=moment)
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfuaid:part"] == "1"
    before = digest_of(row)
    services.change_article_by_amendment(
        actor=scene.ems, amendment=row, article=9, kind=ChangeKind.MODIFIE, new_text="Autre texte"
    )
    assert digest_of(row) != before


def test_an_amendment_is_led_on_screen_from_preparation_to_effect(scene: Scene) -> None:
    client = signed_in(scene.ems)
    url = reverse("backoffice:convention_act", args=[scene.alpha.convention.public_id, "avenant"])
    client.post(url, {"title": "Communication", "reasons": "Logo renouvelé"})
    row = Amendment.objects.get()

    def act(slug: str, values: dict[str, object]) -> int:
        address = reverse("backoffice:amendment_act", args=[row.public_id, slug])
        assert client.get(address).status_code == 200, slug
        return client.post(address, values).status_code

    assert act("article", {"article": 3, "kind": "modifie", "new_text": "Objectifs"}) == 422
    assert act("article", {"article": 9, "kind": "modifie", "new_text": "Texte neuf"}) == 302
    page = client.get(reverse("backoffice:amendment", args=[row.public_id])).content.decode()
    assert "<ins>" in page
    assert "<del>" in page
    assert act("decider", {"decided_on": "18/09/2023", "decision_reference": "Comité du 18"}) == 302
    assert act("envoyer", {}) == 302
    assert act("signer", {"partner_signed_on": "18/09/2023"}) == 302
    harmful = SimpleUploadedFile("copie.pdf", b"pas un pdf", "application/pdf")
    assert act("recevoir", {"received_on": "18/09/2023", "signed_copy": harmful}) == 422
    here = reverse("portal:convention_text", args=[scene.alpha.convention.public_id])
    partner = signed_in(scene.alpha.referent)
    assert partner.get(here).status_code == 200
    assert partner.get(here + "?jour=abc").status_code == 200
    assert "Communication" in partner.get(reverse("portal:amendment", args=[row.public_id])).content.decode()

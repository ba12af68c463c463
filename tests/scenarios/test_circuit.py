"""The whole circuit of article 6, through the screens: référent → compilation → President → EMS → archive."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from passnum.core.journal import verify_all
from passnum.core.models import JournalEntry
from passnum.deliverables.compilation import compile_dossier
from passnum.deliverables.models import Deliverable, Dossier
from passnum.distribution.enums import MODALITIES, Dimension
from passnum.mail.models import OutboxMessage
from tests.scene import PASSWORD, House, Scene, draft_for, signed_in, table

pytestmark = pytest.mark.django_db


def typed(house: House, row: Deliverable) -> dict[str, Any]:
    """What the référent types into the form of a deliverable."""
    draft = draft_for(house, row.kind)
    values: dict[str, Any] = {"revision": row.revision}
    for name, value in vars(draft).items():
        if name != "counts":
            values[name] = value
    for dimension in Dimension if row.kind == "indicators" else ():
        for code in MODALITIES[dimension].values:
            values[f"n_{dimension}_{code}"] = draft.counts[dimension].get(code, 0)
    return values


def fill_and_submit(client: Client, house: House, row: Deliverable) -> Any:
    page = reverse("portal:deliverable", args=[row.public_id])
    if row.kind == "survey" and not row.attachments.current().exists():
        client.post(reverse("portal:attachment_add", args=[row.public_id]), {"files": table(house.canary)})
        row.refresh_from_db()
    saved = client.post(page, typed(house, row) | {"then": "submit"})
    assert saved.status_code == 302, saved.content.decode()[:3000]
    row.refresh_from_db()
    confirm = reverse("portal:deliverable_submit", args=[row.public_id])
    return client.post(confirm, {"agreed": "on", "revision": row.revision}, follow=True)


def submit_everything(scene: Scene, house: House) -> Dossier:
    client = signed_in(house.referent)
    for row in scene.period(house).deliverables.all():
        if row.state != "remis":
            receipt = fill_and_submit(client, house, row)
            assert "bien remis" in receipt.content.decode()
    dossier = Dossier.objects.get(period=scene.period(house), state="en_compilation")
    compile_dossier(dossier.pk)
    dossier.refresh_from_db()
    return dossier


def decide(client: Client, dossier: Dossier, **changes: str) -> Any:
    url = reverse("portal:dossier_validate", args=[dossier.public_id])
    values = {"sha256": dossier.compiled_sha256, "agreed": "on", "secret": PASSWORD} | changes
    return client.post(url, values, follow=True)


def examine(client: Client, dossier: Dossier, slug: str, **values: str) -> Any:
    """One act of EMS; the password is given again where the act asks for it."""
    answer = client.post(reverse("backoffice:dossier_act", args=[dossier.public_id, slug]), values)
    if answer["Location"].startswith("/compte/reauthenticate/"):
        answer = client.post(answer["Location"], {"password": PASSWORD})
    return client.get(answer["Location"])


def test_the_circuit_leads_from_the_first_draft_to_the_archive(scene: Scene) -> None:
    dossier = submit_everything(scene, scene.alpha)
    assert dossier.state == "a_valider"

    president = signed_in(scene.alpha.president)
    assert "C’est à vous" in president.get(reverse("portal:home")).content.decode()
    page = decide(president, dossier)
    assert "transmis à l’Eurométropole" in page.content.decode()

    ems = signed_in(scene.ems)
    assert scene.alpha.partner.name in ems.get("/admin/").content.decode()
    for slug in ("examiner", "approuver", "archiver"):
        assert examine(ems, dossier, slug).status_code == 200
    dossier.refresh_from_db()
    assert dossier.state == "archive"
    assert dossier.archived_sha256 == dossier.transmitted_sha256 == dossier.validated_sha256 == dossier.compiled_sha256
    assert all(broken is None for _, broken in verify_all())


def test_a_returned_dossier_reopens_only_what_was_remarked_on_and_comes_back_as_a_new_version(scene: Scene) -> None:
    dossier = submit_everything(scene, scene.alpha)
    programme = scene.deliverable(scene.alpha, "programme")
    president = signed_in(scene.alpha.president)
    url = reverse("portal:dossier_return", args=[dossier.public_id])
    president.post(url, {"reason": "À préciser", f"remark_{programme.pk}": "Datez les projets"})
    states = dict(scene.period(scene.alpha).deliverables.values_list("kind", "state"))
    assert states == {"programme": "brouillon", "indicators": "remis", "survey": "remis"}

    second = submit_everything(scene, scene.alpha)
    assert second.version == 2
    assert (
        signed_in(scene.alpha.referent).get(reverse("portal:dossier_file", args=[dossier.public_id])).status_code == 200
    )
    decide(president, second)
    second.refresh_from_db()
    assert second.state == "transmis"


def test_ems_sends_back_and_the_president_validates_the_corrected_version_again(scene: Scene) -> None:
    dossier = submit_everything(scene, scene.alpha)
    president, ems = signed_in(scene.alpha.president), signed_in(scene.ems)
    decide(president, dossier)
    examine(ems, dossier, "examiner")
    examine(ems, dossier, "renvoyer", reason="Chiffres à revoir", indicators="Le total des âges")
    dossier.refresh_from_db()
    assert (dossier.state, dossier.reason) == ("a_corriger", "Chiffres à revoir")

    second = submit_everything(scene, scene.alpha)
    assert second.state == "a_valider"
    first_day = scene.period(scene.alpha).first_transmitted_on
    decide(president, second)
    assert scene.period(scene.alpha).first_transmitted_on == first_day, "article 7 is met at the first transmission"


def test_every_passage_is_told_by_mail_with_a_link_that_leads_to_the_thing(scene: Scene, settings: Any) -> None:
    dossier = submit_everything(scene, scene.alpha)
    decide(signed_in(scene.alpha.president), dossier)
    ems = signed_in(scene.ems)
    for slug in ("examiner", "approuver", "archiver"):
        examine(ems, dossier, slug)
    mails = OutboxMessage.objects.filter(to=scene.alpha.referent.email)
    subjects = " | ".join(mails.values_list("subject", flat=True))
    for words in ("Bien reçu", "compilé", "transmis", "en examen", "approuvé", "archivé"):
        assert words in subjects
    client = signed_in(scene.alpha.referent)
    for mail in mails:
        link = re.search(r"http://127\.0\.0\.1:\d+(/\S+)", mail.body_text)
        assert link is not None
        assert client.get(link[1]).status_code == 200


def test_the_journal_says_who_when_from_what_to_what_and_why(scene: Scene) -> None:
    dossier = submit_everything(scene, scene.alpha)
    decide(signed_in(scene.alpha.president), dossier)
    acts = JournalEntry.objects.filter(subject_id=dossier.public_id).order_by("position")
    assert [(a.act, a.from_state, a.to_state) for a in acts] == [
        ("ouvrir le dossier", "en_compilation", "en_compilation"),
        ("compiler", "en_compilation", "a_valider"),
        ("valider", "a_valider", "valide"),
        ("transmettre", "valide", "transmis"),
    ]
    validation = acts[2]
    assert validation.actor == str(scene.alpha.president.public_id)
    assert validation.evidence == dossier.compiled_sha256
    assert scene.alpha.president.last_name not in f"{validation.actor}{validation.actor_role}"


def test_archiving_asks_for_the_password_again_when_it_was_not_just_typed(scene: Scene) -> None:
    dossier = scene.approved(scene.alpha)
    answer = signed_in(scene.ems).post(reverse("backoffice:dossier_act", args=[dossier.public_id, "archiver"]))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/compte/reauthenticate/")
    dossier.refresh_from_db()
    assert dossier.state == "approuve"


def test_a_wrong_password_leaves_the_box_ticked_and_the_dossier_where_it_is(scene: Scene) -> None:
    dossier = submit_everything(scene, scene.alpha)
    answer = decide(signed_in(scene.alpha.president), dossier, secret="pas-le-bon")
    assert answer.status_code == 422
    assert re.search(r'name="agreed"[^>]* checked', answer.content.decode())
    dossier.refresh_from_db()
    assert dossier.state == "a_valider"

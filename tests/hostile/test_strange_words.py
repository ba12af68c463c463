"""Words that no font draws, names that read backwards, and files that changed: the dossier says so, or compiles."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from passnum.deliverables import services
from passnum.deliverables.compilation import compile_dossier
from passnum.deliverables.drafts import Draft, IndicatorsDraft, ProgrammeDraft, SurveyDraft
from passnum.deliverables.enums import DeliverableKind
from passnum.deliverables.models import Attachment, Dossier
from passnum.demo.figures import spread
from tests.scene import PEOPLE, Scene, signed_in

pytestmark = pytest.mark.django_db

STRANGE = "\u200b\u202e\u0627\u4e2d\U0001f600\U0001f468\u200d\u0301\u094d\u2028\u00ad\ufe0f\ue000\u17b4\u0e33\u2ff0"
NAMES = ("annexe.csv", "an\u202enexe\U0001f600.csv", "AnneXe.csv", "donnees.json.csv", "\u0627" * 100 + ".csv")
RICH = (
    f"<h3>{STRANGE}</h3><p>#let x = [$] \\ @ref <b>{STRANGE}</b> `raw`"
    f"<a href='https://x.fr/{'a' * 1500}é'>lien</a><a href='mailto:'>m</a><a href='http://'>n</a></p>"
    f"<ul><li>a<ul><li>b</li></ul></li><li></li></ul><p>{'x' * 3000}</p>"
)


def draft(kind: str) -> Draft:
    if kind == DeliverableKind.PROGRAMME:
        return ProgrammeDraft(RICH, RICH)
    if kind == DeliverableKind.INDICATORS:
        return IndicatorsDraft(PEOPLE, PEOPLE, spread(PEOPLE), RICH)
    return SurveyDraft(STRANGE * 10, PEOPLE, 50, 20, 20, 5, 3, 2, RICH)


def test_words_that_no_font_draws_do_not_stop_the_compilation(scene: Scene) -> None:
    house = scene.alpha
    house.partner.name = f"Structure {STRANGE} #let x = [$] \\ @ref <label>"
    house.partner.save()
    done = None
    for kind in DeliverableKind:
        row = scene.deliverable(house, kind)
        row = services.save_draft(actor=house.referent, deliverable=row, revision=row.revision, draft=draft(kind))
        for number, name in enumerate(NAMES):
            sent = SimpleUploadedFile(name, f"avis;{kind};{number}\n1;2;3\n".encode())
            services.add_attachment(actor=house.referent, deliverable=row, uploaded=sent)
        row.refresh_from_db()
        done = services.submit(actor=house.referent, deliverable=row, revision=row.revision)
    assert done is not None
    assert done.dossier is not None
    compile_dossier(done.dossier.pk)
    dossier = Dossier.objects.get(pk=done.dossier.pk)
    assert (dossier.failure, dossier.state) == ("", "a_valider")
    president = signed_in(house.president)
    for screen in ("dossier", "dossier_note", "dossier_file"):
        assert president.get(reverse(f"portal:{screen}", args=[dossier.public_id])).status_code == 200


def test_a_joined_file_that_changed_is_named_and_the_compilation_goes_on_once_it_is_back(scene: Scene) -> None:
    dossier = scene.submitted(scene.alpha)
    kept = Attachment.objects.get(deliverable__period=dossier.period)
    path = Path(kept.file.path)
    before = path.read_bytes()
    path.write_bytes(b"autre chose")
    compile_dossier(dossier.pk)
    dossier.refresh_from_db()
    assert kept.name in dossier.failure
    client = signed_in(scene.alpha.referent)
    assert kept.name in client.get(reverse("portal:dossier", args=[dossier.public_id])).content.decode()

    path.write_bytes(before)
    client.post(reverse("portal:dossier_retry", args=[dossier.public_id]))
    compile_dossier(dossier.pk)
    dossier.refresh_from_db()
    assert (dossier.failure, dossier.state) == ("", "a_valider")

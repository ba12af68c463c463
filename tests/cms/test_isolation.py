"""Every named address of the partners' space and the back office, seen by everyone who should and should not see it.

The table says, for each address, which of the house's own people may read it. An address that is not in the table
fails the suite: a new screen says who it is for before it is merged.
"""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from passnum.committee import services as committee
from passnum.committee.models import CommitteeMeeting, MeetingRequest, Minutes, PaperPack
from passnum.committee.services.papers import freeze_pack
from passnum.conventions.enums import ChangeKind
from passnum.conventions.models import ConventionFile, DocumentVersion, Evidence
from passnum.conventions.services import amendments, declare_fact, record
from passnum.core import clock
from passnum.core.models import JournalEntry
from passnum.core.uploads import ATTACHMENTS, check_upload
from passnum.deliverables.models import Attachment, Dossier
from passnum.endings import services as endings
from passnum.endings.enums import Cause
from passnum.exchange.enums import Kind
from passnum.exchange.models import TableImport
from passnum.network.models import MediationPlace
from passnum.partners.invitations import Invitee, invite
from passnum.partners.models import Invitation, Membership, User
from passnum.quotas import services as quotas
from passnum.quotas.enums import RestitutionReason
from passnum.quotas.models import Operator, Purchase, StockCount
from passnum.quotas.services import QuotaValues, set_quota
from tests.distribution.register import contents, register_of
from tests.network.examples import place as mediation_place
from tests.quotas import parcels
from tests.quotas.stock import first_place, serials
from tests.scene import House, Scene, signed_in, signed_in_afresh

pytestmark = pytest.mark.django_db

READERS = {"referent", "president", "lecteur"}
INTERVENANT = {"intervenant"}
EVERYONE = {"referent", "intervenant", "president", "lecteur"}
REFERENT = {"referent"}
PRESIDENT = {"president"}

#: Address of the space → the object it is about, and who of the house may read it (GET, or POST where there is no GET).
PORTAL: dict[str, tuple[str, set[str]]] = {
    "home": ("", EVERYONE),
    "quota": ("", EVERYONE),
    "quota_share": ("quota", REFERENT),
    "choose_partner": ("", EVERYONE),
    "team": ("", EVERYONE),
    "membership_end": ("membership", REFERENT),
    "invitation_revoke": ("invitation", REFERENT),
    "invitation": ("token", set()),
    "deliverable": ("deliverable", READERS),
    "deliverable_autosave": ("deliverable", REFERENT),
    "deliverable_submit": ("deliverable", REFERENT),
    "deliverable_register": ("deliverable", REFERENT),
    "deliverable_receipt": ("submission", READERS),
    "deliverable_reprise": ("deliverable", REFERENT),
    "deliverable_recall": ("deliverable", REFERENT),
    "attachment_add": ("deliverable", REFERENT),
    "attachment": ("attachment", READERS),
    "attachment_remove": ("attachment", REFERENT),
    "dossier": ("dossier", READERS),
    "dossier_status": ("dossier", READERS),
    "dossier_retry": ("dossier", {"referent", "president"}),
    "dossier_file": ("dossier", READERS),
    "dossier_validate": ("dossier", PRESIDENT),
    "dossier_return": ("dossier", PRESIDENT),
    "dossier_note": ("dossier", READERS),
    "booklets": ("", EVERYONE),
    "booklets_move": ("", REFERENT),
    "booklets_loss": ("", REFERENT),
    "booklets_found": ("", REFERENT),
    "booklets_count": ("", REFERENT),
    "booklets_expired": ("convention", READERS),
    "booklets_give_back": ("convention", REFERENT),
    "booklet": ("booklet", EVERYONE),
    "delivery": ("delivery", EVERYONE),
    "delivery_slip": ("delivery", EVERYONE),
    "delivery_confirm": ("delivery", REFERENT),
    "stock_count": ("count", EVERYONE),
    "stock_count_report": ("count", EVERYONE),
    "restitution": ("restitution", EVERYONE),
    "restitution_report": ("restitution", EVERYONE),
    "restitution_missing": ("restitution", REFERENT),
    "calendar": ("", READERS),
    "calendar_export": ("extension", READERS),
    "obligation": ("obligation", READERS),
    "obligation_declare": ("obligation", {"referent", "president"}),
    "obligation_tolerate": ("obligation", PRESIDENT),
    "obligation_agree": ("obligation", {"referent", "president"}),
    "evidence": ("evidence", READERS),
    "convention_text": ("convention", READERS),
    "convention_file": ("file", READERS),
    "document": ("version", READERS),
    "document_file": ("version", READERS),
    "amendment": ("amendment", READERS),
    "amendment_document": ("amendment", READERS),
    "indicators": ("", EVERYONE),
    "indicators_export": ("extension", EVERYONE),
    "exchange": ("", {"intervenant", "referent"}),
    "exchange_kind": ("kind", INTERVENANT),
    "exchange_template": ("kind+extension", INTERVENANT),
    "exchange_export": ("kind+extension", INTERVENANT),
    "exchange_import": ("import", INTERVENANT),
    "exchange_progress": ("import", INTERVENANT),
    "exchange_problems": ("import", INTERVENANT),
    "attributions": ("", INTERVENANT),
    "attribution_paper": ("", INTERVENANT),
    "attribution_step": ("interview", INTERVENANT),
    "attribution_receipt": ("finished", INTERVENANT),
    "attribution_photo": ("photographed", INTERVENANT),
    "attribution_close": ("abandoned", INTERVENANT),
    "attribution_equipment": ("place", INTERVENANT),
    "attribution": ("attribution", INTERVENANT),
    "attribution_cancel": ("attribution", INTERVENANT),
    "attribution_referral": ("attribution", INTERVENANT),
    "attribution_follow_up": ("referred", INTERVENANT),
    "referral_slip": ("mediation", INTERVENANT),
    "attribution_renew": ("attribution", INTERVENANT),
    "attribution_renew_photo": ("attribution", INTERVENANT),
    "endings": ("", READERS),
    "termination": ("termination", READERS),
    "termination_letter": ("termination+letter", READERS),
    "dispute": ("dispute", READERS),
    "evaluation": ("evaluation", READERS),
    "evaluation_file": ("evaluation", READERS),
    "committees": ("", READERS),
    "committee": ("committee", READERS),
    "committee_propose": ("committee", READERS),
    "committee_calendar": ("committee", READERS),
    "committee_confirm": ("proposal", READERS),
    "committee_withdraw": ("proposal", READERS),
    "committee_answer": ("request", READERS),
    "committee_ordinary": ("convention+year", READERS),
    "committee_request": ("convention", READERS),
    "minutes": ("minutes", READERS),
    "minutes_file": ("minutes", READERS),
    "committee_pack": ("pack", READERS),
}
#: Addresses that only take a POST.
POST_ONLY = {
    "attribution_follow_up",
    "attribution_equipment",
    "attribution_cancel",
    "attribution_renew",
    "attribution_renew_photo",
    "membership_end",
    "invitation_revoke",
    "deliverable_autosave",
    "deliverable_register",
    "attachment_add",
    "attachment_remove",
    "dossier_retry",
    "committee_withdraw",
}

#: Addresses of the back office made by hand: EMS's administrators alone.
BACKOFFICE = {
    "account": "user",
    "account_act": "user+act",
    "invitation": "invitation",
    "invitation_act": "invitation+act",
    "questionnaire": "questionnaire",
    "questionnaire_trial": "questionnaire",
    "questionnaire_paper": "questionnaire",
    "questionnaire_act": "questionnaire+act",
    "question": "questionnaire+question",
    "notice": "notice",
    "notice_act": "notice+act",
    "characteristic": "characteristic",
    "characteristic_act": "characteristic+act",
    "dossier": "dossier",
    "dossier_file": "dossier",
    "dossier_act": "dossier+act",
    "convention": "convention",
    "convention_copy": "convention",
    "convention_act": "convention+act",
    "quota": "quota",
    "quota_act": "quota+act",
    "quota_meeting": "quota",
    "programme": "programme",
    "operator": "operator",
    "operator_act": "operator+act",
    "purchase": "purchase",
    "purchase_act": "purchase+act",
    "purchase_invoice": "purchase",
    "allocation": "",
    "allocation_take": "key",
    "quota_outlook": "",
    "deliver": "",
    "delivery": "delivery",
    "delivery_slip": "delivery",
    "delivery_act": "delivery+act",
    "restitution": "restitution",
    "restitution_report": "restitution",
    "restitution_act": "restitution+act",
    "stock": "",
    "reception": "",
    "stock_loss": "",
    "booklet": "booklet",
    "calendar": "convention",
    "calendar_export": "convention+extension",
    "obligation": "obligation",
    "obligation_act": "obligation+act",
    "evidence": "evidence",
    "tower": "",
    "mediation_place": "mediation",
    "mediation_place_act": "mediation+act",
    "exchange": "",
    "exchange_kind": "ems kind",
    "exchange_template": "ems kind+extension",
    "exchange_export": "ems kind+extension",
    "exchange_import": "ems import",
    "exchange_progress": "ems import",
    "exchange_problems": "ems import",
    "indicators": "",
    "indicators_export": "extension",
    "release": "",
    "tower_export": "extension",
    "consolidated": "convention",
    "record": "convention",
    "record_act": "convention+record",
    "preview": "convention",
    "article": "convention+article",
    "article_edit": "convention+article",
    "document": "version",
    "record_file": "file",
    "amendment": "amendment",
    "amendment_act": "amendment+act",
    "amendment_document": "amendment",
    "amendment_copy": "amendment",
    "endings": "convention",
    "endings_act": "convention+ending",
    "termination": "termination",
    "termination_act": "termination+act",
    "termination_letter": "termination+letter",
    "termination_receipt": "termination",
    "renewal": "renewal",
    "renewal_act": "renewal+act",
    "evaluation": "evaluation",
    "evaluation_act": "evaluation+act",
    "evaluation_file": "evaluation",
    "dispute": "dispute",
    "dispute_act": "dispute+act",
    "convention_committees": "convention",
    "convention_committees_act": "convention+committees",
    "committee": "committee",
    "committee_act": "committee+act",
    "committee_sitting": "committee",
    "committee_pack": "pack",
    "minutes_text": "minutes",
    "minutes_file": "minutes",
}


def named(namespace: str) -> set[str]:
    """Names of all the addresses of a namespace."""
    found: set[str] = set()

    def walk(patterns: list[Any], inside: bool) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, inside or pattern.namespace == namespace)
            elif isinstance(pattern, URLPattern) and inside and pattern.name:
                found.add(pattern.name)

    walk(get_resolver().url_patterns, False)
    return found


def arguments(what: str, house: House, dossier: Dossier) -> list[Any]:
    deliverable = dossier.submissions.get(deliverable__kind="survey").deliverable
    return {
        "": [],
        "deliverable": [deliverable.public_id],
        "submission": [deliverable.public_id, 1],
        "attachment": [Attachment.objects.get(deliverable=deliverable).public_id],
        "dossier": [dossier.public_id],
        "membership": [house.lecteur.public_id, "lecteur"],
        "invitation": [open_invitation(house).public_id],
        "invitation+act": [open_invitation(house).public_id, "annuler"],
        "token": ["faux"],
        "user": [house.referent.public_id],
        "user+act": [house.referent.public_id, "fermer"],
        "dossier+act": [dossier.public_id, "examiner"],
        "convention": [house.convention.public_id],
        "convention+act": [house.convention.public_id, "campagne"],
        "extension": ["csv"],
        "key": ["egalite"],
        "convention+extension": [house.convention.public_id, "csv"],
        "obligation": [house.convention.obligations.get(rule="OB-20", occurrence="2023/logo").public_id],
        "obligation+act": [house.convention.obligations.get(rule="OB-20", occurrence="2023/logo").public_id, "fait"],
        "evidence": [piece_of_evidence(house).public_id],
        **endings_of(house),
        **booklets_of(house),
        "convention+year": [house.convention.public_id, 2022],
        "convention+committees": [house.convention.public_id, "membre"],
        "committee": [committee_of(house).public_id],
        "committee+act": [committee_of(house).public_id, "proposer"],
        "proposal": [committee_of(house).proposals.waiting().get().public_id],
        "request": [request_to(house).public_id],
        "minutes": [minutes_of(house).public_id],
        "pack": [pack_of(house).public_id, "pdf"],
        **amendments_of(house),
        **bought_for(house),
        "convention+record": [house.convention.public_id, "contact"],
        "convention+article": [house.convention.public_id, 9],
        "version": [version_of(house).public_id],
        "file": [file_of(house).public_id],
        **mediation_of(),
        **imports_of(house),
        **register_of(house),
        **contents(),
    }[what]


def mediation_of() -> dict[str, list[Any]]:
    """A mediation place, common to all the partners."""
    found = MediationPlace.objects.first() or mediation_place()
    return {"mediation": [found.public_id], "mediation+act": [found.public_id, "qualifier"]}


def imports_of(house: House) -> dict[str, list[Any]]:
    """A file of attributions sent by the intervenant, and a file of EMS."""
    ems = User.objects.get(email="ems@exemple.test")
    own, _ = TableImport.objects.get_or_create(
        kind=Kind.ATTRIBUTIONS, actor=house.intervenant, partner=house.partner, file_name=f"{house.canary}.csv"
    )
    common, _ = TableImport.objects.get_or_create(kind=Kind.PLAGES, actor=ems, file_name="plages.csv")
    return {
        "kind": ["attributions"],
        "kind+extension": ["attributions", "csv"],
        "import": [own.public_id],
        "ems kind": ["plages"],
        "ems kind+extension": ["plages", "csv"],
        "ems import": [common.public_id],
    }


def booklets_of(house: House) -> dict[str, list[Any]]:
    """A delivery received, a restitution under way and a count of the place, once per house."""
    scene = Scene(User.objects.get(email="ems@exemple.test"), house.referent, house, house)
    if not house.convention.restitutions.exists():
        first = 100 * house.partner.pk
        sent = parcels.sent(scene, house, first, first + 9)
        parcels.confirm(scene, house, sent, missing=serials(first + 9, first + 9))
        quotas.give_back(
            actor=house.referent,
            convention=house.convention,
            serials=serials(first, first),
            reason=RestitutionReason.EXCEDENT,
            sent_on=clock.today(),
            note=f"Carton {house.canary}",
        )
        quotas.record_count(actor=house.referent, place=first_place(house), serials=[], note=house.canary)
    delivery = house.convention.deliveries.get()
    restitution = house.convention.restitutions.get()
    return {
        "delivery": [delivery.public_id],
        "delivery+act": [delivery.public_id, "regler"],
        "restitution": [restitution.public_id],
        "restitution+act": [restitution.public_id, "recevoir"],
        "booklet": [house.convention.booklets.order_by("serial")[0].public_id],
        "count": [StockCount.objects.get(place=first_place(house)).public_id],
    }


def open_invitation(house: House) -> Invitation:
    found = house.partner.invitations.first()
    return found or invite(
        actor=house.referent, invitee=Invitee("ami@exemple.test", partner=house.partner, role="lecteur")
    )


def version_of(house: House) -> DocumentVersion:
    """A version that was sent for signature."""
    found = house.convention.document_versions.first()
    if found is None:
        found = DocumentVersion(
            convention=house.convention,
            number=1,
            made_at=clock.now(),
            text_sha256="0" * 64,
            pdf_sha256="1" * 64,
            pages=1,
            sent_on=clock.today(),
        )
        found.file.save("document.pdf", ContentFile(b"%PDF-1.4 version"), save=False)
        found.save()
    return found


def file_of(house: House) -> ConventionFile:
    """A file of the convention's record, shared with the structure."""
    found = house.convention.files.first()
    if found is None:
        upload = SimpleUploadedFile("note.txt", house.canary.encode(), "text/plain")
        found = record.add_file(
            actor=User.objects.get(email="ems@exemple.test"),
            convention=house.convention,
            checked=check_upload(upload, accept=ATTACHMENTS),
            label="Note",
            shared=True,
        )
    return found


def bought_for(house: House) -> dict[str, list[Any]]:
    """A quota with the record of its launch meeting, and the purchase that paid for it."""
    ems = User.objects.get(email="ems@exemple.test")
    row = house.convention.quotas.first()
    if row is None:
        row = set_quota(actor=ems, values=QuotaValues(house.convention, 2023, 100, "personnes", 900, house.canary))
    if not row.launch_meeting_file:
        row.launch_meeting_file.save("releve", ContentFile(b"releve"))
    programme = row.programme
    operator, _ = Operator.objects.get_or_create(name="Opérateur")
    bought, new = Purchase.objects.get_or_create(
        programme=programme,
        operator=operator,
        order_number="BC-1",
        defaults={"ordered_on": clock.today(), "booklets_ordered": 100},
    )
    if new:
        bought.invoice_file.save("facture", ContentFile(b"facture"))
    return {
        "quota": [row.public_id],
        "quota+act": [row.public_id, "reviser"],
        "programme": [programme.public_id],
        "operator": [operator.public_id],
        "operator+act": [operator.public_id, "fin"],
        "purchase": [bought.public_id],
        "purchase+act": [bought.public_id, "recevoir"],
    }


def amendments_of(house: House) -> dict[str, list[Any]]:
    """An amendment in preparation, with a signed copy so that every file has something to show."""
    ems = User.objects.get(email="ems@exemple.test")
    row = house.convention.amendments.first()
    if row is None:
        row = amendments.prepare_amendment(
            actor=ems, convention=house.convention, title=f"Objet {house.canary}", reasons="Motifs"
        )
        amendments.change_article_by_amendment(
            actor=ems, amendment=row, article=9, kind=ChangeKind.MODIFIE, new_text=f"Texte {house.canary}"
        )
        row.signed_copy.save("copie.pdf", ContentFile(b"%PDF-1.4 copie"))
    return {"amendment": [row.public_id], "amendment+act": [row.public_id, "article"]}


def endings_of(house: House) -> dict[str, list[Any]]:
    """A path of each kind by which the convention ends, once per house."""
    convention = house.convention
    ems = User.objects.get(email="ems@exemple.test")
    termination = convention.terminations.first()
    if termination is None:
        termination = endings.open_termination(
            actor=ems, convention=convention, cause=Cause.MANQUEMENT, reason=f"Motif {house.canary}"
        )
        endings.record_letter(
            actor=ems,
            termination=termination,
            number="1A",
            sent_on=clock.today(),
            presented_on=clock.today(),
            file=ContentFile(b"%PDF-1.4 accuse"),
        )
        endings.open_renewal(actor=ems, convention=convention, context=f"Contexte {house.canary}")
        endings.open_dispute(actor=ems, convention=convention, subject=f"Objet {house.canary}")
        evaluation = endings.write_conclusions(
            actor=ems, convention=convention, conclusions=f"Conclusions {house.canary}", revision=0
        )
        for actor in (ems, house.president):
            endings.agree_on_evaluation(actor=actor, evaluation=evaluation, revision=1)
    rows = {
        "termination": termination,
        "renewal": convention.renewal,
        "evaluation": convention.final_evaluation,
        "dispute": convention.disputes.get(),
    }
    found: dict[str, list[Any]] = {name: [row.public_id] for name, row in rows.items()}
    return found | {
        "termination+letter": [termination.public_id, "manquement"],
        "termination+act": [termination.public_id, "convoquer"],
        "renewal+act": [convention.renewal.public_id, "avis"],
        "evaluation+act": [convention.final_evaluation.public_id, "accord"],
        "dispute+act": [convention.disputes.get().public_id, "demarche"],
        "convention+ending": [convention.public_id, "litige"],
    }


def committee_of(house: House) -> CommitteeMeeting:
    """A committee whose date is fixed, with another date proposed by EMS."""
    known = house.convention.meetings.filter(kind="ordinaire").first()
    if known is not None:
        return known
    ems = User.objects.get(email="ems@exemple.test")
    meeting = committee.open_ordinary(actor=ems, convention=house.convention, year=2023)
    slot = committee.Slot(date(2023, 11, 30), time(10), f"Salle {house.canary}")
    (proposal,) = committee.propose_dates(actor=ems, meeting=meeting, slots=[slot])
    meeting = committee.confirm_date(actor=house.referent, proposal=proposal)
    other = committee.Slot(date(2023, 12, 14), time(10), f"Salle {house.canary}")
    committee.propose_dates(actor=ems, meeting=meeting, slots=[other], reason="Salle prise")
    return meeting


def minutes_of(house: House) -> Minutes:
    """Minutes submitted to the members, with a file so that its address has something to show."""
    meeting = committee_of(house)
    known = meeting.minutes.first()
    if known is not None:
        return known
    ems = User.objects.get(email="ems@exemple.test")
    row = Minutes(meeting=meeting, version=1, state="soumis", text=f"Texte {house.canary}", written_by=ems)
    row.submitted_at = clock.now()
    row.file.save("compte-rendu.pdf", ContentFile(b"%PDF-1.4 compte rendu"), save=False)
    row.save()
    return row


def pack_of(house: House) -> PaperPack:
    """The frozen papers of the committee."""
    meeting = committee_of(house)
    ems = User.objects.get(email="ems@exemple.test")
    return PaperPack.objects.filter(meeting=meeting).first() or freeze_pack(actor=ems, meeting=meeting)


def request_to(house: House) -> MeetingRequest:
    """A meeting that EMS asks of the partner."""
    ems = User.objects.get(email="ems@exemple.test")
    return house.convention.meeting_requests.first() or committee.request_meeting(
        actor=ems, convention=house.convention, wish=committee.Wish(f"Un point avec {house.canary}")
    )


def piece_of_evidence(house: House) -> Evidence:
    """A fact declared by the partner with a file."""
    row = house.convention.obligations.get(rule="OB-20", occurrence="2023/logo")
    return row.evidence.first() or declare_fact(
        actor=house.referent,
        obligation=row,
        text=f"Logo affiché {house.canary}",
        happened_on=date(2023, 3, 2),
        file=ContentFile(house.canary.encode()),
        file_name="photo.txt",
    )


def ask(client: Client, name: str, url: str) -> Any:
    return client.post(url) if name in POST_ONLY else client.get(url)


def test_every_address_of_the_space_is_in_the_table() -> None:
    assert named("portal") == set(PORTAL)


def test_every_address_of_the_back_office_made_by_hand_is_in_the_table() -> None:
    assert named("backoffice") == set(BACKOFFICE)


ADDRESSES = sorted(set(PORTAL) - {"invitation"})


def portal_urls(scene: Scene, dossier: Dossier) -> dict[str, str]:
    """Every address of the space about alpha's rows, by name."""
    return {
        name: reverse(f"portal:{name}", args=arguments(PORTAL[name][0], scene.alpha, dossier)) for name in ADDRESSES
    }


def test_a_stranger_is_led_to_the_login_page(scene: Scene) -> None:
    for name, url in portal_urls(scene, scene.compiled(scene.alpha)).items():
        answer = ask(Client(), name, url)
        assert answer.status_code == 302, name
        assert answer["Location"].startswith("/compte/login/"), name


@pytest.mark.parametrize("role", ["referent", "intervenant", "president", "lecteur"])
def test_another_partner_gets_404_on_every_address_of_this_partner(scene: Scene, role: str) -> None:
    client = signed_in(getattr(scene.beta, role))
    for name, url in portal_urls(scene, scene.compiled(scene.alpha)).items():
        if PORTAL[name][0] not in {"", "extension", "kind", "kind+extension", "mediation"}:
            assert {ask(client, name, url).status_code, client.post(url).status_code} == {404}, name


@pytest.mark.parametrize("role", ["referent", "intervenant", "president", "lecteur"])
def test_each_role_reads_what_the_table_says_and_nothing_else(scene: Scene, role: str) -> None:
    client = signed_in(getattr(scene.alpha, role))
    for name, url in portal_urls(scene, scene.compiled(scene.alpha)).items():
        status = ask(client, name, url).status_code
        assert (status != 404) is (role in PORTAL[name][1]), (name, status)
        assert status < 500, name


@pytest.mark.parametrize("who", ["ems", "communication"])
def test_ems_does_not_enter_the_partners_space(scene: Scene, who: str) -> None:
    client = signed_in(getattr(scene, who))
    for name, url in portal_urls(scene, scene.compiled(scene.alpha)).items():
        assert ask(client, name, url).status_code == (302 if name == "home" else 404), name


@pytest.mark.parametrize("who", ["stranger", "referent", "president", "intervenant", "lecteur", "communication"])
def test_the_back_office_opens_to_administrators_alone(scene: Scene, who: str) -> None:
    dossier = scene.transmitted(scene.alpha)
    if who == "stranger":
        client = Client()
    elif who == "communication":
        client = signed_in(scene.communication)
    else:
        client = signed_in(getattr(scene.alpha, who))
    for name, what in BACKOFFICE.items():
        url = reverse(f"backoffice:{name}", args=arguments(what, scene.alpha, dossier))
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code in {302, 403, 404, 405}, name
            assert scene.alpha.canary not in answer.content.decode(), name
    dossier.refresh_from_db()
    assert dossier.state == "transmis"


def test_an_administrator_reads_every_page_of_the_back_office(scene: Scene) -> None:
    dossier = scene.transmitted(scene.alpha)
    client = signed_in_afresh(scene.ems)
    for name, what in BACKOFFICE.items():
        url = reverse(f"backoffice:{name}", args=arguments(what, scene.alpha, dossier))
        # The evaluation of the table is concluded, its committee still to come: their acts lead back to their page.
        led_back = name in {"evaluation_act", "committee_sitting"}
        assert client.get(url).status_code == (302 if led_back else 200), name


#: Lists of the back office → whether they have forms of creation and change.
VIEWSETS = {
    "conventions": {"add", "edit"},
    "comites": set(),
    "decisions": set(),
    "programmes": {"add", "edit"},
    "operateurs": {"add", "edit"},
    "achats": {"add", "edit"},
    "quotas": {"add", "edit"},
    "questionnaires": set(),
    "notices": {"add", "edit"},
    "caracteristiques": {"add", "edit"},
    "dossiers": set(),
    "structures": {"add", "edit"},
    "lieux": {"add", "edit"},
    "lieux-de-mediation": {"add", "edit"},
    "delegations": {"add", "edit"},
    "comptes": set(),
    "invitations": {"add"},
    "courriels": set(),
    "carnets": set(),
    "livraisons": set(),
    "restitutions": set(),
}
#: Every namespace of the project that is ours, or lets people act: a new one has to be thought of here.
OURS = {"portal", "receipt", "backoffice", "workshop", *VIEWSETS}
#: Snippets of the communication staff, in Wagtail's own screens.
SNIPPETS = {"wagtailsnippets_kits_communicationkit", "wagtailsnippets_kits_logoasset"}


def namespaces(patterns: Any) -> set[str]:
    """Every namespace of the project."""
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= {pattern.namespace} if pattern.namespace else set()
            found |= namespaces(pattern.url_patterns)
    return found


def test_every_namespace_is_ours_and_in_a_table_or_wagtails_own() -> None:
    found = namespaces(get_resolver().url_patterns)
    foreign = {name for name in found if name.startswith("wagtail")} | {"pages", "images", "documents"}
    assert found - foreign <= OURS | {"health"}, found - foreign - OURS
    assert {name for name in found if name.startswith("wagtailsnippets_")} == SNIPPETS


@pytest.mark.parametrize("namespace", sorted(VIEWSETS))
def test_every_address_of_a_list_is_known(namespace: str) -> None:
    assert named(namespace) == {"index", "index_results", *VIEWSETS[namespace]}


def viewset_urls(scene: Scene) -> dict[str, str]:
    """Every address of the lists and their forms."""
    rows = {
        "conventions": scene.alpha.convention.pk,
        "structures": scene.alpha.partner.pk,
        "lieux": scene.alpha.partner.places.get().pk,
        "lieux-de-mediation": mediation_place().pk,
    }
    urls = {}
    for namespace, forms in VIEWSETS.items():
        for name in ("index", "index_results", *forms):
            if name == "edit" and namespace not in rows:
                continue
            urls[f"{namespace}:{name}"] = reverse(
                f"{namespace}:{name}", args=[rows[namespace]] if name == "edit" else []
            )
    return urls


def test_lists_of_the_back_office_open_to_administrators_alone(scene: Scene) -> None:
    scene.transmitted(scene.alpha)
    administrator = signed_in(scene.ems)
    others = (
        Client(),
        signed_in(scene.communication),
        signed_in(scene.alpha.referent),
        signed_in(scene.alpha.president),
    )
    for name, url in viewset_urls(scene).items():
        assert administrator.get(url).status_code == 200, name
        for client in others:
            for answer in (client.get(url), client.post(url)):
                assert answer.status_code in {302, 403, 404, 405}, name
                assert scene.alpha.canary not in answer.content.decode(), name


def test_ems_sees_nothing_of_a_dossier_before_its_validation(scene: Scene) -> None:
    dossier = scene.compiled(scene.alpha)
    client = signed_in(scene.ems)
    for name in ("dossier", "dossier_file"):
        assert client.get(reverse(f"backoffice:{name}", args=[dossier.public_id])).status_code == 404
    assert Dossier.objects.visible_to(scene.ems).count() == 0


@pytest.mark.parametrize("role", ["referent", "intervenant", "president", "lecteur"])
def test_no_page_of_a_partner_holds_the_word_of_another(scene: Scene, role: str) -> None:
    scene.transmitted(scene.alpha)
    dossier = scene.compiled(scene.beta)
    client = signed_in(getattr(scene.beta, role))
    for name, (what, readers) in PORTAL.items():
        if role in readers and name not in POST_ONLY:
            url = reverse(f"portal:{name}", args=arguments(what, scene.beta, dossier))
            answer = client.get(url, follow=True)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert scene.alpha.canary.encode() not in body, name


def test_a_deactivated_person_is_out_at_once(scene: Scene) -> None:
    client = signed_in(scene.alpha.referent)
    assert client.get(reverse("portal:home")).status_code == 200
    scene.alpha.referent.is_active = False
    scene.alpha.referent.save()
    assert client.get(reverse("portal:home")).status_code == 302


def test_a_person_whose_role_has_ended_reads_nothing_more(scene: Scene) -> None:
    dossier = scene.compiled(scene.alpha)
    client = signed_in(scene.alpha.referent)
    scene.alpha.partner.memberships.filter(user=scene.alpha.referent).update(ended_on="2023-09-17")
    assert client.get(reverse("portal:dossier", args=[dossier.public_id])).status_code == 403


@pytest.mark.parametrize("role", ["referent", "intervenant", "president", "lecteur"])
def test_a_role_that_has_ended_here_opens_nothing_here_to_who_has_one_elsewhere(scene: Scene, role: str) -> None:
    person, urls = getattr(scene.alpha, role), portal_urls(scene, scene.compiled(scene.alpha))
    client = signed_in(person)
    assert client.get(reverse("portal:home")).status_code == 200
    Membership.objects.create(user=person, partner=scene.beta.partner, role=role, started_on=date(2021, 6, 1))
    scene.alpha.partner.memberships.filter(user=person).update(ended_on="2023-09-17")
    before = JournalEntry.objects.count()
    for name, url in urls.items():
        if PORTAL[name][0] not in {"", "extension", "kind", "kind+extension", "mediation"}:
            assert {ask(client, name, url).status_code, client.post(url).status_code} == {404}, name
        else:
            answer = ask(client, name, url)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            # Their own name, at the top of the page, holds the word as well.
            assert f"structure {scene.alpha.canary}" not in body.decode(errors="replace").lower(), name
    assert JournalEntry.objects.count() == before


def test_the_space_reads_rows_through_visible_to_alone() -> None:
    import re
    from pathlib import Path

    import cms.portal

    folder = Path(cms.portal.__file__).parent
    for path in folder.rglob("*.py"):
        text = path.read_text()
        for found in re.finditer(r"\b(\w+)\.objects\.(?!visible_to\()(\w+)", text):
            assert found[1] == "User", f"{path.name}: {found[0]}"


@pytest.mark.parametrize("role", ["referent", "intervenant", "president", "lecteur"])
def test_what_a_role_may_not_read_it_may_not_send_either(scene: Scene, role: str) -> None:
    client = signed_in(getattr(scene.alpha, role))
    for name, url in portal_urls(scene, scene.compiled(scene.alpha)).items():
        if role not in PORTAL[name][1]:
            assert client.post(url).status_code == 404, name


def test_someone_who_only_reads_writes_nothing_by_any_address(scene: Scene) -> None:
    client = signed_in(scene.alpha.lecteur)
    urls = portal_urls(scene, scene.compiled(scene.alpha))
    before = JournalEntry.objects.count()
    for name, url in urls.items():
        assert client.post(url).status_code < 500, name
    assert JournalEntry.objects.count() == before


def test_without_the_second_factor_nobody_of_ems_nor_a_president_reads_anything(scene: Scene, settings: Any) -> None:
    dossier = scene.transmitted(scene.alpha)
    spaces = portal_urls(scene, dossier)
    ours = {
        name: reverse(f"backoffice:{name}", args=arguments(what, scene.alpha, dossier))
        for name, what in BACKOFFICE.items()
    }
    settings.PASSNUM_REQUIRE_SECOND_FACTOR = True
    for person, urls in ((scene.alpha.president, spaces), (scene.ems, ours), (scene.ems, viewset_urls(scene))):
        client = signed_in(person)
        for name, url in urls.items():
            for answer in (client.get(url), client.post(url)):
                assert answer.status_code in {302, 404}, name
                assert "/compte/" in answer.headers.get("Location", "/compte/"), name
                assert scene.alpha.canary not in answer.content.decode(), name

"""The meeting itself as EMS runs it: papers, sitting, minutes, decisions (art. 3, 7)."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views import View

from cms.backoffice.autosave import Saved
from cms.backoffice.base import Act
from cms.backoffice.decisions_become import address_of, become
from cms.backoffice.minutes_forms import (
    AnswerForm,
    DecisionForm,
    SettleForm,
    TextForm,
    WrittenForm,
    written_places,
)
from cms.backoffice.permissions import ensure_administrator
from cms.portal.minutes import pack_answer, private_pdf
from passnum.committee.enums import DATED_STATES, MeetingState
from passnum.committee.minutes_states import LIVE_STATES, MinutesState
from passnum.committee.minutes_text import blocks_of, figures_of, transmitted_dossier
from passnum.committee.models import CommitteeMeeting, Minutes, PaperPack, Sitting
from passnum.committee.services.decisions import take_decision
from passnum.committee.services.minutes import rewrite_minutes, save_text, submit_minutes, write_minutes
from passnum.committee.services.papers import freeze_pack
from passnum.committee.services.voting import answer_minutes, opinion_of, record_written_answer
from passnum.committee.validation_rule import Answer
from passnum.core import clock
from passnum.core.errors import WrongState
from passnum.partners.models import User


def live_version(row: CommitteeMeeting) -> Minutes | None:
    """The version being written, submitted, refused or validated."""
    return row.minutes.filter(state__in=sorted(LIVE_STATES)).first()


def _live(row: CommitteeMeeting) -> Minutes:
    found = live_version(row)
    if found is None:
        raise WrongState("Ce comité n’a pas de compte rendu en cours : rechargez la page.")
    return found


FREEZE = Act(
    "figer",
    "Figer les pièces",
    "Ordre du jour, dossier transmis, carte des obligations à ce jour et dernières décisions sont figés une fois pour "
    "toutes, avec leur empreinte ; les membres les lisent.",
    lambda actor, row, _: freeze_pack(actor=actor, meeting=row),
    done="Les pièces sont figées.",
)
DECIDE = Act(
    "decider",
    "Noter une décision",
    "La décision figure au compte rendu, puis devient ce qu’elle appelle : avenant, quota, renouvellement, fin.",
    lambda actor, row, values: take_decision(actor=actor, meeting=row, kind=values["kind"], text=values["text"]),
    form=DecisionForm,
    done="La décision est notée.",
)
WRITE = Act(
    "rediger",
    "Rédiger le compte rendu",
    "Un premier texte est écrit à partir des notes de la séance ; vous le modifiez ensuite.",
    lambda actor, row, _: write_minutes(actor=actor, meeting=row),
    done="Le compte rendu est rédigé : relisez-le.",
)
EDIT = Act(
    "texte",
    "Modifier le compte rendu",
    "« # » commence un titre, « - » un point de liste, une ligne vide sépare les paragraphes.",
    lambda actor, row, values: save_text(actor=actor, minutes=_live(row), **values),
    form=TextForm,
    done="Le texte est enregistré.",
)


def keep_text(actor: User, row: CommitteeMeeting, values: dict[str, Any]) -> Saved:
    """The words of the version being written, kept while they are typed."""
    minutes = save_text(actor=actor, minutes=_live(row), by_itself=True, **values)
    return Saved(minutes.revision, clock.now())


SUBMIT = Act(
    "soumettre",
    "Soumettre aux membres",
    "Chaque membre reçoit un message et valide, commente ou refuse. Le texte de cette version ne changera plus.",
    lambda actor, row, _: submit_minutes(actor=actor, minutes=_live(row)),
    done="Le compte rendu est soumis aux membres.",
)
ANSWER = Act(
    "avis",
    "Répondre en tant que membre",
    "Votre avis est donné une fois pour cette version, avec votre nom et l’heure.",
    lambda actor, row, values: answer_minutes(
        actor=actor, minutes=_live(row), answer=Answer(values["answer"]), words=values["words"]
    ),
    form=AnswerForm,
    done="Votre avis est enregistré.",
)
WRITTEN = Act(
    "avis-recu",
    "Enregistrer une réponse écrite",
    "Pour un membre sans compte, ou qui ne siège plus : sa réponse, et comment elle est arrivée.",
    lambda actor, row, values: record_written_answer(
        actor=actor,
        minutes=_live(row),
        member=values["member"],
        answer=Answer(values["answer"]),
        words=values["words"],
    ),
    form=WrittenForm,
    done="La réponse est enregistrée.",
)
REWRITE = Act(
    "reprendre",
    "Reprendre en nouvelle version",
    "La version commentée ou refusée reste consultable ; une autre s’écrit à partir de son texte.",
    lambda actor, row, _: rewrite_minutes(actor=actor, minutes=_live(row)),
    done="Une nouvelle version est ouverte.",
)
SETTLE = Act(
    "traiter",
    "Donner suite à une décision",
    "Un avenant, un renouvellement ou une résiliation s’ouvre et reste lié à sa décision ; un quota est révisé.",
    lambda actor, row, values: become(actor, values.pop("decision"), values),
    form=SettleForm,
    done="La décision est traitée.",
)
ACTS = (FREEZE, DECIDE, WRITE, EDIT, SUBMIT, ANSWER, WRITTEN, REWRITE, SETTLE)
#: Forms that are told of which meeting they speak.
ROW_FORMS = frozenset({TextForm, WrittenForm, SettleForm})


def open_meeting_acts(row: CommitteeMeeting) -> list[Act]:
    """The acts of the meeting itself that are permitted from where it stands."""
    if row.state not in DATED_STATES or row.held_on is None:
        return []
    live = live_version(row)
    state = live.state if live else None
    came = row.held_on <= clock.today()
    waiting = state == MinutesState.SOUMIS
    answered = live is not None and live.opinions.filter(answer__in=["commente", "refuse"]).exists()
    offered = {
        FREEZE: not PaperPack.objects.filter(meeting=row).exists(),
        DECIDE: came and state not in {MinutesState.SOUMIS, MinutesState.VALIDE},
        WRITE: row.state == MeetingState.TENU and live is None and Sitting.objects.filter(meeting=row).exists(),
        EDIT: state == MinutesState.REDACTION,
        SUBMIT: state == MinutesState.REDACTION,
        ANSWER: waiting,
        WRITTEN: waiting and bool(written_places(row)),
        REWRITE: state == MinutesState.REFUSE or (waiting and answered),
        SETTLE: row.decisions.to_do().exists(),
    }
    return [act for act in ACTS if offered[act]]


def can_sit(row: CommitteeMeeting) -> bool:
    """Whether the date is fixed and has come."""
    return row.state in DATED_STATES and row.held_on is not None and row.held_on <= clock.today()


def meeting_panel(row: CommitteeMeeting, actor: User) -> dict[str, Any]:
    """What the page of a meeting says of its papers, sitting, minutes and decisions."""
    live = live_version(row)
    dossier = transmitted_dossier(row)
    return {
        "pack": PaperPack.objects.filter(meeting=row).first(),
        "sitting": Sitting.objects.filter(meeting=row).first(),
        "can_sit": can_sit(row),
        "minutes": live,
        "minutes_blocks": blocks_of(live.text) if live else [],
        "opinions": live.opinions.select_related("member") if live else [],
        "my_opinion": opinion_of(actor, live) if live else None,
        "versions": row.minutes.filter(state=MinutesState.REMPLACE),
        "decisions": [(item, address_of(item)) for item in row.decisions.all()],
        "figures": figures_of(dossier),
    }


class MinutesText(View):
    """One version as plain text: those replaced stay readable."""

    def get(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        rows = Minutes.objects.visible_to(ensure_administrator(request))
        row = get_object_or_404(rows, public_id=public_id)
        return HttpResponse(row.text, content_type="text/plain; charset=utf-8")


class MinutesFile(View):
    """The validated minutes, as the sealed PDF."""

    def get(self, request: HttpRequest, public_id: Any) -> FileResponse:
        rows = Minutes.objects.visible_to(ensure_administrator(request)).select_related("meeting")
        row = get_object_or_404(rows, public_id=public_id)
        return private_pdf(row.file, f"compte-rendu-{row.meeting.year}.pdf")


class PackFile(View):
    """The pack of papers to download."""

    def get(self, request: HttpRequest, public_id: Any, extension: str) -> HttpResponse | FileResponse:
        rows = PaperPack.objects.visible_to(ensure_administrator(request)).select_related("meeting")
        return pack_answer(get_object_or_404(rows, public_id=public_id), extension)

"""The committees of one convention: years, members and their delegations, the members' rule, requests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from cms.backoffice.base import Act, ActView, DetailView
from cms.backoffice.conventions import ConventionDetail
from cms.backoffice.permissions import ensure_administrator
from cms.portal.committee_board import checker, years_of
from cms.portal.committee_forms import AnswerForm, RequestForm, day_field
from passnum.committee import services
from passnum.committee.enums import MeetingState, MemberQuality, Silence
from passnum.committee.models import CommitteeMeeting, CommitteeMember, MeetingRequest
from passnum.committee.permissions import why_not_sitting
from passnum.committee.services.shared import MEETING_STATES
from passnum.conventions.enums import Side
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.partners.enums import GROUP_ADMINISTRATORS
from passnum.partners.models import User
from tasks.mail import send_outbox
from tasks.wakeups import wake


class YearForm(forms.Form):
    year = forms.IntegerField(label="Année", min_value=2000, max_value=2100)


class MemberForm(forms.ModelForm):
    """A person who sits, with the act of the delegation where there is one."""

    starts_on = day_field("Siège à partir du")
    ends_on = day_field("Jusqu’au", required=False)
    delegation_on = day_field("Date de l’acte de délégation", required=False)

    class Meta:
        model = CommitteeMember
        fields = [
            "side",
            "quality",
            "user",
            "name",
            "title",
            "email",
            "delegated_by",
            "delegation_act",
            "delegation_on",
            "starts_on",
            "ends_on",
        ]

    def __init__(self, *args: Any, row: Convention, **kwargs: Any) -> None:
        super().__init__(*args, instance=CommitteeMember(convention=row), **kwargs)
        presidents = CommitteeMember.objects.filter(convention=row, quality=MemberQuality.PRESIDENCE)
        self.fields["delegated_by"].queryset = presidents
        of_partner = User.objects.filter(memberships__partner=row.partner, memberships__ended_on__isnull=True)
        of_ems = User.objects.filter(groups__name=GROUP_ADMINISTRATORS)
        self.fields["user"].queryset = (of_partner | of_ems).filter(is_active=True).distinct()


class EndSeatForm(forms.Form):
    member = forms.ModelChoiceField(queryset=CommitteeMember.objects.none(), label="Membre")
    ends_on = day_field("Dernier jour")

    def __init__(self, *args: Any, row: Convention, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = CommitteeMember.objects.sitting_on(clock.today()).filter(convention=row)


class RulesForm(forms.Form):
    quorum = forms.IntegerField(label="Membres dont l’avis est nécessaire", min_value=1, max_value=100)
    silence = forms.ChoiceField(label="Silence d’un membre", choices=Silence.choices, widget=forms.RadioSelect)
    refusal_blocks = forms.BooleanField(label="Un refus suffit à bloquer", required=False, initial=True)
    delay_days = forms.IntegerField(label="Délai pour répondre (jours)", min_value=1, max_value=366, initial=15)


class AskForm(RequestForm):
    """EMS asks for a meeting."""


class ReplyForm(AnswerForm):
    """EMS's answer to one of the partner's requests."""

    asked = forms.ModelChoiceField(queryset=MeetingRequest.objects.none(), label="Demande", empty_label=None)
    field_order = ["asked", "answer", "reason"]

    def __init__(self, *args: Any, row: Convention, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = MeetingRequest.objects.filter(convention=row)
        # One answered meanwhile stays among the choices: the service says so.
        self.fields["asked"].queryset = rows if self.is_bound else rows.awaiting_answer_of(Side.EMS)


def _add_member(actor: Any, row: Convention, values: dict[str, Any]) -> CommitteeMember:
    return services.add_member(actor=actor, member=CommitteeMember(convention=row, **values))


def _ask(actor: Any, row: Convention, values: dict[str, Any]) -> MeetingRequest:
    wish = services.Wish(values["reason"], values["wished_on"], values["end_wished_on"])
    return services.request_meeting(actor=actor, convention=row, wish=wish)


def _reply(actor: Any, row: Convention, values: dict[str, Any]) -> MeetingRequest:
    accept = values["answer"] == "accepter"
    return services.answer_request(actor=actor, request=values["asked"], accept=accept, reason=values["reason"])


OPEN = Act(
    "ouvrir",
    "Ouvrir le comité d’une année",
    "Le comité ordinaire de cette année s’ouvre : sa date se propose et se confirme ensuite des deux côtés (art. 7).",
    lambda actor, row, values: services.open_ordinary(actor=actor, convention=row, year=values["year"]),
    form=YearForm,
    done="Le comité est ouvert : proposez-lui une date.",
)
SEAT = Act(
    "composer",
    "Composer d’après les comptes",
    "Siègent la présidence et les référents de la structure, et les administrateurs de l’Eurométropole (art. 7). "
    "Les personnes qui siègent déjà ne changent pas.",
    lambda actor, row, _: services.seat_from_accounts(actor=actor, convention=row),
    done="Le comité est composé.",
)
ADD = Act(
    "membre",
    "Ajouter un membre",
    "Une nouvelle présidence met fin à la précédente et aux délégations qu’elle a données (art. 7).",
    _add_member,
    form=MemberForm,
    done="Le membre est enregistré.",
)
END = Act(
    "fin-de-siege",
    "Mettre fin à un siège",
    "Les délégations données par une présidence prennent fin avec elle. Ses actes passés restent.",
    lambda actor, row, values: services.end_seat(actor=actor, **values),
    form=EndSeatForm,
    done="Le siège prend fin.",
)
RULES = Act(
    "regle",
    "Enregistrer la règle des membres",
    "La règle vaut pour la validation des comptes rendus. Elle s’enregistre avant la première réunion ; sans elle, "
    "il faut l’unanimité des présents.",
    lambda actor, row, values: services.record_rules(actor=actor, convention=row, values=services.RuleValues(**values)),
    form=RulesForm,
    done="La règle est enregistrée.",
)
ASK = Act(
    "demander",
    "Demander une réunion",
    "La demande, datée et motivée, reste visible de la structure jusqu’à sa réponse (art. 7).",
    _ask,
    form=AskForm,
    done="La demande est envoyée à la structure.",
)
REPLY = Act(
    "repondre",
    "Répondre à une demande",
    "Acceptée, la demande ouvre une réunion dont la date se fixe ensemble. Un refus porte un motif.",
    _reply,
    form=ReplyForm,
    done="La réponse est envoyée à la structure.",
)
ACTS = (REPLY, OPEN, SEAT, ADD, END, RULES, ASK)
WITH_ROW = frozenset({MemberForm, EndSeatForm, ReplyForm})


def open_acts(row: Convention) -> list[Act]:
    """The acts permitted on the committees of this convention."""
    if row.state not in MEETING_STATES:
        return []
    closed = set()
    if not MeetingRequest.objects.filter(convention=row).awaiting_answer_of(Side.EMS).exists():
        closed.add(REPLY)
    if row.meetings.filter(state=MeetingState.TENU).exists():
        closed.add(RULES)
    return [act for act in ACTS if act not in closed]


class CommitteeBoard(DetailView):
    """The committees of a convention."""

    template_name = "backoffice/committees.html"
    icon = "date"

    def get_row(self, request: HttpRequest, public_id: Any) -> Convention:
        return ConventionDetail().get_row(request, public_id)

    def context(self, request: HttpRequest, row: Convention) -> dict[str, Any]:
        actor = ensure_administrator(request)
        meetings = list(CommitteeMeeting.objects.visible_to(actor).filter(convention=row))
        members = CommitteeMember.objects.visible_to(actor).filter(convention=row)
        members = members.select_related("delegated_by__user", "delegated_by__convention__partner")
        today = clock.today()
        return {
            "title": f"Comités : {row}",
            "acts": open_acts(row),
            "meetings": meetings,
            "years": years_of(row, meetings),
            "members": [{"member": member, "why_not": why_not_sitting(member, today)} for member in members],
            "rules": services.rules_in_words(services.rules_of(row)),
            "requests": MeetingRequest.objects.visible_to(actor).filter(convention=row).select_related("meeting"),
            **(checker(request, row) if row.state in MEETING_STATES else {}),
        }


class CommitteeBoardAct(ActView):
    """One act on the committees of a convention."""

    acts = {act.slug: act for act in ACTS}
    detail = CommitteeBoard
    detail_url_name = "backoffice:convention_committees"

    def form(self, act: Act, row: Convention, *args: Any) -> forms.Form:
        return act.form(*args, row=row) if act.form in WITH_ROW else act.form(*args)  # type: ignore[call-arg]

    def open_acts(self, row: Convention) -> list[Act]:
        return open_acts(row)

    def after(self, row: Convention) -> None:
        wake(send_outbox)

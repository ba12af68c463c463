"""Committees as EMS runs them: the list by year, the page of a meeting with its acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn

from cms.backoffice.autosave import AutosavedActView
from cms.backoffice.base import Act, DetailView, DomainViewSet, date_column
from cms.backoffice.minutes import ACTS as MEETING_ACTS
from cms.backoffice.minutes import EDIT, ROW_FORMS, keep_text, meeting_panel, open_meeting_acts
from cms.backoffice.permissions import ensure_administrator
from cms.portal.committee_board import checker, settled_dates, waiting_dates, years_of
from cms.portal.committee_forms import LateForm, ProposeForm
from passnum.committee import services
from passnum.committee.enums import MeetingState
from passnum.committee.models import CommitteeMeeting, DateProposal, MeetingRequest, PaperPack, Sitting
from passnum.committee.services.shared import MEETING_STATES
from passnum.conventions.enums import Side
from passnum.conventions.models import Convention
from passnum.core import clock, french
from passnum.oversight.history import acts_of
from passnum.partners.models import User
from tasks.mail import send_outbox
from tasks.wakeups import wake


class MeetingFilters(WagtailFilterSet):
    """Filters of the list of committees."""

    class Meta:
        model = CommitteeMeeting
        fields = ["year", "state", "kind", "convention__partner"]


class CommitteeViewSet(DomainViewSet):
    """Committees of every convention, the latest year first."""

    model = CommitteeMeeting
    name = "comites"
    icon = "date"
    menu_label = "Comités"
    detail_url_name = "backoffice:committee"
    has_forms = False
    ordering = ["-year", "convention__partner__name"]
    filterset_class = MeetingFilters
    search_fields = ["convention__partner__name", "convention__reference"]
    search_backend_name = None
    list_display = [
        "__str__",
        Column("partner", label="Structure", accessor="convention.partner.name", sort_key="convention__partner__name"),
        Column("year", label="Année", sort_key="year"),
        StatusTagColumn("state", label="État", accessor="get_state_display", sort_key="state"),
        date_column("held_on", "Date", sort_key="held_on"),
        date_column("fixed_on", "Fixée ensemble"),
        Column("late", label="Délai (art. 7)", accessor=lambda row: "fixée tard" if row.fixed_late else ""),
    ]
    list_export = ["__str__", "convention.partner.name", "year", "get_state_display", "held_on", "fixed_on"]
    export_formats = ["csv", "xlsx"]
    form_fields: list[str] = []


class ProposalChoice(forms.ModelChoiceField):
    """One of the dates that wait, in words."""

    def label_from_instance(self, row: DateProposal) -> str:
        return f"{french.long_date(row.day)} à {row.starts_at:%H:%M}, {row.get_side_display()}"


class ConfirmForm(LateForm):
    """Which proposed date EMS agrees to."""

    proposal = ProposalChoice(
        queryset=DateProposal.objects.none(), label="Date", widget=forms.RadioSelect, empty_label=None
    )
    field_order = ["proposal", "late_reason"]

    def __init__(self, *args: Any, row: CommitteeMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Those settled meanwhile stay among the choices: the service says who settled them.
        self.fields["proposal"].queryset = _of_the_partner(row) if not self.is_bound else row.proposals.all()


class WithdrawForm(forms.Form):
    """Which of its own dates EMS takes back."""

    proposal = ProposalChoice(
        queryset=DateProposal.objects.none(), label="Date", widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, row: CommitteeMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposal"].queryset = row.proposals.waiting().filter(side=Side.EMS)


class DatesForm(ProposeForm):
    def __init__(self, *args: Any, row: CommitteeMeeting, **kwargs: Any) -> None:
        super().__init__(*args, meeting=row, **kwargs)


class AgendaForm(forms.Form):
    points = forms.CharField(
        label="Ordre du jour", help_text="Un point par ligne.", widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(self, *args: Any, row: CommitteeMeeting, **kwargs: Any) -> None:
        kwargs["initial"] = {"points": "\n".join(point.title for point in row.agenda.all())}
        super().__init__(*args, **kwargs)


class CancelForm(forms.Form):
    reason = forms.CharField(label="Motif", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


def _of_the_partner(row: CommitteeMeeting) -> Any:
    return row.proposals.waiting().filter(side=Side.STRUCTURE)


def _propose(actor: Any, row: CommitteeMeeting, values: dict[str, Any]) -> Any:
    days = [values[name] for name in ("day", "second_day", "third_day") if values.get(name)]
    slots = [services.Slot(day, values["starts_at"], values["place"]) for day in dict.fromkeys(days)]
    return services.propose_dates(actor=actor, meeting=row, slots=slots, reason=values.get("reason", ""))


PROPOSE = Act(
    "proposer",
    "Proposer une date",
    "Proposer une date, c’est la confirmer pour l’Eurométropole ; la structure est prévenue, et sa confirmation fixe "
    "la date (art. 7). Une date déjà fixée le reste jusque-là.",
    _propose,
    form=DatesForm,
    done="La proposition est envoyée à la structure.",
)
CONFIRM = Act(
    "confirmer",
    "Confirmer une date",
    "La date est fixée ensemble : les livrables et les obligations en dépendent, les membres reçoivent l’invitation.",
    lambda actor, row, values: services.confirm_date(
        actor=actor, proposal=values["proposal"], late_reason=values["late_reason"]
    ),
    form=ConfirmForm,
    done="La date est fixée ensemble. Les membres reçoivent l’invitation.",
)
WITHDRAW = Act(
    "retirer",
    "Retirer une date",
    "La structure ne pourra plus confirmer cette date.",
    lambda actor, row, values: services.withdraw_proposal(actor=actor, proposal=values["proposal"]),
    form=WithdrawForm,
    done="La date est retirée.",
)
AGENDA = Act(
    "ordre-du-jour",
    "Écrire l’ordre du jour",
    "L’ordre du jour figure dans l’invitation. Renvoyez-la ensuite si la date est déjà fixée.",
    lambda actor, row, values: services.set_agenda(actor=actor, meeting=row, points=values["points"].splitlines()),
    form=AgendaForm,
    done="L’ordre du jour est enregistré.",
)
INVITE = Act(
    "inviter",
    "Renvoyer l’invitation",
    "Chaque membre reçoit l’invitation à jour ; son agenda remplace la précédente.",
    lambda actor, row, _: services.send_invitation_again(actor=actor, meeting=row),
    done="L’invitation part à tous les membres.",
)
HOLD = Act(
    "tenir",
    "Constater la tenue",
    "Le comité s’est tenu à sa date : l’obligation annuelle de l’Eurométropole est respectée (art. 7).",
    lambda actor, row, _: services.hold_meeting(actor=actor, meeting=row),
    done="La tenue du comité est constatée.",
)
CANCEL = Act(
    "annuler",
    "Annuler le comité",
    "Les membres sont prévenus et leur agenda libéré. Ce qui dépendait de la date attend la suivante ; les échéances "
    "passées restent dans l’historique.",
    lambda actor, row, values: services.cancel_meeting(actor=actor, meeting=row, reason=values["reason"]),
    form=CancelForm,
    done="Le comité est annulé.",
    serious=True,
)
ACTS = (CONFIRM, PROPOSE, WITHDRAW, AGENDA, INVITE, HOLD, CANCEL)


def open_acts(row: CommitteeMeeting) -> list[Act]:
    """The acts permitted from where the meeting stands."""
    if not row.is_open:
        return open_meeting_acts(row)
    fixed = row.state == MeetingState.FIXE
    sat = Sitting.objects.filter(meeting=row, revision__gt=0).exists() or row.decisions.exists()
    offered = {
        CONFIRM: not sat and _of_the_partner(row).exists(),
        PROPOSE: not sat,
        WITHDRAW: not sat and row.proposals.waiting().filter(side=Side.EMS).exists(),
        AGENDA: not PaperPack.objects.filter(meeting=row).exists(),
        INVITE: fixed,
        HOLD: fixed and row.held_on is not None and row.held_on <= clock.today(),
        CANCEL: not sat,
    }
    return [*(act for act in ACTS if offered[act]), *open_meeting_acts(row)]


def panel_of(row: Convention, actor: User) -> dict[str, Any]:
    """What the convention's page says of its committees."""
    meetings = list(CommitteeMeeting.objects.visible_to(actor).filter(convention=row))
    return {
        "years": years_of(row, meetings),
        "unanswered": MeetingRequest.objects.visible_to(actor).filter(convention=row).awaiting_answer_of(Side.EMS),
        "open": row.state in MEETING_STATES,
    }


class CommitteeDetail(DetailView):
    """One meeting: dates that wait, who agreed, agenda, wished date, history."""

    template_name = "backoffice/committee.html"
    icon = "date"

    def get_row(self, request: HttpRequest, public_id: Any) -> CommitteeMeeting:
        rows = CommitteeMeeting.objects.visible_to(ensure_administrator(request)).select_related("convention__partner")
        return get_object_or_404(rows, public_id=public_id)

    def context(self, request: HttpRequest, row: CommitteeMeeting) -> dict[str, Any]:
        return {
            "acts": open_acts(row),
            "waiting": waiting_dates(row, Side.EMS),
            "settled": settled_dates(row),
            "agenda": row.agenda.all(),
            "to_agree": services.awaiting_agreement(row),
            "rules": services.rules_in_words(services.rules_of(row.convention)),
            "history": acts_of([row.convention], ensure_administrator(request), subject_id=row.public_id),
            **(checker(request, row) if row.is_open else {}),
            **meeting_panel(row, ensure_administrator(request)),
        }


class CommitteeAct(AutosavedActView):
    """One act on a meeting; the words of the minutes save themselves."""

    kept = {EDIT.slug: keep_text}
    acts = {act.slug: act for act in (*ACTS, *MEETING_ACTS)}
    detail = CommitteeDetail
    detail_url_name = "backoffice:committee"

    def form(self, act: Act, row: CommitteeMeeting, *args: Any) -> forms.Form:
        if act.form in {ConfirmForm, WithdrawForm, DatesForm, AgendaForm} | ROW_FORMS:
            return act.form(*args, row=row)  # type: ignore[call-arg]
        return act.form(*args)

    def open_acts(self, row: CommitteeMeeting) -> list[Act]:
        return open_acts(row)

    def after(self, row: CommitteeMeeting) -> None:
        wake(send_outbox)

"""What a partner gives back (art. 12): expired booklets taken out, the rest returned, the report as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cms.portal.audience import DOSSIER_READERS, MEMBERS, REFERENTS, Audience
from cms.portal.base import RowView
from cms.portal.booklet_acts import BookletAct
from cms.portal.booklet_forms import GiveBackForm, MissingForm, as_text
from cms.portal.booklets import crumbs, unsaid_at_normal_end
from cms.portal.papers import pdf
from passnum.conventions.enums import ConventionState
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.oversight.history import acts_of
from passnum.quotas import services
from passnum.quotas.enums import Fate, LossKind, RestitutionReason, RestitutionState
from passnum.quotas.models import Booklet, Restitution
from passnum.quotas.papers import NORMAL_END_UNSAID, at_normal_end, booklets_of, restitution_report, sized_ranges
from passnum.quotas.serials import format_ranges


class OfConvention(BookletAct, RowView[Convention]):
    """An act on the booklets of one convention."""

    def rows(self) -> QuerySet[Convention]:
        return Convention.objects.visible_to(self.user).select_related("partner")


class ExpiredView(OfConvention):
    """« Mettre de côté les carnets périmés »: proposed, never done by itself."""

    audience = DOSSIER_READERS
    title = "Mettre de côté les carnets périmés"
    lead = "La date imprimée sur les Pass est passée : ils ne peuvent plus être utilisés."
    consequences = (
        "Les carnets quittent les lieux et sont inscrits comme périmés.",
        "Ils se restituent ensuite à l’Eurométropole, comme les autres carnets non distribués.",
    )
    agreement = "J’ai retiré ces carnets des lieux."
    button = "Mettre de côté ces carnets"
    done = "Les carnets périmés sont mis de côté."

    def form(self, *args: Any) -> forms.Form:
        return forms.Form(*args)

    def extra(self) -> dict[str, Any]:
        expired = services.expired_in_places(self.partner)
        return {"ranges": sized_ranges(row.serial for row in expired), "nothing": "Aucun carnet n’est périmé."}

    def act(self, form: Any) -> Any:
        serials = [row.serial for row in services.expired_in_places(self.partner)]
        return services.declare_loss(
            actor=self.user,
            partner=self.partner,
            serials=serials,
            kind=LossKind.EXPIRE,
            happened_on=clock.today(),
            reason="",
        )


class GiveBackView(OfConvention):
    """« Restituer des carnets »: the list proposed from the ledger, the report to sign (art. 12)."""

    title = "Restituer des carnets"
    lead = (
        "Les carnets non distribués reviennent à l’Eurométropole, avec un procès-verbal à signer par les deux parties."
    )
    consequences = (
        "Les carnets quittent les lieux et ne peuvent plus être remis.",
        "L’Eurométropole est prévenue, compte les carnets et confirme ce qu’elle reçoit.",
    )
    agreement = "J’ai compté ces carnets : ils sont remis à l’Eurométropole."
    button = "Restituer ces carnets"
    done = "La restitution est enregistrée : imprimez le procès-verbal et joignez-le aux carnets."
    danger = True

    def form(self, *args: Any) -> GiveBackForm:
        ended = {
            ConventionState.RESILIEE: RestitutionReason.RESILIATION,
            ConventionState.ECHUE: RestitutionReason.FIN,
        }
        reason = ended.get(ConventionState(self.row.state), RestitutionReason.EXCEDENT)
        held = format_ranges(services.to_give_back(self.row).values_list("serial", flat=True))
        ending = reason != RestitutionReason.EXCEDENT
        # All of them are proposed at an end alone: a structure that goes on keeps what it hands out.
        initial = {"serials": "\n".join(held) if ending else "", "reason": reason, "sent_on": clock.today()}
        form = GiveBackForm(*args, initial=initial)
        if held and not ending:
            form.fields["serials"].help_text = f"Non distribués aujourd’hui dans vos lieux : {', '.join(held)}."
        return form

    def extra(self) -> dict[str, Any]:
        return {"unsaid": unsaid_at_normal_end(self.row)}

    def act(self, form: Any) -> Restitution:
        values = form.cleaned_data
        return services.give_back(
            actor=self.user,
            convention=self.row,
            serials=values["serials"],
            reason=RestitutionReason(values["reason"]),
            sent_on=values["sent_on"],
            note=values["note"],
        )

    def next(self, done: Restitution) -> str:
        return reverse("portal:restitution", args=[done.public_id])


class RestitutionScreen(RowView[Restitution]):
    """What the screens of one restitution share."""

    audience = MEMBERS
    partner_path = "convention__partner"

    def rows(self) -> QuerySet[Restitution]:
        rows = Restitution.objects.visible_to(self.user)
        return rows.select_related("convention__partner", "operation", "sent_by", "received_by")


class RestitutionView(RestitutionScreen):
    """One restitution: its serials, what EMS has received, its history."""

    template_name = "portal/restitution.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        row = self.row
        return self.show(
            {
                "row": row,
                "crumbs": crumbs((f"Restitution {row.number}", "")),
                "ranges": sized_ranges(booklets_of(row.operation).values_list("serial", flat=True)),
                "missing": format_ranges(one.serial for one in missing_of(row)),
                "can_act": Audience.REFERENT in self.roles,
                "unsaid": NORMAL_END_UNSAID if at_normal_end(row) else "",
                "history": acts_of([row.convention], self.user, subject_id=row.public_id),
            }
        )


class MissingView(BookletAct, RestitutionScreen):
    """« Dire ce que sont devenus les carnets manquants » of a restitution received short."""

    audience = REFERENTS
    title = "Dire ce que sont devenus les carnets manquants"
    lead = "Ces carnets ont été annoncés dans une restitution, et l’Eurométropole ne les a pas reçus."
    consequences = (
        "Les carnets restés dans un lieu y sont de nouveau inscrits ; les autres ne pourront plus être remis.",
        "L’Eurométropole est prévenue et lit l’explication.",
    )
    button = "Enregistrer"
    done = "C’est enregistré, et l’Eurométropole est prévenue."

    def form(self, *args: Any) -> MissingForm:
        missing = as_text([one.serial for one in self._missing()])
        return MissingForm(*args, places=self.places(), initial={"serials": missing, "happened_on": clock.today()})

    def extra(self) -> dict[str, Any]:
        missing = sized_ranges(one.serial for one in self._missing())
        return {"ranges": missing, "nothing": "Aucun carnet ne manque à cette restitution."}

    def act(self, form: Any) -> Restitution:
        values = form.cleaned_data | {"fate": Fate(form.cleaned_data["fate"])}
        return services.account_for_missing(actor=self.user, restitution=self.row, **values)

    def next(self, done: Restitution) -> str:
        return reverse("portal:restitution", args=[done.public_id])

    def _missing(self) -> list[Booklet]:
        return missing_of(self.row)


def missing_of(row: Restitution) -> list[Booklet]:
    """The booklets announced that EMS did not receive, as long as nobody has said what became of them."""
    return list(services.on_the_way(row)) if row.state == RestitutionState.ECART else []


class RestitutionReportView(RestitutionScreen):
    """The report as a PDF."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return pdf(restitution_report(self.row), f"restitution-{self.row.number}.pdf")

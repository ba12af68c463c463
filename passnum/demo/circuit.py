"""Past and present campaigns of the demonstration, played through the same services as the screens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from passnum.committee import services as committee
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.deliverables import services
from passnum.deliverables.compilation import compile_dossier
from passnum.deliverables.drafts import Draft, IndicatorsDraft, ProgrammeDraft, SurveyDraft
from passnum.deliverables.enums import DeliverableKind
from passnum.deliverables.models import Deliverable, Dossier, ReportingPeriod
from passnum.demo import texts
from passnum.demo.committees import Parties
from passnum.demo.figures import spread
from passnum.partners.models import User


@dataclass(frozen=True)
class Campaign:
    """A partner's campaign: its key (canary word), convention, people, and figures in persons."""

    key: str
    convention: Convention
    referent: User
    president: User
    administrator: User
    year: int
    beneficiaries: int
    committee_on: date

    @property
    def parties(self) -> Parties:
        """Those who fix its committee's date."""
        return Parties(self.convention, self.administrator, self.referent)


def open_campaign(campaign: Campaign, on: date) -> ReportingPeriod:
    """EMS opens the campaign; the committee dates it, before or after."""
    with clock.on_day(on):
        return committee.open_campaign(actor=campaign.administrator, convention=campaign.convention, year=campaign.year)


def draft_for(campaign: Campaign, kind: str) -> Draft:
    """A complete draft of that kind."""
    year = campaign.year
    if kind == DeliverableKind.PROGRAMME:
        canary = texts.CANARIES[campaign.key]
        return ProgrammeDraft(texts.ACTIONS[year].format(canary=canary), texts.PROJECTS[year])
    if kind == DeliverableKind.INDICATORS:
        people = campaign.beneficiaries
        return IndicatorsDraft(people, people, spread(people), texts.COMMENTS[year])
    answers = campaign.beneficiaries * 2 // 5
    return SurveyDraft(
        method="Questionnaire papier remis à la fin de la première séance, relance téléphonique en janvier.",
        invited=campaign.beneficiaries,
        respondents=answers,
        very_satisfied=answers // 2,
        satisfied=answers // 3,
        unsatisfied=answers // 12,
        very_unsatisfied=0,
        no_opinion=answers - answers // 2 - answers // 3 - answers // 12,
        comment=texts.SURVEY_COMMENTS[year],
    )


def fill(campaign: Campaign, deliverable: Deliverable, on: date) -> Deliverable:
    """The référent fills a deliverable that day, with the results of the survey joined to it."""
    with clock.on_day(on):
        row = services.save_draft(
            actor=campaign.referent,
            deliverable=deliverable,
            revision=deliverable.revision,
            draft=draft_for(campaign, deliverable.kind),
        )
        if row.kind == DeliverableKind.SURVEY:
            services.add_attachment(actor=campaign.referent, deliverable=row, uploaded=survey_results(campaign))
        return Deliverable.objects.get(pk=row.pk)


def survey_results(campaign: Campaign) -> SimpleUploadedFile:
    """A small table of answers, as a partner would join it."""
    draft = draft_for(campaign, DeliverableKind.SURVEY)
    assert isinstance(draft, SurveyDraft)
    rows = [
        ("avis", "réponses"),
        ("très satisfaites", draft.very_satisfied),
        ("satisfaites", draft.satisfied),
        ("peu satisfaites", draft.unsatisfied),
        ("sans avis", draft.no_opinion),
        (f"équipe {texts.CANARIES[campaign.key]}", ""),
    ]
    text = "\n".join(";".join(str(cell) for cell in row) for row in rows)
    return SimpleUploadedFile(f"résultats-enquête-{campaign.year}.csv", text.encode(), "text/csv")


def submit_all(campaign: Campaign, period: ReportingPeriod, on: date) -> Dossier:
    """Fill and submit the three deliverables, then compile the dossier."""
    dossier = None
    for deliverable in period.deliverables.all():
        row = fill(campaign, deliverable, on)
        with clock.on_day(on):
            dossier = services.submit(actor=campaign.referent, deliverable=row, revision=row.revision).dossier
    assert dossier is not None
    with clock.on_day(on):
        compile_dossier(dossier.pk)
    return Dossier.objects.get(pk=dossier.pk)


def validate(campaign: Campaign, dossier: Dossier, on: date) -> Dossier:
    """The President validates the compiled file, which goes to EMS."""
    with clock.on_day(on):
        return services.validate_dossier(
            actor=campaign.president, dossier=dossier, expected_sha256=dossier.compiled_sha256
        )


def examine_and_archive(campaign: Campaign, dossier: Dossier, on: date, archived_on: date) -> Dossier:
    """EMS examines, approves, and archives after the committee."""
    with clock.on_day(on):
        services.open_examination(actor=campaign.administrator, dossier=dossier)
        services.approve(actor=campaign.administrator, dossier=dossier)
    with clock.on_day(archived_on):
        return services.archive(actor=campaign.administrator, dossier=dossier)

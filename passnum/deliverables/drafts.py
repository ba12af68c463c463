"""What a référent types, as values: one shape per kind of deliverable."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from passnum.deliverables.enums import DeliverableKind
from passnum.deliverables.models import ActionProgramme, Deliverable, IndicatorReport, SurveyReport
from passnum.distribution.enums import Dimension
from passnum.distribution.indicators import Counts
from passnum.distribution.models import AggregatedFigures
from passnum.distribution.reading import read_indicators
from passnum.distribution.scope import Scope
from passnum.distribution.services import read_counts
from passnum.distribution.survey import answers_counted


@dataclass(frozen=True)
class ProgrammeDraft:
    """Sober HTML: actions done outside the Pass, projects planned (art. 6)."""

    actions_done: str = ""
    projects: str = ""


@dataclass(frozen=True)
class IndicatorsDraft:
    """Totals (booklets, persons) and margins by dimension and modality (persons), with the words about them."""

    booklets_handed_out: int = 0
    beneficiaries: int = 0
    counts: Counts = field(default_factory=dict)
    comment: str = ""
    #: False when every figure is the one that the register counts.
    typed_by_hand: bool = True

    def says_as(self, other: IndicatorsDraft) -> bool:
        """Whether the figures are the same, whatever the words."""
        totals = (self.booklets_handed_out, self.beneficiaries) == (other.booklets_handed_out, other.beneficiaries)
        return totals and _filled(self.counts) == _filled(other.counts)


def _filled(counts: Counts) -> dict[tuple[str, str], int]:
    return {(str(d), code): number for d, values in counts.items() for code, number in values.items() if number}


@dataclass(frozen=True)
class SurveyDraft:
    """Answers of the yearly survey, in persons; `invited` and `respondents` are None until known."""

    method: str = ""
    invited: int | None = None
    respondents: int | None = None
    very_satisfied: int = 0
    satisfied: int = 0
    unsatisfied: int = 0
    very_unsatisfied: int = 0
    no_opinion: int = 0
    comment: str = ""

    @property
    def answers(self) -> int:
        """Sum of the five answers, which must be the number of respondents."""
        return self.very_satisfied + self.satisfied + self.unsatisfied + self.very_unsatisfied + self.no_opinion


Draft = ProgrammeDraft | IndicatorsDraft | SurveyDraft

SURVEY_FIELDS = (
    "method",
    "invited",
    "respondents",
    "very_satisfied",
    "satisfied",
    "unsatisfied",
    "very_unsatisfied",
    "no_opinion",
    "comment",
)


def read_draft(deliverable: Deliverable) -> Draft:
    """What the deliverable holds now, empty where nothing was saved yet."""
    if deliverable.kind == DeliverableKind.PROGRAMME:
        programme = ActionProgramme.objects.filter(deliverable=deliverable).first()
        return ProgrammeDraft(programme.actions_done, programme.projects) if programme else ProgrammeDraft()
    if deliverable.kind == DeliverableKind.SURVEY:
        survey = SurveyReport.objects.filter(deliverable=deliverable).first()
        if survey is None:
            return counted_survey(deliverable) or SurveyDraft()
        return SurveyDraft(**{name: getattr(survey, name) for name in SURVEY_FIELDS})
    return _read_indicators(deliverable)


def _read_indicators(deliverable: Deliverable) -> IndicatorsDraft:
    report = IndicatorReport.objects.filter(deliverable=deliverable).first()
    figures = (
        AggregatedFigures.objects.filter(convention=deliverable.period.convention, year=deliverable.period.year)
        .prefetch_related("counts")
        .first()
    )
    comment = report.comment if report else ""
    if figures is None:
        # Nothing was saved yet: the report opens with what the register counts.
        counted = counted_draft(deliverable)
        return replace(counted or IndicatorsDraft(counts=read_counts(None)), comment=comment)
    return IndicatorsDraft(
        booklets_handed_out=figures.booklets_handed_out,
        beneficiaries=figures.beneficiaries,
        counts=read_counts(figures),
        comment=comment,
        typed_by_hand=figures.typed_by_hand,
    )


def counted_survey(deliverable: Deliverable) -> SurveyDraft | None:
    """The answers given with the codes of the receipts of the period; None without any. Other answers are added."""
    period = deliverable.period
    counted = answers_counted(period.convention, first=period.first_day, last=period.last_day)
    if not counted:
        return None
    answers: dict[str, Any] = dict(counted)
    return SurveyDraft(
        method="Réponses données en ligne avec le code du reçu, sans nom.", respondents=counted.total(), **answers
    )


def counted_draft(deliverable: Deliverable) -> IndicatorsDraft | None:
    """The figures of the period as the register of attributions counts them (art. 6); None where it counts nobody."""
    period = deliverable.period
    found = read_indicators(Scope(convention=period.convention), first=period.first_day, last=period.last_day)
    if not found.beneficiaries:
        return None
    return IndicatorsDraft(
        booklets_handed_out=found.booklets,
        beneficiaries=found.beneficiaries,
        counts={
            dimension: {row.code: row.beneficiaries for row in found.table(dimension).rows} for dimension in Dimension
        },
        typed_by_hand=False,
    )


def as_content(draft: Draft) -> dict[str, Any]:
    """The draft as plain JSON values, in a fixed order of keys."""
    if isinstance(draft, IndicatorsDraft):
        return {
            "booklets_handed_out": draft.booklets_handed_out,
            "beneficiaries": draft.beneficiaries,
            "counts": {str(d): dict(values) for d, values in draft.counts.items()},
            "comment": draft.comment,
            "typed_by_hand": draft.typed_by_hand,
        }
    if isinstance(draft, ProgrammeDraft):
        return {"actions_done": draft.actions_done, "projects": draft.projects}
    return {name: getattr(draft, name) for name in SURVEY_FIELDS}

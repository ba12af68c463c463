"""What the compiled dossier says, as plain values: the only thing that the layout knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class KeyFigure:
    """One main figure with its unit, and the year before (None when unknown).

    `out_of` is what it is a share of, when that is known, and `out_of_label` names it (« personnes sollicitées »).
    """

    label: str
    value: int
    unit: str
    previous: int | None = None
    out_of: int | None = None
    out_of_label: str = ""


@dataclass(frozen=True)
class IndicatorRow:
    """Persons counted for one modality."""

    label: str
    count: int
    previous: int | None = None


@dataclass(frozen=True)
class IndicatorTable:
    """One characteristic of article 6. `total` is the denominator (persons); `difference` is counted minus total."""

    code: str
    title: str
    unit: str
    total: int
    rows: list[IndicatorRow]
    typed_by_hand: bool
    difference: int = 0


@dataclass(frozen=True)
class SurveyResult:
    """The yearly satisfaction survey: counts of answers (persons); `invited` may be unknown."""

    method: str
    invited: int | None
    respondents: int
    very_satisfied: int
    satisfied: int
    unsatisfied: int
    very_unsatisfied: int
    no_opinion: int
    comment_html: str


@dataclass(frozen=True)
class AttachmentContent:
    """A file embedded in the dossier: its name (unique in the dossier), digest and bytes. `size` in bytes."""

    name: str
    deliverable_label: str
    media_type: str
    size: int
    sha256: str
    description: str
    data: bytes = field(repr=False, default=b"")


@dataclass(frozen=True)
class DossierContent:
    """Everything printed in one version of a dossier. Rich texts are sober HTML already cleaned."""

    partner_name: str
    representative_title: str
    representative_name: str | None
    convention_title: str
    convention_reference: str
    year: int
    first_day: date
    last_day: date
    version: int
    due_on: date | None
    due_explanation: str
    committee_on: date | None
    figures: list[KeyFigure]
    actions_html: str
    projects_html: str
    tables: list[IndicatorTable]
    indicator_comment_html: str
    survey: SurveyResult
    attachments: list[AttachmentContent]

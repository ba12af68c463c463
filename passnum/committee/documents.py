"""The pack of papers and the minutes set in type: PDF/A-3a and PDF/UA-1 at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from passnum.committee.minutes_text import blocks_of
from passnum.committee.models import CommitteeMeeting, Minutes
from passnum.core.french import day_and_month, long_date, long_moment
from passnum.core.french import typeset as with_spaces
from passnum.core.tables import write_csv
from passnum.core.typesetting import typeset

#: Headings of the table of indicators joined to the pack.
INDICATOR_COLUMNS = ("Caractéristique", "Modalité", "Nombre", "Unité", "Année précédente")


def render_minutes(row: Minutes, *, made_at: datetime) -> bytes:
    """The validated minutes, with what each member answered. Raises RenderingFailed."""
    opinions = row.opinions.select_related("member")
    printed: dict[str, Any] = {
        **_head(row.meeting),
        "title": "Compte rendu du comité de suivi",
        "version": f"version {row.version}",
        "blocks": blocks_of(row.text),
        "outcome": with_spaces(f"Validé le {day_and_month(made_at)}. {row.outcome}"),
        "opinions": [
            [
                item.member.name,
                f"{item.member.get_quality_display()}, {item.member.get_side_display()}",
                item.get_answer_display() or "Sans réponse",
                day_and_month(item.answered_at) if item.answered_at else "—",
                item.words,
            ]
            for item in opinions
        ],
    }
    return typeset("committee/minutes.typ", printed, timestamp=made_at)


def render_pack(meeting: CommitteeMeeting, content: dict[str, Any], sha256: str, *, made_at: datetime) -> bytes:
    """The pack of papers, with the digest of its data. Raises RenderingFailed."""
    dossier = content["dossier"]
    printed: dict[str, Any] = {
        **_head(meeting),
        "title": "Dossier de séance du comité de suivi",
        "frozen": f"Figé le {long_moment(made_at)}",
        "agenda": content["agenda"],
        "dossier": [
            ["Exercice", str(dossier["year"])],
            ["Version", str(dossier["version"])],
            ["Transmis le", dossier["transmitted_on"]],
            ["Identifiant", dossier["public_id"]],
        ]
        if dossier
        else [],
        "figures": content["figures"],
        "obligations": [
            [row["rule"], row["label"], row["debtor"], row["due_on"] or "sans délai", row["status"]]
            for row in content["obligations"]
        ],
        "decisions": [f"{row['taken_on']} — {row['kind']} : {row['text']}" for row in content["decisions"]],
    }
    given = {"sha256": sha256, "dossier_sha256": dossier["sha256"] if dossier else "", "with_table": bool(dossier)}
    return typeset(
        "committee/pack.typ",
        printed,
        timestamp=made_at,
        given=given,
        files={"indicateurs.csv": indicators_csv(content)},
    )


def indicators_csv(content: dict[str, Any]) -> bytes:
    """The indicators of a frozen pack as a table: same pack, same bytes. A pack without figures has its headings."""
    return write_csv(INDICATOR_COLUMNS, content.get("indicators", []))


def _head(meeting: CommitteeMeeting) -> dict[str, Any]:
    return {
        "reference": meeting.convention.reference,
        "partner": meeting.convention.partner.name,
        "kind": f"{meeting.get_kind_display()} {meeting.year}",
        "held": long_date(meeting.held_on) if meeting.held_on else "date à fixer",
        "place": meeting.place,
    }

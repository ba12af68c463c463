"""The follow-up of referrals, as a form of days and as counts."""

from __future__ import annotations

from typing import Any

from django import forms

from passnum.core.french import typeset
from passnum.distribution.referral import STEPS, Referral
from passnum.distribution.referring import counts_of
from passnum.partners.models import Partner, User


def follow_up_form(row: Referral, data: Any = None) -> forms.Form:
    """The four days of the follow-up of a referral, each optional."""
    form = forms.Form(data, initial={name: getattr(row, name) for name, _ in STEPS})
    for name, words in STEPS:
        form.fields[name] = forms.DateField(
            label=words, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        )
    form.fields["appointment_on"].help_text = "Le jour où il a été pris, pas celui du rendez-vous."
    form.fields["gave_up_on"].help_text = "Le jour où la personne a renoncé, même après être venue."
    return form


def noted(row: Referral) -> str:
    """What to say once the follow-up is kept: a visit and a giving up of the same day may be a slip."""
    if row.came_on is None or row.came_on != row.gave_up_on:
        return "Le suivi est noté."
    return typeset(
        "Le suivi est noté : venue et abandon le même jour. Si la personne n’est pas venue, effacez la venue."
    )


def followed(user: User, partner: Partner) -> list[tuple[str, int]]:
    """How many people were sent to a mediation place, and how many reached each step; empty for none."""
    counts = counts_of(user, partner.pk)
    if not counts["referred"]:
        return []
    return [("Orientations", counts["referred"]), *((words, counts[name]) for name, words in STEPS)]

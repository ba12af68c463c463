"""The follow-up of referrals, as a form of days and as counts."""

from __future__ import annotations

from typing import Any

from django import forms

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
    return form


def followed(user: User, partner: Partner) -> list[tuple[str, int]]:
    """How many people were sent to a mediation place, and how many reached each step; empty for none."""
    counts = counts_of(user, partner.pk)
    if not counts["referred"]:
        return []
    return [("Orientations", counts["referred"]), *((words, counts[name]) for name, words in STEPS)]

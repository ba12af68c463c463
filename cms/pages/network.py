"""Where a Pass can be used: the public map and list of the network, searched by commune or postal code (art. 4)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from cms.pages.map_names import Box, Name, named
from passnum.core import clock
from passnum.core.communes import Commune, communes, search
from passnum.network.distances import Point, centre_of, centres
from passnum.network.enums import Language
from passnum.network.hours_in_words import DAYS
from passnum.network.search import Wish, suggest_places
from passnum.network.telling import told

PER_PAGE = 20
ANY = [("", "Peu importe")]
#: The three kinds of help of article 4, in the words of the public.
HELP = [
    ("assistance", "Faire une démarche avec quelqu’un"),
    ("formation", "Apprendre à se servir du numérique"),
    ("coup_de_pouce", "Un coup de pouce sur un site ou une application"),
]
OPEN = [("maintenant", "Ouvert maintenant"), *((str(number), f"Ouvert le {name}") for number, name in enumerate(DAYS))]


class NetworkForm(forms.Form):
    """What the visitor asks for; what is empty, or is no choice of the list, asks for nothing."""

    commune = forms.CharField(required=False, max_length=80, label="Votre commune ou votre code postal")
    aide = forms.ChoiceField(required=False, label="Quelle aide ?", choices=ANY + HELP)
    langue = forms.ChoiceField(required=False, label="Langue parlée, en plus du français", choices=ANY)
    ouvert = forms.ChoiceField(required=False, label="Quand ?", choices=ANY + OPEN)
    acces = forms.BooleanField(required=False, label="Accès handicap")
    gratuit = forms.BooleanField(required=False, label="Rien à payer en plus du Pass")

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["langue"].choices = [*ANY, *Language.choices]
        for name in ("aide", "langue", "ouvert"):
            self.fields[name].widget.attrs["class"] = "field__input"
        self.full_clean()

    def wish(self, near: Point | None) -> Wish:
        """What was asked, in the words of the search."""
        asked = self.cleaned_data
        moment = asked.get("ouvert", "")
        return Wish(
            near=near,
            outcome=asked.get("aide", ""),
            language=asked.get("langue", ""),
            accessible=bool(asked.get("acces")),
            nothing_to_pay=bool(asked.get("gratuit")),
            open_at=_now() if moment == "maintenant" else None,
            open_on=_next(int(moment)) if moment.isdecimal() else None,
        )


def _now() -> datetime:
    return timezone.localtime(clock.now())


def _next(weekday: int) -> date:
    """The next such day of the week, today included."""
    today = clock.today()
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def middle(found: Sequence[Commune]) -> Point | None:
    """The middle of the centres of these communes: several share a postal code."""
    points = [point for point in (centre_of(one.insee) for one in found) if point]
    if not points:
        return None
    return Point(sum(one.latitude for one in points) / len(points), sum(one.longitude for one in points) / len(points))


class NetworkView(View):
    """The list, the nearest first, beside its map: no tile, no outside service, nothing asked of the browser."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = NetworkForm(request.GET)
        words = form.cleaned_data.get("commune", "").strip()
        recognised = search(words) if words else []
        wish = form.wish(middle(recognised))
        found = suggest_places(wish, limit=1000) if recognised or not words else []
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page", "1"))
        start, today = page.start_index(), clock.today()
        rows = [{**told(one, today), "number": number} for number, one in enumerate(page, start=start)]
        context = {
            "form": form,
            "words": words,
            "recognised": recognised,
            "count": len(found),
            "page": page,
            "rows": rows,
            "filtered": any(form.cleaned_data.values()),
            "map": drawn([(row["number"], row["place"].point) for row in rows]),
            "known_communes": [one.name for one in communes().values()],
            "trail": [("Accueil", "/"), ("Où utiliser le Pass", "")],
        }
        return render(request, "pages/network.html", context)


#: The drawing's width, in its own units; the height follows the shape of the territory.
WIDTH = 340
MARGIN = 24
NAMED = ("67482", "67506", "67519", "67218", "67137", "67001")


@dataclass(frozen=True)
class Drawing:
    """What the map shows, in its own units: dots as (x, y), names as `Name`, places as (x, y, width, numbers)."""

    height: int
    communes: list[tuple[int, int]]
    names: list[Name]
    places: list[tuple[int, int, int, str]]


def drawn(places: Sequence[tuple[int, Point | None]]) -> Drawing:
    """The territory as a plane: a degree of longitude is shortened by the latitude."""
    points = list(centres().values())
    west, east = min(one.longitude for one in points), max(one.longitude for one in points)
    south, north = min(one.latitude for one in points), max(one.latitude for one in points)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * shrink)

    def xy(point: Point) -> tuple[int, int]:
        return (
            round(MARGIN + (point.longitude - west) * shrink * scale),
            round(MARGIN + (north - point.latitude) * scale),
        )

    dots = {insee: xy(point) for insee, point in centres().items()}
    inside = [(xy(point), number) for number, point in places if point and south - 0.1 < point.latitude < north + 0.1]
    marks = _labelled(inside)
    taken = [Box.around(*at) for at in dots.values()]
    taken += [Box(x - 10, y - 10, x - 10 + width, y + 10) for x, y, width, _ in marks]
    names = named([(dots[insee], communes()[insee].name) for insee in NAMED], taken, width=WIDTH)
    return Drawing(round(2 * MARGIN + (north - south) * scale), list(dots.values()), names, marks)


def _labelled(marks: list[tuple[tuple[int, int], int]]) -> list[tuple[int, int, int, str]]:
    """One label a point: the places of one commune that have no coordinates share its centre (« 4, 5, 6 »)."""
    found: dict[tuple[int, int], list[str]] = {}
    for at, number in marks:
        found.setdefault(at, []).append(str(number))
    return [(x, y, 13 + 7 * len(", ".join(numbers)), ", ".join(numbers)) for (x, y), numbers in found.items()]

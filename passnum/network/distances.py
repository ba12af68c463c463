"""How far apart two points are, computed here: no address ever leaves for an outside service.

The centres of the communes (`data/centres.csv`) are written from public maps, to about a kilometre: enough to put
the places of a neighbourhood before those at the other end of the territory, not to tell the length of a walk.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "centres.csv"
_EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True)
class Point:
    """A place on Earth, in degrees (WGS 84)."""

    latitude: float
    longitude: float


def distance_km(one: Point, other: Point) -> float:
    """Great-circle distance in kilometres (haversine)."""
    first, second = math.radians(one.latitude), math.radians(other.latitude)
    north, east = second - first, math.radians(other.longitude - one.longitude)
    half = math.sin(north / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(east / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(half))


@lru_cache(maxsize=1)
def centres() -> dict[str, Point]:
    """The centre of each commune of the Eurométropole, by INSEE code, to about a kilometre."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {row["code_insee"]: Point(float(row["latitude"]), float(row["longitude"])) for row in rows}


def centre_of(insee: str) -> Point | None:
    """The centre of this commune; None for one that is not of the Eurométropole."""
    return centres().get(insee)

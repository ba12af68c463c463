"""The national standard as a file: v1.0.2 in and out, the older v0.1 in. Rows become values, or words of refusal."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from passnum.core.errors import InvalidInput
from passnum.core.table_writing import harmless
from passnum.network.models import MediationPlace
from passnum.network.old_words import CONDITIONS_PASS, OLD_COLUMNS, OLD_VALUES

#: Columns of v1.0.2, in its order.
COLUMNS = [
    "id",
    "pivot",
    "nom",
    "commune",
    "code_postal",
    "code_insee",
    "adresse",
    "complement_adresse",
    "latitude",
    "longitude",
    "typologie",
    "telephone",
    "courriels",
    "site_web",
    "horaires",
    "presentation_resume",
    "presentation_detail",
    "source",
    "itinerance",
    "structure_parente",
    "date_maj",
    "services",
    "publics_specifiquement_adresses",
    "prise_en_charge_specifique",
    "frais_a_charge",
    "dispositif_programmes_nationaux",
    "formations_labels",
    "autres_formations_labels",
    "modalites_acces",
    "modalites_accompagnement",
    "fiche_acces_libre",
    "prise_rdv",
]
REQUIRED = ("id", "pivot", "nom", "commune", "code_postal", "adresse", "date_maj")
LISTS = frozenset(
    [
        "typologie",
        "courriels",
        "site_web",
        "itinerance",
        "services",
        "publics_specifiquement_adresses",
        "prise_en_charge_specifique",
        "frais_a_charge",
        "dispositif_programmes_nationaux",
        "formations_labels",
        "autres_formations_labels",
        "modalites_acces",
        "modalites_accompagnement",
    ]
)
NUMBERS = frozenset({"latitude", "longitude"})


def is_old(headers: Iterable[str]) -> bool:
    """Whether the file is of v0.1, by the columns that v1.0.2 dropped."""
    return not OLD_COLUMNS.keys().isdisjoint(headers)


def values_of(row: Mapping[str, str], *, old: bool) -> dict[str, Any]:
    """The values of one row by field of MediationPlace; only columns that the file has.

    Of v0.1, « accepte le Pass » comes as `accepts_pass` True, and is never said to be false.
    Raises InvalidInput, with its column, for a cell that cannot be read.
    """
    for name in REQUIRED:
        if not row[name].strip():
            raise InvalidInput("Cette cellule est vide : remplissez-la.", field=name)
    values: dict[str, Any] = {}
    for name, cell in row.items():
        if old and name in OLD_COLUMNS:
            for field, found in _old_values(name, cell).items():
                values[field] = list(dict.fromkeys([*values.get(field, []), *found]))
        else:
            values[name] = _value(name, cell.strip(), old=old)
    values["national_id"] = values.pop("id")
    if old and CONDITIONS_PASS & {one.casefold() for one in _split(row.get("conditions_acces", ""), old=True)}:
        values["accepts_pass"] = True
    return values


def write_places(places: Iterable[MediationPlace]) -> bytes:
    """The places as CSV v1.0.2: UTF-8, commas, lists joined by « | », its 32 columns in order."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for place in places:
        writer.writerow([harmless(cell) for cell in cells_of(place)])
    return out.getvalue().encode()


def cells_of(place: MediationPlace) -> list[str]:
    """The place in the columns of v1.0.2, as texts."""
    return [_cell(place, name) for name in COLUMNS]


def _cell(place: MediationPlace, name: str) -> str:
    value = place.national_id if name == "id" else getattr(place, name)
    if name in LISTS:
        return "|".join(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _value(name: str, cell: str, *, old: bool) -> Any:
    if name in LISTS:
        return [_modern(name, one) if old else one for one in _split(cell, old=old)]
    if name in NUMBERS:
        return _number(name, cell)
    if name == "date_maj":
        try:
            return date.fromisoformat(cell[:10])
        except ValueError as error:
            raise InvalidInput("Écrivez le jour AAAA-MM-JJ, par exemple 2023-05-02.", field=name) from error
    return "".join(cell.split()) if name == "telephone" else cell


def _number(name: str, cell: str) -> float | None:
    if not cell:
        return None
    try:
        value = float(cell.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InvalidInput("Écrivez un nombre, par exemple 48.58.", field=name)
    return value


def _split(cell: str, *, old: bool) -> list[str]:
    return list(dict.fromkeys(one.strip() for one in cell.split(";" if old else "|") if one.strip()))


def _modern(name: str, word: str) -> str:
    """A word of v0.1 in those of v1.0.2; one that is not known stays, and the closed list refuses it."""
    return OLD_VALUES.get(name, {}).get(word.replace("’", "'").casefold(), (name, word))[1]


def _old_values(name: str, cell: str) -> dict[str, list[str]]:
    """A column that v1.0.2 dropped, spread over the columns that took its place."""
    known = OLD_VALUES.get(name, {})
    target = OLD_COLUMNS[name]
    found: dict[str, list[str]] = {target: []} if target else {}
    for word in _split(cell, old=True):
        folded = word.replace("’", "'").casefold()
        if name == "conditions_acces" and folded in CONDITIONS_PASS:
            continue
        if known and folded not in known:
            raise InvalidInput(f"« {word} » n’est pas une valeur du standard v0.1.", field=name)
        field, modern = known.get(folded, (target, word))
        if field:
            found.setdefault(field, []).append(modern)
    return found

"""What a workbook says beside its rows: the sheet that comes first, the texts cells share, which numbers are dates."""

from __future__ import annotations

import posixpath
import re
import zipfile
from datetime import datetime
from typing import Any

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900
from openpyxl.utils.escape import unescape

from passnum.core.errors import InvalidInput
from passnum.core.french import number
from passnum.core.xml_pieces import MOST_PENDING, PIECE, events

#: An XLSX writes each distinct text once, apart from the rows: these are the only ones held together.
MOST_TEXTS, MOST_CHARACTERS = 500_000, 32_000_000
_MANY_TEXTS = (
    f"Ce tableau a plus de {number(MOST_TEXTS)} textes différents, ou de très longs : enregistrez-le au format CSV, "
    "ou partagez-le en plusieurs fichiers."
)
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref=["\']([A-Z0-9:]{2,40})')


class Book:
    """The parts of one workbook around the rows of its first visible sheet."""

    def __init__(self, container: zipfile.ZipFile) -> None:
        self._container = container
        relations = _relations(container, "")
        self._path = next(target for kind, target in relations.values() if kind.endswith("/officeDocument"))
        self._relations = _relations(container, self._path)
        tree = _small(container, self._path)
        self.sheet = self._first_sheet(tree)
        told = [one.get("date1904", "") for one in tree.iter("{*}workbookPr")]
        self.epoch: datetime = CALENDAR_MAC_1904 if set(told) & {"1", "true"} else CALENDAR_WINDOWS_1900
        self.texts = self._texts()
        self._dates = self._date_styles()

    def is_date(self, style: str | None) -> bool:
        """Whether numbers of this style are shown as dates."""
        return style in self._dates

    def refuse_merged(self) -> None:
        """Merged cells hold one value for several rows: which one it belongs to cannot be known."""
        with self._container.open(self.sheet) as sheet:
            before = b""
            while block := sheet.read(PIECE):
                if found := _MERGED.search(before + block):
                    raise InvalidInput(merged(found[1].decode()))
                before = block[-200:]

    def _first_sheet(self, tree: Any) -> str:
        """The path of the first sheet that its author sees."""
        for sheet in tree.iter("{*}sheet"):
            key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
            kind, target = self._relations.get(key, ("", ""))
            if kind.endswith("/worksheet") and sheet.get("state", "visible") == "visible":
                return target
        raise LookupError("no sheet")

    def _part(self, kind: str) -> str:
        found = (target for told, target in self._relations.values() if told.endswith(f"/{kind}"))
        return next((target for target in found if target in self._container.NameToInfo), "")

    def _texts(self) -> list[str]:
        path = self._part("sharedStrings")
        found: list[str] = []
        if not path:
            return found
        characters = 0
        with self._container.open(path) as part:
            for _, element in events(part, ("{*}si",)):
                text = texts_in(element, element.tag[:-2])
                characters += len(text)
                if len(found) == MOST_TEXTS or characters > MOST_CHARACTERS:
                    raise InvalidInput(_MANY_TEXTS)
                found.append(text)
        return found

    def _date_styles(self) -> frozenset[str]:
        path = self._part("styles")
        if not path:
            return frozenset()
        formats: dict[int, str] = dict(BUILTIN_FORMATS)
        dates, rank = set(), 0
        with self._container.open(path) as part:
            for _, element in events(part, ("{*}numFmt", "{*}xf")):
                if element.tag.endswith("}numFmt"):
                    formats[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
                elif element.getparent().tag.endswith("}cellXfs"):
                    if is_date_format(formats.get(int(element.get("numFmtId", "0")), "General")):
                        dates.add(str(rank))
                    rank += 1
        return frozenset(dates)


def merged(where: str) -> str:
    """What is said of merged cells."""
    return f"Cellules fusionnées ({where}) : défusionnez-les, puis écrivez une valeur dans chaque cellule."


def texts_in(element: Any, space: str) -> str:
    """The text of a shared or inline string, its runs joined, its phonetic guides left out."""
    plain = element.find(f"{space}t")
    if plain is not None:
        text = plain.text or ""
    else:
        text = "".join(run.findtext(f"{space}t") or "" for run in element.iterchildren(f"{space}r"))
    # « _x000D_ » stands for a character that XML cannot hold; some of them no text can.
    return _NO_TEXT.sub("", unescape(text)) if "_x" in text else text


def _small(container: zipfile.ZipFile, path: str) -> Any:
    """A part that holds a few names."""
    with container.open(path) as part:
        data = part.read(MOST_PENDING + 1)
    if len(data) > MOST_PENDING:
        raise ValueError(path)
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _relations(container: zipfile.ZipFile, owner: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: kind and path by key."""
    folder, name = posixpath.split(owner)
    found = {}
    for one in _small(container, posixpath.join(folder, "_rels", f"{name}.rels")).iter("{*}Relationship"):
        target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
        found[one.get("Id", "")] = (one.get("Type", ""), target)
    return found

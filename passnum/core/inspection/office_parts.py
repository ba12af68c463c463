"""The XML parts of an office file, read as they are unpacked: no entity, no macro, no program called from afar."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

from passnum.core.inspection.refusal import Refused
from passnum.core.inspection.sheets import OdfTables, Worksheet, local_name

Attributes = dict[str, str]
StartHandler = Callable[[str, Attributes], None]

_MACRO = "ce fichier contient une macro ou une commande. Enregistrez-le sans, ou en PDF."
_FROM_AFAR = "ce fichier va chercher un objet ou un modèle sur internet. Enregistrez-le sans ce lien, ou en PDF."
_LOCKED = "ce fichier est protégé par un mot de passe. Enregistrez-le sans protection."
_ACTIVE_TYPES = ("macroenabled", "vbaproject", "activex", "oleobject")
_ACTIVE_RELATIONS = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument", "/control", "/package")
_FAR = re.compile(r"\s*(https?|ftp|mhtml|mk|javascript|script|ms-[a-z]+):", re.I)
_COMMAND_FIELD = re.compile(r"\bDDE(AUTO)?\b", re.I)
_SCRIPT_SPACE = "urn:oasis:names:tc:opendocument:xmlns:script:1.0"


class Part:
    """One XML part, fed in pieces. Raises Refused, or ExpatError when it is not well formed.

    The content types that a container declares are added to `content_types`; `root` names its first element.
    """

    def __init__(self, content_types: set[str]) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.EntityDeclHandler = self._entity
        self.parser.StartElementHandler = self._root
        self.content_types = content_types
        self.ending: Callable[[], None] | None = None
        self.root = ""

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        self.parser.Parse(piece, last)
        if last and self.ending:
            self.ending()

    def _entity(self, *_: object) -> None:
        raise Refused("ce fichier contient des définitions trompeuses. Enregistrez-le à nouveau.")

    def _root(self, name: str, attributes: Attributes) -> None:
        """From its root on, a part is read by who knows its kind."""
        self.root = kind = local_name(name)
        starts: dict[str, StartHandler] = {
            "Types": self._content_type,
            "Relationships": _relationship,
            "manifest": _manifest,
            "externalLink": _external_link,
        }
        if kind in {"worksheet", "document-content"}:
            table = Worksheet() if kind == "worksheet" else OdfTables()
            self.ending = table.finish
            start: StartHandler = table.start
        elif kind in {"document", "hdr", "ftr", "footnotes", "endnotes"}:
            start = self._word_fields()
        else:
            start = starts.get(kind, _anything)
        self.parser.StartElementHandler = start
        start(name, attributes)

    def _content_type(self, _: str, attributes: Attributes) -> None:
        declared = attributes.get("ContentType", "")
        if any(word in declared.lower() for word in _ACTIVE_TYPES):
            raise Refused(_MACRO)
        self.content_types.add(declared)

    def _word_fields(self) -> StartHandler:
        """Fields of a Word text that run a program; their instruction may be cut into pieces."""
        written: list[str] = []
        inside = False

        def start(name: str, attributes: Attributes) -> None:
            nonlocal inside
            kind = local_name(name)
            inside = kind == "instrText"
            if kind == "fldSimple":
                written.append(" ".join([" ", *attributes.values(), " "]))
            elif kind == "fldChar":
                written.append(" ")

        def text(data: str) -> None:
            if inside:
                written.append(data)

        def finish() -> None:
            if _COMMAND_FIELD.search("".join(written)):
                raise Refused(_MACRO)

        self.parser.CharacterDataHandler = text
        self.ending = finish
        return start


def _anything(name: str, _: Attributes) -> None:
    if name == f"{_SCRIPT_SPACE} event-listener":
        raise Refused(_MACRO)


def _relationship(_: str, attributes: Attributes) -> None:
    """What lies outside the file: links and linked pictures pass, templates and objects fetched from afar do not."""
    kind, target = attributes.get("Type", ""), attributes.get("Target", "")
    if kind.endswith(("/vbaProject", "/activeXControlBinary")):
        raise Refused(_MACRO)
    if attributes.get("TargetMode") != "External" or not kind.endswith(_ACTIVE_RELATIONS):
        return
    if _FAR.match(target) or not kind.endswith("/attachedTemplate"):
        raise Refused(_FROM_AFAR)


def _manifest(name: str, _: Attributes) -> None:
    if local_name(name) == "encryption-data":
        raise Refused(_LOCKED)


def _external_link(name: str, _: Attributes) -> None:
    if local_name(name) in {"ddeLink", "oleLink"}:
        raise Refused(_MACRO)

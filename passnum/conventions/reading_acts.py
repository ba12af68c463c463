"""What the frame of a convention says: title, parties, délibérations among the visas, signature block. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from passnum.conventions.reading_lines import Line, Remark, is_blank, paragraphs, plain
from passnum.core.errors import InvalidInput
from passnum.core.french import MONTHS
from passnum.core.plausible_days import YEARS

MAX_TITLE, MAX_REFERENCE = 200, 160
_YEARS = re.compile(r"\bexercices?(?:\s*:)?\s*(\d{4})(?:\s*(?:[-–—/]|à|au)\s*(\d{4}))?[.,\s]*", re.I)
_PARTY = re.compile(
    r"^(?P<name>.+?),\s*représentée?s?\s+par\s+(?:(?:sa|son|le|la|l['’])\s*)?(?P<quality>[^,]+?)"
    r"(?:\s+en exercice)?,\s*(?:(?:Madame|Monsieur|Mme|M\.)\s+)?(?P<person>[^,;.]+)",
    re.I,
)
_ARTICLE_OF_NAME = re.compile(r"^(?:l['’]\s*|la\s+|le\s+|les\s+)", re.I)
_LINKS = {"et", "d'une part", "d'autre part", "ci-après", "ensemble"}
_EMS = "eurometropole"
_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b|\b(\d{1,2})(?:er)?\s+([^\W\d_]+)\s+(\d{4})\b")
_UNKNOWN = re.compile(r"\bX{2,}\b")
_BEFORE_DATE = re.compile(r"\b(?:en date du|datée du|du|le)$", re.I)
_MONTHS = tuple(plain(name) for name in MONTHS)
_FAIT = re.compile(r"^fait (?:à|en)\s*(?P<place>[^,]*),?\s*(?:le\s*)?(?P<day>.*)$", re.I)


@dataclass(frozen=True)
class Party:
    """One party, by name without its article, who represents it and in which quality; empty when not said."""

    name: str = ""
    representative: str = ""
    quality: str = ""


@dataclass(frozen=True)
class Parties:
    ems: Party
    structure: Party


@dataclass(frozen=True)
class Deliberation:
    """A délibération of the visas; `on` is None where the text says « XXX » or nothing."""

    reference: str
    on: date | None
    line: int


@dataclass(frozen=True)
class Signatory:
    on_behalf: str
    quality: str
    name: str


@dataclass(frozen=True)
class SignatureBlock:
    """Where and when it was signed (None: the date is empty), and by whom."""

    place: str
    on: date | None
    signatories: list[Signatory]


def without_article(name: str) -> str:
    """« La Collectivité… » → « Collectivité… »."""
    return _ARTICLE_OF_NAME.sub("", name.strip())


def title_in(lines: list[Line]) -> tuple[str, list[int]]:
    """The title without its exercices, and the first and last of them."""
    text = " ".join(line.text.strip() for line in lines if not is_blank(line))
    found = _YEARS.search(text)
    if found is None:
        raise InvalidInput(
            "Les exercices de la convention ne sont pas dans le titre. "
            "Écrivez-les en tête du texte, par exemple « Exercices 2021-2023 »."
        )
    years = [int(year) for year in found.groups() if year]
    if years[0] > years[-1] or any(year not in YEARS for year in years):
        raise InvalidInput(f"Les exercices « {found.group().strip()} » ne sont pas une suite d’années possible.")
    title = " ".join((text[: found.start()].rstrip(" ,\u00a0\u202f") + " " + text[found.end() :]).split())
    if len(title) > MAX_TITLE:
        raise InvalidInput(
            f"Le titre a {len(title)} caractères, {MAX_TITLE} au plus : il se termine avant « établie entre »."
        )
    return title or "Convention de partenariat", years


def parties_in(lines: list[Line], remarks: list[Remark]) -> Parties:
    """The Eurométropole and the other party; what names neither is remarked on."""
    ems, structure = Party(), Party()
    for line, text in paragraphs(lines, bullets=True):
        found = _PARTY.match(text)
        if found is None:
            if plain(text).strip(" ,;:.") not in _LINKS:
                remarks.append(Remark(line.number, text, "Partie non reconnue.", unplaced=True))
            continue
        party = Party(*(found[key].strip() for key in ("name", "person", "quality")))
        party = Party(without_article(party.name), party.representative, party.quality)
        if _EMS in plain(party.name) and not ems.name:
            ems = party
        elif not structure.name:
            structure = party
        else:
            remarks.append(Remark(line.number, text, "Plus de deux parties.", unplaced=True))
    return Parties(ems, structure)


def day_in(text: str) -> tuple[date | None, int]:
    """The first possible date of a text (« 31/05/2021 », « 31 mai 2021 ») and where it begins; the end when none."""
    for found in _DATE.finditer(text):
        day, month, year = (found[1], found[2], found[3]) if found[1] else (found[4], _month(found[5]), found[6])
        try:
            return date(int(year), int(month), int(day)), found.start()
        except ValueError:
            continue
    return None, len(text)


def _month(word: str) -> str:
    name = plain(word)
    return str(_MONTHS.index(name) + 1) if name in _MONTHS else "0"


def deliberations_in(lines: list[Line], remarks: list[Remark]) -> tuple[Deliberation | None, Deliberation | None]:
    """The délibération of the Eurométropole and the one of the structure, None where the visas have none."""
    found: dict[bool, Deliberation] = {}
    for line, text in paragraphs(lines, bullets=True):
        start = plain(text).find("deliberation")
        if start < 0:
            continue
        own = _EMS in plain(text)
        on, end = day_in(text)
        if own in found:
            remarks.append(Remark(line.number, text, "Deuxième délibération de la même partie.", unplaced=True))
            continue
        reference = _BEFORE_DATE.sub("", text[start:end].rstrip(" ,\u00a0\u202f")) if on else text[start:]
        found[own] = Deliberation(reference.strip(" ,;.")[:MAX_REFERENCE], on, line.number)
        if on is None:
            why = "Date de la délibération manquante" + (" (« XXX »)." if _UNKNOWN.search(text) else ".")
            remarks.append(Remark(line.number, text, why))
    return found.get(True), found.get(False)


def signature_in(lines: list[Line], parties: Parties, remarks: list[Remark]) -> SignatureBlock | None:
    """The block that begins with « Fait à », compared with the parties named at the head of the text."""
    if not lines:
        return None
    found = _FAIT.match(lines[0].text.strip())
    place, day = (found["place"].strip(), found["day"].strip()) if found else ("", "")
    on = day_in(day)[0]
    if on is None:
        remarks.append(Remark(lines[0].number, lines[0].text, "Date de signature vide."))
    signatories: list[Signatory] = []
    for group in _groups(lines[1:], remarks):
        words = [text for _, text in paragraphs(group)]
        quality, name = (without_article(words[1]).strip(" ."), words[2]) if len(words) > 2 else ("", words[-1])
        signatories.append(Signatory(words[0].removeprefix("Pour ").strip(), quality, name if len(words) > 1 else ""))
        for line, text in paragraphs(group)[3:]:
            remarks.append(Remark(line.number, text, "Après les signataires.", unplaced=True))
    known = {plain(parties.ems.representative), plain(parties.structure.representative)}
    for signatory in signatories:
        if plain(signatory.name) not in known:
            why = f"Signataire différent du représentant nommé en tête : {signatory.name or 'sans nom'}."
            remarks.append(Remark(lines[0].number, signatory.on_behalf, why))
    return SignatureBlock(place, on, signatories)


def _groups(lines: list[Line], remarks: list[Remark]) -> list[list[Line]]:
    """The lines of each signatory, who begins with « Pour »."""
    groups: list[list[Line]] = []
    for line in lines:
        if line.text.strip().startswith("Pour "):
            groups.append([line])
        elif groups:
            groups[-1].append(line)
        elif not is_blank(line):
            remarks.append(Remark(line.number, line.text, "Dans le bloc de signature, sans signataire.", unplaced=True))
    return groups

"""A convention read from plain text, cut by part and article. Pure: bytes in, values out, nothing is written.

What could not be placed is never dropped in silence: it comes back as remarks with their line numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from passnum.conventions.enums import Part
from passnum.conventions.reading_acts import (
    Deliberation,
    Parties,
    SignatureBlock,
    deliberations_in,
    parties_in,
    signature_in,
    title_in,
)
from passnum.conventions.reading_lines import Line, Remark, is_blank, joined, lines_of, paragraphs, plain
from passnum.core.errors import InvalidInput

MAX_ARTICLE_TITLE, MAX_NUMBER = 160, 99

_ORDINALS = {"premiere": 1, "deuxieme": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4}
_PART = re.compile(r"^(?:(\d{1,3})\s*(?:[^\W\d_]{0,3})|([^\W\d_]+))\s+partie\s*[:.–—-]\s*(.+)$", re.I)
_ARTICLE = re.compile(r"^(?:Article|ARTICLE)\s+(\d{1,9})(?:\s*er)?\s*(?:[:.–—-]\s*(.*))?$")
_ALMOST = re.compile(r"^(?:Article|ARTICLE|Art\.)\s+\S{1,40}\s*(?:\S{1,40}\s*)?[:–—]")
_LAST_DAY = re.compile(r"31\s+d[ée]cembre\s+(\d{4})", re.I)
#: Lines that open a section, in the order of the text: none is looked for again once the next has begun.
_MARKS = (
    ("parties", re.compile(r"établie? entre|^entre\s*(?:les soussignés)?\s*:?\s*$", re.I)),
    ("visas", re.compile(r"^vus?\b", re.I)),
    ("preamble", re.compile(r"^préambule\s*:?\s*$", re.I)),
    ("body", re.compile(rf"{_PART.pattern}|{_ARTICLE.pattern}", re.I)),
    ("signature", re.compile(r"^fait (?:à|en)\b", re.I)),
)


@dataclass(frozen=True)
class ReadArticle:
    """One article: its number, the part it stands in (1 to 4), its title, its full text, and the line of its title."""

    number: int
    part: int
    title: str
    text: str
    line: int


@dataclass(frozen=True)
class Reading:
    """All that was found; `remarks` say what was not placed, and what deserves a second look."""

    title: str
    first_year: int
    last_year: int
    parties: Parties
    visas: str
    ems_deliberation: Deliberation | None
    partner_deliberation: Deliberation | None
    preamble: str
    parts: dict[int, str]
    articles: list[ReadArticle]
    signature: SignatureBlock | None
    remarks: list[Remark]


@dataclass
class _Body:
    parts: dict[int, str] = field(default_factory=dict)
    found: list[tuple[Line, int, int | None, str, list[Line]]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def read_convention(data: bytes) -> Reading:
    """The convention in `data` (UTF-8 text).

    Raises InvalidInput, in French and with the line, when this is not the text of a convention: empty, too large,
    not text, not UTF-8, without article, with the same article twice, or without its exercices.
    """
    sections = _sections(lines_of(data))
    remarks: list[Remark] = []
    title, years = title_in(sections["heading"])
    parties = parties_in(sections["parties"], remarks)
    visas = [text for _, text in paragraphs(sections["visas"], bullets=True) if text.strip(" ,:").casefold() != "vu"]
    ems, partner = deliberations_in(sections["visas"], remarks)
    body = _body(sections["body"])
    articles = _articles(body)
    signature = signature_in(sections["signature"], parties, remarks)
    remarks += [*body.remarks, *_order(articles), *_term(articles, years[-1])]
    remarks += [Remark(None, "", f"Aucun passage « {name} » dans le texte.") for name in _absent(sections)]
    return Reading(
        title=title,
        first_year=years[0],
        last_year=years[-1],
        parties=parties,
        visas="\n".join(visas),
        ems_deliberation=ems,
        partner_deliberation=partner,
        preamble=joined(sections["preamble"]),
        parts=body.parts,
        articles=sorted(articles, key=lambda article: article.number),
        signature=signature,
        remarks=sorted(remarks, key=lambda remark: remark.line or 0),
    )


def _sections(lines: list[Line]) -> dict[str, list[Line]]:
    """The lines by section. The signature begins at the last « Fait à »: a text may say it earlier."""
    found: dict[str, list[Line]] = {"heading": [], **{name: [] for name, _ in _MARKS}}
    last = max((i for i, line in enumerate(lines) if _MARKS[-1][1].search(line.text)), default=len(lines))
    current, ahead = "heading", list(_MARKS[:-1])
    for index, line in enumerate(lines):
        opened = next((rank for rank, (_, mark) in enumerate(ahead) if mark.search(line.text)), None)
        if index == last and current == "body":
            current, ahead = "signature", []
        elif opened is not None:
            current, ahead = ahead[opened][0], ahead[opened + 1 :]
            if current in {"parties", "preamble"}:
                continue
        found[current].append(line)
    return found


def _absent(sections: dict[str, list[Line]]) -> list[str]:
    names = {"parties": "établie entre", "visas": "Vu", "preamble": "Préambule", "signature": "Fait à"}
    return [name for key, name in names.items() if all(is_blank(line) for line in sections[key])]


def _body(lines: list[Line]) -> _Body:
    """Parts and articles, in the order of the text."""
    body, part = _Body(), None
    for line in lines:
        if (number := _part_number(line)) is not None:
            part = number
            body.parts[part] = _PART.match(line.text.strip())[3].strip()  # type: ignore[index]
        elif (heading := _ARTICLE.match(line.text.strip())) is not None:
            body.found.append((line, int(heading[1]), part, (heading[2] or "").strip(), []))
        elif body.found and (part is None or part == body.found[-1][2] or is_blank(line)):
            body.found[-1][4].append(line)
            if _ALMOST.match(line.text.strip()):
                body.remarks.append(Remark(line.number, line.text, "Ressemble à un titre d’article : laissé en texte."))
        elif not is_blank(line):
            body.remarks.append(Remark(line.number, line.text, "Hors de tout article.", unplaced=True))
    held = {part for _, _, part, _, _ in body.found}
    body.remarks += [
        Remark(None, title, f"La partie {number} n’a aucun article.")
        for number, title in body.parts.items()
        if number not in held
    ]
    return body


def _part_number(line: Line) -> int | None:
    found = _PART.match(line.text.strip())
    if found is None:
        return None
    number = int(found[1]) if found[1] else _ORDINALS.get(plain(found[2]))
    if number is None:
        return None
    if number not in Part.values:
        raise InvalidInput(
            f"Ligne {line.number} : « {line.text.strip()[:80]} ». Une convention a quatre parties, de la 1re à la 4e."
        )
    return number


def _articles(body: _Body) -> list[ReadArticle]:
    """The articles as they come. Raises InvalidInput for none, for a number twice, for a title that is too long."""
    if not body.found:
        raise InvalidInput(
            "Aucun article n’a été reconnu. "
            "Chaque article commence par une ligne comme « Article 7 : Instance de suivi »."
        )
    articles: list[ReadArticle] = []
    for line, number, part, title, lines in body.found:
        earlier = next((article for article in articles if article.number == number), None)
        if earlier is not None:
            raise InvalidInput(
                f"L’article {number} est deux fois dans le texte, lignes {earlier.line} et {line.number}. "
                "Gardez celui qui est signé, puis relancez l’import."
            )
        if not 1 <= number <= MAX_NUMBER or len(title) > MAX_ARTICLE_TITLE:
            raise InvalidInput(
                f"Ligne {line.number} : le numéro d’un article va de 1 à {MAX_NUMBER} "
                f"et son titre a {MAX_ARTICLE_TITLE} caractères au plus."
            )
        articles.append(_article(body, line, number, part, title, lines))
    return articles


def _article(body: _Body, line: Line, number: int, part: int | None, title: str, lines: list[Line]) -> ReadArticle:
    text = joined(lines)
    if not title:
        body.remarks.append(Remark(line.number, line.text, "Article sans titre."))
    if part is None:
        body.remarks.append(Remark(line.number, line.text, "Article hors de toute partie : rangé dans la première."))
    if not text:
        body.remarks.append(Remark(line.number, line.text, "Article sans texte."))
    body.remarks += [
        Remark(first.number, words, "Paragraphe qui commence par une minuscule : suite d’un paragraphe coupé ?")
        for first, words in paragraphs(lines)
        if words[:1].islower()
    ]
    if text.endswith(","):
        last = [line for line in lines if not is_blank(line)][-1]
        words = " ".join(last.text.split()[-6:])
        body.remarks.append(Remark(last.number, words, f"L’article {number} finit par une virgule."))
    return ReadArticle(number, part or Part.OBJET, title or f"Article {number}", text, line.number)


def _order(articles: list[ReadArticle]) -> list[Remark]:
    """Numbers that miss, and articles that do not follow one another."""
    numbers = [article.number for article in articles]
    found = [
        Remark(None, "", f"L’article {number} manque.")
        for number in range(1, min(max(numbers), MAX_NUMBER) + 1)
        if number not in set(numbers)
    ]
    for before, article in pairwise(articles):
        if article.number < before.number:
            why = f"L’article {article.number} vient après l’article {before.number} : rangé à son numéro."
            found.append(Remark(article.line, article.title, why))
    return found


def _term(articles: list[ReadArticle], last_year: int) -> list[Remark]:
    """Article 2 says until when: it has to be the end of the last exercice."""
    said = next((_LAST_DAY.search(article.text) for article in articles if article.number == 2), None)
    if said is None or int(said[1]) == last_year:
        return []
    return [Remark(None, said.group(), f"L’article 2 ne finit pas avec le dernier exercice ({last_year}).")]

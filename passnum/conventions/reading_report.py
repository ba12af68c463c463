"""What a reading found and what it could not place, in French lines for the console. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from passnum.conventions.enums import Part
from passnum.conventions.reading import Reading
from passnum.conventions.reading_acts import Deliberation, Party
from passnum.conventions.reading_lines import Remark
from passnum.core.french import counted, number

_SHOWN = 90


def report(reading: Reading) -> Iterator[str]:
    """The lines to print, one by one."""
    yield f"Intitulé : {reading.title}"
    yield f"Exercices : {reading.first_year} à {reading.last_year}"
    yield f"Pour l’Eurométropole : {_party(reading.parties.ems)}"
    yield f"Pour la structure : {_party(reading.parties.structure)}"
    yield f"Visas : {len(reading.visas.splitlines())}"
    yield f"Délibération de l’Eurométropole : {_deliberation(reading.ems_deliberation)}"
    yield f"Délibération de la structure : {_deliberation(reading.partner_deliberation)}"
    yield f"Préambule : {_length(reading.preamble)}"
    yield from _parts(reading)
    yield f"Signature : {_signature(reading)}"
    unplaced = [remark for remark in reading.remarks if remark.unplaced]
    doubts = [remark for remark in reading.remarks if not remark.unplaced]
    yield ""
    yield (
        f"Non placé : {counted(len(unplaced), 'passage')}" if unplaced else "Non placé : rien, tout le texte est rangé."
    )
    yield from map(_remark, unplaced)
    if doubts:
        yield f"À relire : {counted(len(doubts), 'point')}"
    yield from map(_remark, doubts)


def _parts(reading: Reading) -> Iterator[str]:
    yield f"Articles : {len(reading.articles)}"
    for part in Part:
        articles = [article for article in reading.articles if article.part == part]
        if articles or part in reading.parts:
            said = reading.parts.get(part)
            yield f"  {str(part.label).split(' :')[0]} : {said or 'non titrée dans le texte'}"
        for article in articles:
            yield f"    Article {article.number} : {article.title} (ligne {article.line}, {_length(article.text)})"


def _party(party: Party) -> str:
    if not party.name:
        return "non trouvée"
    return f"{party.name}, représentée par {party.representative} ({party.quality})"


def _deliberation(deliberation: Deliberation | None) -> str:
    if deliberation is None:
        return "non trouvée (XXX)"
    on = f"du {deliberation.on:%d/%m/%Y}" if deliberation.on else "date manquante (XXX)"
    return f"{deliberation.reference}, {on} (ligne {deliberation.line})"


def _signature(reading: Reading) -> str:
    block = reading.signature
    if block is None:
        return "aucun bloc de signature"
    on = f"le {block.on:%d/%m/%Y}" if block.on else "date vide"
    people = " ; ".join(f"{one.name or 'sans nom'} ({one.quality or 'sans qualité'})" for one in block.signatories)
    return f"{block.place or 'lieu vide'}, {on} ; {people or 'aucun signataire'}"


def _length(text: str) -> str:
    return f"{number(len(text))} caractères" if text else "vide"


def _remark(remark: Remark) -> str:
    where = f"ligne {remark.line} : " if remark.line else ""
    words = f" « {remark.text.strip()[:_SHOWN]}{'…' if len(remark.text) > _SHOWN else ''} »" if remark.text else ""
    return f"  {where}{remark.why}{words}"

"""The text of an amendment in preparation: its articles, the duration; the objectives refused (art. 3 and 11)."""

from __future__ import annotations

from django.db import transaction

from passnum.conventions.amendment import DURATION_ARTICLE, OBJECTIVES_ARTICLE, Amendment, AmendmentChange
from passnum.conventions.article_text import years_of_end
from passnum.conventions.consolidation import article_on
from passnum.conventions.enums import ChangeKind
from passnum.conventions.permissions import ensure_conducts
from passnum.conventions.services.amendment_acts import ensure_preparing, ensure_seen, locked, record
from passnum.conventions.services.articles import cleaned
from passnum.core import clock
from passnum.core.errors import InvalidInput
from passnum.core.richtext import is_blank
from passnum.partners.models import User

_YEARS_AHEAD = 10


@transaction.atomic
def change_article_by_amendment(
    *,
    actor: User,
    amendment: Amendment,
    article: int,
    kind: ChangeKind,
    new_text: str = "",
    title: str = "",
    seen: str = "",
) -> AmendmentChange:
    """Change, add or remove one article. The general objectives are refused (art. 3 and 11).

    `seen`: digest of the words that were read before; WrongState when somebody has changed them since.
    """
    ensure_conducts(actor)
    row = locked(amendment)
    ensure_preparing(row)
    ensure_seen(row, seen)
    if article == OBJECTIVES_ARTICLE:
        raise InvalidInput(
            "Un avenant ne peut pas remettre en cause les objectifs généraux de la première partie : l’article 3 ne se "
            "modifie pas (art. 11).",
            field="article",
        )
    if not 1 <= article <= 99:
        raise InvalidInput("Indiquez un numéro d’article entre 1 et 99.", field="article")
    known = article_on(row.convention, article, clock.today())
    text = cleaned(new_text).strip()
    if kind == ChangeKind.AJOUTE and known is not None:
        raise InvalidInput(f"L’article {article} existe déjà : modifiez-le.", field="kind")
    if kind != ChangeKind.AJOUTE and known is None:
        raise InvalidInput(f"La convention n’a pas d’article {article}.", field="article")
    if kind != ChangeKind.SUPPRIME and is_blank(text):
        raise InvalidInput("Écrivez le nouveau texte de l’article.", field="new_text")
    if known is not None and kind == ChangeKind.MODIFIE and known.text.strip() == text:
        raise InvalidInput("Le nouveau texte est le même que l’ancien.", field="new_text")
    if article == DURATION_ARTICLE:
        _ensure_says_the_end(row, kind, text)
    values = {
        "kind": kind,
        "title": (title.strip() or (known.title if known else f"Article {article}"))[:160],
        "former_text": known.text if known else "",
        "new_text": "" if kind == ChangeKind.SUPPRIME else text,
    }
    change, _ = AmendmentChange.objects.update_or_create(amendment=row, article=article, defaults=values)
    record(actor, row, f"modifier l’article {article}", to=ChangeKind(kind).label)
    return change


@transaction.atomic
def drop_change(*, actor: User, amendment: Amendment, article: int, seen: str = "") -> None:
    """Take an article out of the amendment in preparation."""
    ensure_conducts(actor)
    row = locked(amendment)
    ensure_preparing(row)
    ensure_seen(row, seen)
    deleted, _ = AmendmentChange.objects.filter(amendment=row, article=article).delete()
    if deleted and article == DURATION_ARTICLE:
        row.new_last_year = None
        row.save()
    record(actor, row, f"retirer l’article {article} de l’avenant")


@transaction.atomic
def change_duration(
    *, actor: User, amendment: Amendment, new_last_year: int, new_text: str, seen: str = ""
) -> Amendment:
    """Extend (or shorten) the convention: a change of article 2, warned about (art. 2 and 11)."""
    ensure_conducts(actor)
    row = locked(amendment)
    ensure_preparing(row)
    ensure_seen(row, seen)
    convention = row.convention
    if new_last_year == convention.last_year:
        raise InvalidInput(f"La convention court déjà jusqu’en {new_last_year}.", field="new_last_year")
    earliest = max(convention.first_year, clock.today().year)
    if not earliest <= new_last_year <= convention.last_year + _YEARS_AHEAD:
        raise InvalidInput(
            f"Indiquez une année entre {earliest} et {convention.last_year + _YEARS_AHEAD}.", field="new_last_year"
        )
    row.new_last_year = new_last_year
    row.save()
    change_article_by_amendment(
        actor=actor, amendment=row, article=DURATION_ARTICLE, kind=ChangeKind.MODIFIE, new_text=new_text
    )
    return row


def _ensure_says_the_end(row: Amendment, kind: ChangeKind, text: str) -> None:
    """Article 2 says until when: it is not removed, and names no other end than that of the convention (art. 2)."""
    if kind == ChangeKind.SUPPRIME:
        raise InvalidInput(
            "L’article 2 dit quand la convention entre en vigueur et prend fin : il se modifie, il ne se supprime pas.",
            field="kind",
        )
    last_year = row.new_last_year or row.convention.last_year
    said = years_of_end(text)
    if said and last_year not in said:
        raise InvalidInput(
            f"Ce texte dit « 31 décembre {max(said)} », et la convention court jusqu’au 31 décembre {last_year} : "
            "indiquez le nouveau dernier exercice par « Changer la durée ».",
            field="new_text",
        )

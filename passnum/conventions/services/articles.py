"""The text of the articles, while the convention is in preparation; each change keeps what it replaces."""

from __future__ import annotations

import re
import unicodedata

from django.db import transaction

from passnum.conventions.article_text import MAX_CHARACTERS
from passnum.conventions.enums import EDITABLE_STATES, Part
from passnum.conventions.models import ArticleVersion, Convention, ConventionArticle
from passnum.conventions.permissions import ensure_conducts
from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, WrongState
from passnum.partners.models import User
from passnum.partners.permissions import author_for

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MAX_TITLE = 160


@transaction.atomic
def change_article(
    *, actor: User, article: ConventionArticle, title: str, text: str, revision: int
) -> ConventionArticle:
    """Give an article its text; what it said before becomes a version, with who and when.

    `revision` is the number of versions when the page was opened. Raises WrongState when the convention has left
    preparation (what changes then is an amendment, art. 11) or when somebody changed the article meanwhile;
    InvalidInput for a text that is too long or a missing title.
    """
    convention = _editable(actor, article.convention)
    row = ConventionArticle.objects.select_for_update().get(pk=article.pk)
    versions = row.versions.count()
    if versions != revision:
        raise WrongState(
            "Cet article a été modifié pendant que vous l’écriviez. "
            "Copiez votre texte, rechargez la page, puis reportez ce que vous voulez garder."
        )
    title, text = _title(title), cleaned(text)
    if (title, text) == (row.title, row.text):
        return row
    ArticleVersion.objects.create(
        article=row,
        number=versions + 1,
        title=row.title,
        text=row.text,
        replaced_at=clock.now(),
        replaced_by=actor,
    )
    row.title, row.text = title, text
    row.save(update_fields=["title", "text"])
    _record(actor, convention, f"modifier l’article {row.number}")
    return row


@transaction.atomic
def add_article(
    *, actor: User, convention: Convention, number: int, part: int, title: str, text: str
) -> ConventionArticle:
    """Add an article that the convention does not have yet. Raises InvalidInput for a number that is taken."""
    row = _editable(actor, convention)
    if part not in Part.values:
        raise InvalidInput("Choisissez une des quatre parties.", field="part")
    if row.articles.filter(number=number).exists():
        raise InvalidInput(f"L’article {number} existe déjà dans la convention.", field="number")
    article = ConventionArticle.objects.create(
        convention=row, number=number, part=part, title=_title(title), text=cleaned(text)
    )
    _record(actor, row, f"ajouter l’article {number}")
    return article


def _editable(actor: User, convention: Convention) -> Convention:
    """The convention, held; refused once it has left preparation."""
    ensure_conducts(actor)
    row = Convention.objects.select_for_update(no_key=True).get(pk=convention.pk)
    if row.state not in EDITABLE_STATES:
        raise WrongState(
            f"La convention est « {row.get_state_display()} » : son texte ne se modifie plus. "
            "Un changement passe par un avenant (art. 11)."
        )
    return row


def _title(value: str) -> str:
    title = " ".join(_CONTROLS.sub("", value).split())
    if not title or len(title) > _MAX_TITLE:
        raise InvalidInput(f"Un article a un titre, de {_MAX_TITLE} caractères au plus.", field="title")
    return title


def cleaned(value: str) -> str:
    """The text of an article without control and direction characters. Raises InvalidInput when it is too long."""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    text = "\n".join(line.rstrip() for line in _CONTROLS.sub("", text).split("\n")).strip("\n")
    if len(text) > MAX_CHARACTERS:
        raise InvalidInput(
            f"Un article a {MAX_CHARACTERS} caractères au plus ; celui-ci en a {len(text)}.", field="text"
        )
    return text


def _record(actor: User, convention: Convention, act: str) -> None:
    journal.record(
        chain=str(convention.public_id),
        author=author_for(actor, None, clock.today()),
        act=act,
        subject=journal.Subject("convention", convention.public_id),
        from_state=convention.state,
        to_state=convention.state,
    )

"""The consolidated text of a convention on any day: its articles, with the amendments in effect that day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from passnum.conventions.enums import ChangeKind
from passnum.conventions.models import Amendment, AmendmentChange, Convention


@dataclass(frozen=True)
class Article:
    """One article as it stands: number, title, text, and the amendment it comes from (0: the convention itself)."""

    number: int
    title: str
    text: str
    amendment: int = 0


def apply_changes(articles: dict[int, Article], amendment: int, changes: Iterable[AmendmentChange]) -> None:
    """Apply the changes of one amendment, in place. Pure but for `articles`."""
    for change in changes:
        known = articles.get(change.article)
        if change.kind == ChangeKind.SUPPRIME:
            articles.pop(change.article, None)
        elif known is None:
            articles[change.article] = Article(change.article, change.title, change.new_text, amendment)
        else:
            articles[change.article] = replace(
                known, title=change.title or known.title, text=change.new_text, amendment=amendment
            )


def consolidated(convention: Convention, on: date) -> list[Article]:
    """The articles in force on a day, in their order. An amendment counts from its date of effect, once received."""
    found = {row.number: Article(row.number, row.title, row.text or row.summary) for row in convention.articles.all()}
    rows = (
        Amendment.objects.filter(convention=convention, effective_on__lte=on)
        .received()
        .order_by("effective_on", "number")
        .prefetch_related("changes")
    )
    for amendment in rows:
        apply_changes(found, amendment.number, amendment.changes.all())
    return [found[number] for number in sorted(found)]


def article_on(convention: Convention, number: int, on: date) -> Article | None:
    """One article as it stands that day."""
    return next((article for article in consolidated(convention, on) if article.number == number), None)

"""« Notice d’information »: what is read to the person about the data, in plain language, in his or her language."""

from __future__ import annotations

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language_info

from passnum.core.communes import fold
from passnum.distribution.enums import ContentState

#: Languages written from right to left where their code names no script, and the scripts that are.
RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "azb", "bal", "ckb", "dv", "fa", "he", "ks", "lrc", "pnb", "prs", "ps", "sd", "syr", "ug", "ur", "yi"}
)
RIGHT_TO_LEFT_SCRIPTS = frozenset({"Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"})


class NoticeQuerySet(models.QuerySet["Notice"]):
    def current(self) -> NoticeQuerySet:
        """The published version of each language, French first."""
        first = models.Case(models.When(language="fr", then=0), default=1)
        return self.filter(state=ContentState.PUBLIE).order_by(first, "language_name")


class Notice(models.Model):
    """One version of the notice in one language; a blank line separates its paragraphs."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(
        "code de la langue",
        max_length=8,
        validators=[RegexValidator(r"^[a-z]{2,3}(-[A-Z][a-z]{3})?$", "Deux ou trois lettres : fr, de, ar, tr, uk…")],
    )
    language_name = models.CharField(
        "nom de la langue", max_length=40, help_text="Dans cette langue : Deutsch, Türkçe, العربية…"
    )
    version = models.PositiveSmallIntegerField("version")
    state = models.CharField("état", max_length=10, choices=ContentState.choices, default=ContentState.BROUILLON)
    title = models.CharField("titre", max_length=160)
    text = models.TextField("texte", help_text="Phrases courtes. Une ligne vide sépare les paragraphes.")
    proofread = models.BooleanField(
        "relue par une personne qui parle cette langue",
        default=False,
        help_text="Sans relecture, l’écran rappelle que la traduction reste à vérifier.",
    )
    published_at = models.DateTimeField("publiée le", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "notice d’information"
        verbose_name_plural = "notices d’information"
        ordering = ["language", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["language", "version"], name="notice_version_unique"),
            models.UniqueConstraint(
                fields=["language"],
                condition=Q(state=ContentState.PUBLIE),
                name="notice_one_current_per_language",
                violation_error_message="Une seule notice par langue est en usage.",
            ),
            models.UniqueConstraint(
                fields=["language"],
                condition=Q(state=ContentState.BROUILLON),
                name="notice_one_draft_per_language",
                violation_error_message="Une version de cette langue est déjà en préparation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language_name}, version {self.version}"

    @property
    def direction(self) -> str:
        """« rtl » for what is written from right to left."""
        language, _, script = self.language.partition("-")
        leftward = script in RIGHT_TO_LEFT_SCRIPTS if script else language in RIGHT_TO_LEFT
        return "rtl" if leftward else "ltr"

    @property
    def french_name(self) -> str:
        """« Allemand » for « Deutsch »; its own name where the language is not a known one."""
        try:
            return str(get_language_info(self.language)["name_translated"])
        except KeyError:
            return self.language_name

    @property
    def paragraphs(self) -> list[str]:
        return [part.strip() for part in self.text.replace("\r", "").split("\n\n") if part.strip()]


def language_name(code: str) -> str:
    """The language in its own words, of the latest notice in it; the code itself where none is known."""
    known = Notice.objects.filter(language=code).order_by("-version").values_list("language_name", flat=True)
    return known.first() or code


def notices_in_use() -> list[Notice]:
    """The notice of each language, French first, then in the order of their French names: the same for all."""
    return sorted(Notice.objects.current(), key=lambda one: (one.language != "fr", fold(one.french_name)))

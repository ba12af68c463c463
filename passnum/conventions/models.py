"""The convention between EMS and a partner: parties, délibérations, signature, receipt, text by article."""

from __future__ import annotations

import uuid
from datetime import date

from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When

from passnum.conventions.agreement import DayProposal
from passnum.conventions.amendment import Amendment, AmendmentChange
from passnum.conventions.document import DocumentVersion
from passnum.conventions.enums import (
    RECEIVED_STATES,
    SIGNED_STATES,
    ConventionState,
    DataController,
    ElapsedPeriod,
    Part,
)
from passnum.conventions.obligation import Evidence, Obligation, ObligationDate, Tolerance
from passnum.conventions.record import ArticleVersion, ConventionContact, ConventionFile
from passnum.core.storage import private_storage
from passnum.partners.models import Partner, User

__all__ = [
    "Amendment",
    "AmendmentChange",
    "ArticleVersion",
    "Convention",
    "ConventionArticle",
    "ConventionContact",
    "ConventionFile",
    "DayProposal",
    "DocumentVersion",
    "Evidence",
    "Obligation",
    "ObligationDate",
    "Tolerance",
]


class ConventionQuerySet(models.QuerySet["Convention"]):
    def visible_to(self, actor: User) -> ConventionQuerySet:
        """Those of the partners the actor may read."""
        return self.filter(partner__in=Partner.objects.visible_to(actor))

    def in_force(self) -> ConventionQuerySet:
        return self.filter(state=ConventionState.EN_VIGUEUR)

    def with_completeness(self) -> ConventionQuerySet:
        """With what `completeness` reads, in as many queries for a hundred as for one, without the long texts."""
        term = Case(When(number=2, then=F("text")), default=Value(""), output_field=models.TextField())
        rows = ConventionArticle.objects.annotate(written=~Q(text=""), said=term).defer("text", "summary")
        return self.prefetch_related(models.Prefetch("articles", rows), "contacts")

    def with_file(self) -> ConventionQuerySet:
        """With what `missing_elements` reads, for many at once."""
        return self.select_related("partner").prefetch_related("articles", "contacts")

    def current(self) -> ConventionQuerySet:
        """Those that still ask for something: all but the terminated ones."""
        return self.exclude(state=ConventionState.RESILIEE)


def signed_copy_path(convention: Convention, filename: str) -> str:
    """Path in the private storage: the name given by the sender is kept out of it."""
    return f"conventions/{convention.public_id}/exemplaire-signe-{uuid.uuid4().hex}.pdf"


class Convention(models.Model):
    """One convention, for consecutive exercices (calendar years). Signature and receipt are both dated (art. 2)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="conventions", verbose_name="structure de distribution"
    )
    reference = models.CharField("référence", max_length=40, unique=True)
    title = models.CharField("intitulé", max_length=200)
    first_year = models.PositiveSmallIntegerField("premier exercice")
    last_year = models.PositiveSmallIntegerField("dernier exercice")
    ends_on = models.DateField("échéance", help_text="31 décembre du dernier exercice (art. 2).")
    state = models.CharField(
        "état", max_length=20, choices=ConventionState.choices, default=ConventionState.EN_PREPARATION
    )
    ems_representative = models.CharField("pour l’Eurométropole", max_length=160)
    ems_representative_title = models.CharField("qualité", max_length=80, default="Présidente")
    partner_representative = models.CharField("pour la structure", max_length=160)
    partner_representative_title = models.CharField("qualité", max_length=80, default="Président")
    ems_deliberation = models.CharField(
        "délibération de l’Eurométropole",
        max_length=160,
        blank=True,
        help_text="Référence de l’acte ; laissez vide (ou XXX) tant qu’elle n’est pas connue.",
    )
    ems_deliberation_on = models.DateField("date de la délibération de l’Eurométropole", null=True, blank=True)
    partner_deliberation = models.CharField("délibération de la structure", max_length=160, blank=True)
    partner_deliberation_on = models.DateField("date de la délibération de la structure", null=True, blank=True)
    sent_on = models.DateField("envoyée pour signature le", null=True, blank=True)
    partner_signed_on = models.DateField("signée par la structure le", null=True, blank=True)
    ems_signed_on = models.DateField("signée par l’Eurométropole le", null=True, blank=True)
    received_on = models.DateField("exemplaire signé reçu le", null=True, blank=True)
    signed_copy = models.FileField(
        "exemplaire signé",
        upload_to=signed_copy_path,
        storage=private_storage,
        blank=True,
        validators=[FileExtensionValidator(["pdf"])],
    )
    signed_copy_sha256 = models.CharField("empreinte de l’exemplaire signé", max_length=64, blank=True)
    ended_on = models.DateField("fin constatée le", null=True, blank=True)
    ems_deliberation_transmitted_on = models.DateField(
        "délibération de l’Eurométropole transmise au contrôle de légalité le", null=True, blank=True
    )
    partner_deliberation_transmitted_on = models.DateField(
        "délibération de la structure transmise au contrôle de légalité le", null=True, blank=True
    )
    data_controller = models.CharField(
        "responsable de traitement", max_length=10, choices=DataController.choices, blank=True
    )
    data_arrangement = models.TextField(
        "accord entre les parties sur les données",
        blank=True,
        help_text="Qui informe les personnes, qui répond à leurs demandes, où se trouve l’accord écrit.",
    )
    visas = models.TextField("visas", blank=True, help_text="Un visa par ligne.")
    preamble = models.TextField("préambule", blank=True)
    elapsed_period = models.CharField(
        "période annuelle révolue",
        max_length=10,
        choices=ElapsedPeriod.choices,
        default=ElapsedPeriod.CIVILE,
        help_text="L’article 7 ne dit pas laquelle : année civile, ou douze mois avant l’échéance.",
    )

    objects = ConventionQuerySet.as_manager()

    class Meta:
        verbose_name = "convention"
        verbose_name_plural = "conventions"
        ordering = ["partner", "-first_year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="convention_years_in_order",
                violation_error_message="Le dernier exercice ne peut pas précéder le premier.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__year=F("last_year"), ends_on__month=12, ends_on__day=31),
                name="convention_ends_with_last_year",
                violation_error_message="La convention court jusqu’au 31 décembre de son dernier exercice (art. 2).",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(SIGNED_STATES)) | Q(partner_signed_on__isnull=False),
                name="convention_signed_has_signature",
                violation_error_message="Une convention signée porte la date de signature de la structure (art. 2).",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(RECEIVED_STATES))
                | (Q(received_on__isnull=False) & ~Q(signed_copy="") & ~Q(signed_copy_sha256="")),
                name="convention_in_force_has_signed_copy",
                violation_error_message="La convention n’entre en vigueur qu’à la réception par l’Eurométropole "
                "de l’exemplaire signé : sa date et son fichier sont nécessaires (art. 2).",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True)
                | Q(partner_signed_on__isnull=True)
                | Q(received_on__gte=F("partner_signed_on")),
                name="convention_received_after_signature",
                violation_error_message="L’exemplaire signé ne peut pas être reçu avant sa signature.",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{side}_deliberation_transmitted_on__isnull": True})
                    | Q(**{f"{side}_deliberation_on__isnull": True})
                    | Q(**{f"{side}_deliberation_transmitted_on__gte": F(f"{side}_deliberation_on")}),
                    name=f"convention_{side}_transmitted_after_deliberation",
                    violation_error_message="La délibération ne peut pas être transmise au contrôle de légalité "
                    "avant d’avoir été prise.",
                )
                for side in ("ems", "partner")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} · {self.partner}"

    @property
    def years(self) -> range:
        """The exercices the convention covers."""
        return range(self.first_year, self.last_year + 1)

    @property
    def in_force_from(self) -> date | None:
        """Day on which EMS received the signed copy; None as long as the condition of article 2 is not met."""
        return self.received_on if self.state in RECEIVED_STATES else None


class ConventionArticle(models.Model):
    """One article of the convention: its text, and a summary in the product's own words."""

    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="articles", verbose_name="convention"
    )
    number = models.PositiveSmallIntegerField("article")
    part = models.PositiveSmallIntegerField("partie", choices=Part.choices)
    title = models.CharField("titre", max_length=160)
    summary = models.TextField("résumé", blank=True)
    text = models.TextField("texte", blank=True)

    class Meta:
        verbose_name = "article"
        verbose_name_plural = "articles"
        ordering = ["convention", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "number"],
                name="article_number_unique",
                violation_error_message="Cet article existe déjà dans la convention.",
            ),
        ]

    def __str__(self) -> str:
        return f"Article {self.number} : {self.title}"

    @property
    def term(self) -> str:
        """Its text where it says the term; read from `with_completeness` where the row comes from there."""
        return str(self.__dict__["said"]) if "said" in self.__dict__ else self.text

    @property
    def is_written(self) -> bool:
        """Whether the article has its whole text; read from `with_completeness` where the row comes from there."""
        written = self.__dict__.get("written")
        return bool(self.text.strip()) if written is None else bool(written)

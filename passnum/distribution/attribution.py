"""One booklet handed to one person who has no name here (art. 4, 6): where, when, from where they come, for what.

What is asked of the person is closed lists only, each with « ne souhaite pas répondre » (`nr`). There is no field for
an income, a priority district or a residence permit: article 4 forbids them as criteria.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from passnum.conventions.models import Convention
from passnum.distribution.enums import AgeBand, CancelReason, Category, Dimension, Disability, French, Outcome, Pcs, Sex
from passnum.partners.enums import Role
from passnum.partners.models import DistributionPlace, Membership, User
from passnum.quotas.models import Booklet

#: INSEE's list of the socio-professional categories in use (art. 6).
PCS_LIST = "2021-8"
#: A mistake of typing can be taken back for this long; later, EMS is asked.
TAKEN_BACK_WITHIN = timedelta(days=1)


#: A row that tells nothing of the person: what an objection, or an erasure, leaves.
WITHOUT_PROFILE = Q(
    category="nr",
    outcome="nr",
    proposed_outcome="",
    age_band=AgeBand.UNKNOWN,
    sex=Sex.UNKNOWN,
    pcs=Pcs.UNKNOWN,
    notice_language="",
)


class AttributionQuerySet(models.QuerySet["Attribution"]):
    def visible_to(self, actor: User) -> AttributionQuerySet:
        """Those of the partners where the actor is an intervenant social now: the rows are for nobody else.

        EMS and the référents are given counts (art. 6).
        """
        houses = Membership.objects.active().filter(user_id=actor.pk, role=Role.INTERVENANT).values("partner")
        return self.filter(convention__partner__in=houses)

    def standing(self) -> AttributionQuerySet:
        """Those that count: not taken back."""
        return self.filter(cancelled_at__isnull=True)


class Attribution(models.Model):
    """« Attribution »: a booklet handed out. What remains of the person is pseudonymous and stays with the partner."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The indexes below begin with the convention and with the place.
    convention = models.ForeignKey(
        Convention, on_delete=models.PROTECT, related_name="attributions", verbose_name="convention", db_index=False
    )
    place = models.ForeignKey(
        DistributionPlace,
        on_delete=models.PROTECT,
        related_name="attributions",
        verbose_name="lieu de distribution",
        db_index=False,
    )
    booklet = models.ForeignKey(Booklet, on_delete=models.PROTECT, related_name="attributions", verbose_name="carnet")
    intervenant = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="remis par"
    )
    handed_out_on = models.DateField("remis le")
    recorded_at = models.DateTimeField("enregistré le", auto_now_add=True)
    commune_insee = models.CharField(
        "commune de résidence",
        max_length=5,
        validators=[RegexValidator(r"^67\d{3}$", "Un code INSEE du Bas-Rhin, par exemple 67482.")],
    )
    category = models.CharField(
        "catégorie de public", max_length=20, choices=[*Category.choices, ("nr", "Non renseigné")]
    )
    outcome = models.CharField("prestation", max_length=20, choices=[*Outcome.choices, ("nr", "Non renseigné")])
    proposed_outcome = models.CharField("prestation proposée", max_length=20, choices=Outcome.choices, blank=True)
    age_band = models.CharField("âge", max_length=10, choices=AgeBand.choices, default=AgeBand.UNKNOWN)
    sex = models.CharField("sexe", max_length=10, choices=Sex.choices, default=Sex.UNKNOWN)
    pcs = models.CharField("catégorie socioprofessionnelle", max_length=2, choices=Pcs.choices, default=Pcs.UNKNOWN)
    pcs_list = models.CharField("version de la liste", max_length=12, default=PCS_LIST)
    # One booklet per person (art. 4): declared, since nobody has a name here.
    first_booklet = models.BooleanField("déclare n’avoir encore reçu aucun carnet", default=False)
    notice_read = models.BooleanField("information lue", default=False)
    notice_language = models.CharField("langue de l’information", max_length=12, blank=True)
    objection = models.BooleanField("s’oppose au traitement", default=False)
    imported = models.BooleanField("importée", default=False)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    cancel_reason = models.CharField("motif de l’annulation", max_length=20, choices=CancelReason.choices, blank=True)
    erased_at = models.DateTimeField("profil effacé le", null=True, blank=True)
    forgotten_at = models.DateTimeField("profil retiré à la fin de sa conservation le", null=True, blank=True)

    objects = AttributionQuerySet.as_manager()

    class Meta:
        verbose_name = "attribution"
        verbose_name_plural = "attributions"
        ordering = ["-handed_out_on", "-pk"]
        indexes = [
            models.Index(fields=["convention", "handed_out_on"], name="attribution_by_day"),
            models.Index(fields=["place", "handed_out_on"], name="attribution_by_place"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["booklet"],
                condition=Q(cancelled_at__isnull=True),
                name="attribution_one_per_booklet",
                violation_error_message="Ce carnet a déjà été remis à une personne.",
            ),
            models.CheckConstraint(
                condition=Q(objection=False) | WITHOUT_PROFILE,
                name="attribution_objection_without_profile",
                violation_error_message="La personne s’oppose au traitement : aucun profil n’est conservé.",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | WITHOUT_PROFILE,
                name="attribution_erased_without_profile",
                violation_error_message="Le profil a été effacé : rien ne peut y être remis.",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True) | WITHOUT_PROFILE,
                name="attribution_forgotten_without_profile",
                violation_error_message="Le profil a fini d’être conservé : rien ne peut y être remis.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancel_reason="")
                | (Q(cancelled_at__isnull=False, cancel_reason__in=CancelReason.values) & WITHOUT_PROFILE),
                name="attribution_cancelled_with_a_reason",
                violation_error_message="Une annulation porte un motif de la liste, et ne garde aucun profil.",
            ),
            models.CheckConstraint(
                condition=Q(commune_insee__regex=r"^67\d{3}$"),
                name="attribution_commune_insee",
                violation_error_message="La commune de résidence est un code INSEE, par exemple 67482.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booklet} · {self.handed_out_on:%d/%m/%Y}"


class SensitiveProfile(models.Model):
    """French mastery and disability (GDPR, art. 9), apart from the rest: out of the default exports and of the logs."""

    attribution = models.OneToOneField(Attribution, on_delete=models.CASCADE, related_name="sensitive")
    french = models.CharField(
        "maîtrise de la langue française", max_length=20, choices=French.choices, default=French.UNKNOWN
    )
    disability = models.CharField(
        "situation de handicap", max_length=10, choices=Disability.choices, default=Disability.UNKNOWN
    )

    class Meta:
        verbose_name = "profil sensible"
        verbose_name_plural = "profils sensibles"

    def __str__(self) -> str:
        return str(self.attribution_id)


class Receipt(models.Model):
    """The code on the paper that the person keeps: only its keyed hash is known here."""

    attribution = models.ForeignKey(Attribution, on_delete=models.CASCADE, related_name="receipts")
    code_hash = models.CharField("empreinte du code", max_length=64, unique=True)
    issued_at = models.DateTimeField("émis le", auto_now_add=True)
    revoked_at = models.DateTimeField("annulé le", null=True, blank=True)

    class Meta:
        verbose_name = "reçu"
        verbose_name_plural = "reçus"
        constraints = [
            models.UniqueConstraint(
                fields=["attribution"],
                condition=Q(revoked_at__isnull=True),
                name="receipt_one_alive",
                violation_error_message="Un reçu est déjà en cours pour cette remise : annulez-le d’abord.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.issued_at)


class IndicatorCount(models.Model):
    """Beneficiaries of one place and month, by modality: kept with each attribution, so that reading stays quick."""

    #: The dimension under which the total of beneficiaries is kept, and that of the communes.
    TOTAL = "total"
    COMMUNE = "commune"

    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="indicator_counts")
    place = models.ForeignKey(DistributionPlace, on_delete=models.PROTECT, related_name="indicator_counts")
    month = models.DateField("mois", help_text="Premier jour du mois.")
    dimension = models.CharField(
        "caractéristique",
        max_length=40,
        help_text=f"Une de {', '.join(Dimension.values)}, « total », « commune », ou une caractéristique ajoutée.",
    )
    modality = models.CharField("modalité", max_length=40)
    beneficiaries = models.PositiveIntegerField("bénéficiaires", default=0)

    class Meta:
        verbose_name = "effectif compté"
        verbose_name_plural = "effectifs comptés"
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "place", "month", "dimension", "modality"], name="indicator_count_unique"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="indicator_count_by_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y} · {self.dimension} · {self.modality} : {self.beneficiaries}"

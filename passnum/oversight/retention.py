"""How long each kind of personal data is kept, in one table: shown publicly as it is, and enforced from it every hour.

What a line does not enforce, it says who decides: public archives are never eliminated by the software alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings

from passnum.core.french import counted
from passnum.distribution.drafts import forget_old_drafts
from passnum.distribution.retention import forget_ended_profiles
from passnum.exchange.services import REFUSALS_KEPT, forget_old, forget_refusals
from passnum.partners.sessions import forget_ended_sessions


@dataclass(frozen=True)
class Retention:
    """One kind of data: what, how long, what then, why. `enforce` does it and returns how many; None is a decision."""

    what: str
    kept: str
    then: str
    why: str
    enforce: Callable[[], int] | None = None

    @property
    def applied_by_itself(self) -> bool:
        """For templates, which would call `enforce` where they only ask whether there is one."""
        return self.enforce is not None


def table() -> tuple[Retention, ...]:
    """Every kind of personal data that the software holds."""
    years = counted(settings.PASSNUM_PROFILE_YEARS, "an")
    return (
        Retention(
            "Entretien en cours de saisie",
            "24 heures au plus",
            "Effacé ; dès le carnet remis, il ne reste que le code du reçu, jusqu’à ce qu’il soit donné",
            "Reprendre un entretien interrompu",
            forget_old_drafts,
        ),
        Retention(
            "Tableau importé et son aperçu",
            "jusqu’à la fin de l’import, 24 heures au plus s’il n’est pas confirmé",
            "Fichier effacé",
            "Vérifier le tableau avant de l’enregistrer",
            forget_old,
        ),
        Retention(
            "Cellules refusées d’un tableau importé, avec leur ligne",
            f"{counted(REFUSALS_KEPT.days, 'jour')} après l’envoi",
            "Effacées ; le nombre de lignes refusées reste",
            "Corriger le tableau",
            forget_refusals,
        ),
        Retention(
            "Profil d’une personne qui a reçu un carnet : âge, sexe, catégorie socioprofessionnelle, maîtrise du "
            "français, handicap, diagnostic, orientation, réponse à l’enquête, code du reçu",
            f"{years} après la fin de la convention ; moins si la personne l’efface avec son reçu",
            "Retiré des lignes ; les nombres déjà comptés restent, sans personne derrière",
            "Rendre compte chaque année, évaluer la convention à sa fin, justifier le cofinancement",
            forget_ended_profiles,
        ),
        Retention(
            "Carnet remis : numéro, lieu, date, commune de résidence, déclaration d’un premier carnet",
            "selon le tableau de gestion des archives",
            "Le service des archives décide ; rien ne s’efface tout seul",
            "Suivre l’argent public, carnet par carnet",
        ),
        Retention(
            "Connexions des professionnels : date, adresse réseau, navigateur",
            "le temps de la session, 10 heures au plus",
            "Effacées dans l’heure",
            "Voir et fermer ses sessions ouvertes",
            forget_ended_sessions,
        ),
        Retention(
            "Comptes des professionnels et journal de leurs actes",
            "selon le tableau de gestion des archives",
            "Un compte fermé ne se connecte plus ; le nom reste avec les actes qu’il prouve",
            "Prouver qui a validé, transmis, remis",
        ),
        Retention(
            "Conventions, dossiers, livrables, courriels envoyés",
            "selon le tableau de gestion des archives",
            "Le service des archives décide ; rien ne s’efface tout seul",
            "Archives publiques",
        ),
    )


def enforce(rules: Iterable[Retention]) -> dict[str, int]:
    """Apply every line that can be; returns how many rows each one forgot.

    A line that fails keeps none of the others from being applied. Raises ExceptionGroup, once all were tried.
    """
    done: dict[str, int] = {}
    failures: list[Exception] = []
    for rule in rules:
        if rule.enforce is None:
            continue
        try:
            done[rule.what] = rule.enforce()
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup("Des durées de conservation n’ont pas pu être appliquées.", failures)
    return done

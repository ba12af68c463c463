"""Attributions that a partner kept elsewhere, brought into the register in sets (art. 4, 6): no name, closed lists."""

from __future__ import annotations

from passnum.core.errors import NotAllowed
from passnum.exchange.enums import Kind
from passnum.exchange.format import Column, Session
from passnum.exchange.formats.attribution_added import added_columns
from passnum.exchange.formats.attribution_lists import offered
from passnum.exchange.formats.attribution_session import AttributionSession
from passnum.partners.enums import Role
from passnum.partners.models import Partner, User
from passnum.partners.permissions import roles_at

#: Columns of the file, in order.
COLUMNS = (
    Column("numero_de_carnet", "Le numéro de série du carnet remis", "EMS-000101", required=True),
    Column("remis_le", "Jour de la remise, JJ/MM/AAAA", "14/03/2023", required=True),
    Column("lieu", "Nom du lieu de distribution ; vide si la structure n’en a qu’un", "Maison des Saules"),
    Column("intervenant", "Prénom et nom de qui a remis le carnet ; vide si c’est vous", ""),
    Column("commune", "Commune de résidence : nom, ou code INSEE (jamais un code postal)", "Bischheim", required=True),
    Column("categorie", "Catégorie de public : freins, bases, recreatif ou nr", "bases", choices=offered("categorie")),
    Column(
        "prestation",
        "assistance, formation ou coup_de_pouce ; vide si la personne s’oppose",
        "formation",
        choices=offered("prestation"),
    ),
    Column("age", "moins_26, 26_44, 45_59, 60_74, 75_plus ou nr", "45_59", choices=offered("age")),
    Column("sexe", "femme, homme ou nr", "femme", choices=offered("sexe")),
    Column("pcs", "Catégorie socioprofessionnelle : de 1 à 8, ou nr", "5", choices=offered("pcs")),
    Column("francais", "allophone, non_allophone ou nr", "nr", choices=offered("francais")),
    Column("handicap", "oui, non ou nr", "nr", choices=offered("handicap")),
    Column(
        "notice_lue", "oui : la notice d’information a été lue à la personne", "oui", required=True, choices=("oui",)
    ),
    Column(
        "opposition", "oui si la personne s’oppose au traitement : aucun profil alors", "non", choices=("oui", "non")
    ),
)


class AttributionFormat:
    """Brought in by an intervenant social of the partner, for the partner's own places."""

    kind: Kind = Kind.ATTRIBUTIONS
    most_rows: int = 150_000
    nouns: tuple[str, str] = ("attribution", "attributions")

    @property
    def columns(self) -> tuple[Column, ...]:
        """Those of article 6, then one for each characteristic that EMS asks for today."""
        return COLUMNS + added_columns()

    def ensure_allowed(self, actor: User, partner: Partner | None) -> None:
        """Raises NotAllowed for who is no intervenant social of the partner."""
        if partner is None or Role.INTERVENANT not in roles_at(actor, partner):
            raise NotAllowed(
                "Seuls les intervenants sociaux habilités de la structure remettent des Pass numériques (art. 4)."
            )

    def session(self, actor: User, partner: Partner | None, present: frozenset[str]) -> Session:
        """Begin a reading of a file of this partner."""
        assert partner is not None
        return AttributionSession(actor, partner, [column.name for column in self.columns], present)

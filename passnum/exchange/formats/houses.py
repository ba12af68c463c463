"""Partners and their places, one row per place: what is new is created, what differs is changed, nothing is removed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from passnum.core.communes import Commune, fold
from passnum.core.errors import InvalidInput, NotAllowed
from passnum.exchange.enums import Effect, Kind
from passnum.exchange.format import Checked, Column, Row, Session
from passnum.exchange.formats.by_row import Cells, UndoneSession, each_row
from passnum.exchange.formats.cells import commune_of, one_of, yes
from passnum.partners.enums import PartnerKind
from passnum.partners.models import DistributionPlace, Partner, User
from passnum.partners.permissions import is_ems_administrator
from passnum.partners.services import save_partner, save_place

COLUMNS = (
    Column("structure", "Nom de la structure, tel qu’il figure dans sa convention", "Centre social", required=True),
    Column("sigle", "Nom court, ou vide", "CS"),
    Column(
        "nature",
        "departement, commune, association, etablissement ou autre ; association si vide",
        "association",
        choices=tuple(PartnerKind.values),
    ),
    Column("lieu", "Nom du lieu de distribution ; vide pour la structure seule", "Maison de quartier"),
    Column("adresse", "Numéro et voie du lieu", "1 rue de l’Exemple"),
    Column("code_postal", "Cinq chiffres", "67800"),
    Column("commune", "Commune du lieu : nom ou code INSEE", "Bischheim"),
    Column("ouvert", "oui ou non : le lieu distribue ; oui si vide", "oui", choices=("oui", "non")),
)
_FIELDS = {
    "name": "lieu",
    "short_name": "sigle",
    "address": "adresse",
    "postal_code": "code_postal",
    "commune_insee": "commune",
}


class HouseFormat:
    """Brought in by the administrators of EMS."""

    kind: Kind = Kind.STRUCTURES
    columns: tuple[Column, ...] = COLUMNS
    most_rows: int = 5_000
    nouns: tuple[str, str] = ("ligne", "lignes")

    def ensure_allowed(self, actor: User, partner: Partner | None) -> None:
        """Raises NotAllowed for others."""
        if not is_ems_administrator(actor):
            raise NotAllowed("Seuls les administrateurs de l’Eurométropole tiennent les structures à jour.")

    def session(self, actor: User, partner: Partner | None, present: frozenset[str]) -> Session:
        """Begin a reading."""

        def apply(rows: Sequence[Row]) -> Checked:
            return each_row(rows, COLUMNS, lambda given: _save(actor, given), _FIELDS, key=_subject)

        return UndoneSession(apply)


def _subject(given: Cells) -> tuple[str, str]:
    return fold(given["structure"]), fold(given["lieu"])


def _save(actor: User, given: Cells) -> Effect:
    effect, owner = _partner(actor, given)
    if given["lieu"]:
        return max(effect, _place(actor, owner, given), key=[Effect.INCHANGE, Effect.MODIFIE, Effect.CREE].index)
    told = [name for name in ("adresse", "code_postal", "commune") if given[name]]
    if told:
        raise InvalidInput("Donnez le nom du lieu, ou videz son adresse.", field="lieu")
    return effect


def _partner(actor: User, given: Cells) -> tuple[Effect, Partner]:
    row = Partner.objects.filter(name__iexact=given["structure"]).first() or Partner(name=given["structure"])
    values = {
        "short_name": given["sigle"] or row.short_name,
        "kind": one_of(given["nature"], PartnerKind, "nature", default=str(row.kind)),
    }
    effect = _change(row, values)
    if effect != Effect.INCHANGE:
        try:
            row.full_clean()
        except ValidationError as error:
            # Both have a name: the partner's is in another column.
            told = error.message_dict
            raise ValidationError({"structure" if name == "name" else name: told[name] for name in told}) from error
        save_partner(actor=actor, partner=row)
    return effect, row


def _place(actor: User, owner: Partner, given: Cells) -> Effect:
    row = DistributionPlace.objects.filter(partner=owner, name__iexact=given["lieu"]).first()
    where: Commune = commune_of(given["commune"], "commune")
    if where.postal_codes and given["code_postal"] and given["code_postal"] not in where.postal_codes:
        raise InvalidInput(f"Ce n’est pas un code postal de {where.name}.", field="code_postal")
    row = row or DistributionPlace(partner=owner, name=given["lieu"])
    values = {
        "address": given["adresse"] or row.address,
        "postal_code": given["code_postal"] or where.postal_codes[0],
        "commune_insee": where.insee,
        "commune_name": where.name,
        "is_active": yes(given["ouvert"], "ouvert", default=row.is_active),
    }
    effect = _change(row, values)
    if effect != Effect.INCHANGE:
        row.full_clean()
        save_place(actor=actor, place=row)
    return effect


def _change(row: Partner | DistributionPlace, values: dict[str, Any]) -> Effect:
    """Set the values on the row; whether it is new, changed or the same."""
    differs = any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    if row.pk is None:
        return Effect.CREE
    return Effect.MODIFIE if differs else Effect.INCHANGE

"""Quotas as rows of a table: the columns, how a row is read, and what is refused, in French."""

from __future__ import annotations

from typing import Any, ClassVar

from import_export import fields, resources
from import_export.widgets import DateWidget, IntegerWidget, Widget

from passnum.conventions.models import Convention
from passnum.core.errors import PassnumError
from passnum.partners.models import User
from passnum.quotas.enums import QuotaBasis
from passnum.quotas.models import Quota
from passnum.quotas.services import DecisionLink, QuotaValues, set_quota
from passnum.quotas.told_revisions import Told, public_of, told_of

#: Columns of the file, in order: header and what it holds.
COLUMNS = (
    ("reference_convention", "Référence de la convention, par exemple PN-2021-CEA"),
    ("exercice", "Année, par exemple 2023"),
    ("carnets", "Nombre de carnets (1 carnet = 10 Pass = 100 €)"),
    ("base", "« personnes » ou « public » (art. 5)"),
    ("chiffre_retenu", "Personnes accueillies par an, ou ce que compte le chiffre du type de public"),
    ("source", "D’où vient le chiffre"),
    ("reunion_de_lancement", "Date JJ/MM/AAAA, ou vide"),
    ("carnets_livres", "Carnets déjà livrés, 0 si vide"),
    ("type_de_public", "Type de public accueilli, si c’est la base ; sinon vide"),
    ("motif", "Pourquoi le nombre change ; obligatoire pour une révision, vide si le nombre reste le même"),
    ("decision", "Qui a décidé, et où ; obligatoire pour une révision"),
    ("decide_le", "Jour de la décision, JJ/MM/AAAA ; obligatoire pour une révision"),
)


#: Attributes of a quota that a row carries.
QUOTA_FIELDS = (
    "convention",
    "year",
    "booklets",
    "basis",
    "basis_figure",
    "basis_source",
    "launch_meeting_on",
    "received_booklets",
    "basis_public",
)


#: More digits than any figure of the scheme has.
MAX_DIGITS = 9


def digits_of(value: Any) -> str:
    """A figure as spreadsheets write it, without its spaces nor its empty decimals: « 1 440 », 2022.0, « 2022,00 ».

    Three zeros could be thousands (« 1,000 »): they stay, and the figure is refused.
    """
    text = "".join(str("" if value is None else value).split())
    whole, _, decimals = text.replace(",", ".").partition(".")
    return whole if decimals in {"", "0", "00"} else text


class WholeNumber(IntegerWidget):
    """A whole number, written with or without spaces; anything else is refused in words."""

    def __init__(self, column: str, *, default: int | None = None) -> None:
        super().__init__()
        self.column, self.default = column, default

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int:
        text = digits_of(value)
        if not text and self.default is not None:
            return self.default
        if not text.isdecimal() or len(text) > MAX_DIGITS:
            raise ValueError(f"colonne « {self.column} » : « {value} » n’est pas un nombre entier.")
        return int(text)


class ConventionReference(Widget):
    """A convention by its reference."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Convention:
        found = Convention.objects.filter(reference=str(value or "").strip()).first()
        if found is None:
            raise ValueError(f"colonne « reference_convention » : aucune convention « {value} ».")
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.reference if value else ""


class Basis(Widget):
    """« personnes » or « public »."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = str(value or "").strip().lower()
        if text not in QuotaBasis.values:
            raise ValueError(f"colonne « base » : « {value} » ; écrivez « personnes » ou « public ».")
        return text

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(value)


class FrenchDate(DateWidget):
    """A date JJ/MM/AAAA (or AAAA-MM-JJ)."""

    def __init__(self, column: str) -> None:
        super().__init__(format="%d/%m/%Y")
        self.formats = ("%d/%m/%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S")
        self.column = column

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return super().clean(value, row, **kwargs)
        except ValueError as error:
            raise ValueError(f"colonne « {self.column} » : « {value} » n’est pas une date JJ/MM/AAAA.") from error


def _field(attribute: str, column: str, widget: Widget | None = None) -> fields.Field:
    return fields.Field(attribute=attribute, column_name=column, widget=widget or Widget())


class QuotaResource(resources.ModelResource):
    """One row per convention and year. Saving goes through the service, which knows the programme's cap."""

    convention = _field("convention", "reference_convention", ConventionReference())
    year = _field("year", "exercice", WholeNumber("exercice"))
    booklets = _field("booklets", "carnets", WholeNumber("carnets"))
    basis = _field("basis", "base", Basis())
    basis_figure = _field("basis_figure", "chiffre_retenu", WholeNumber("chiffre_retenu"))
    basis_source = _field("basis_source", "source")
    launch_meeting_on = _field("launch_meeting_on", "reunion_de_lancement", FrenchDate("reunion_de_lancement"))
    received_booklets = _field("received_booklets", "carnets_livres", WholeNumber("carnets_livres", default=0))
    basis_public = _field("basis_public", "type_de_public")

    class Meta:
        model = Quota
        import_id_fields: ClassVar[list[str]] = ["convention", "year"]
        fields = QUOTA_FIELDS
        use_transactions = True
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True

    def __init__(self, *, actor: User) -> None:
        super().__init__()
        self.actor = actor
        self._told = Told()

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Refuse a file without the columns, or with the same convention and year twice."""
        headers = [str(header or "").strip() for header in dataset.headers or []]
        missing = [name for name, _ in COLUMNS[:6] if name not in headers]
        if missing:
            what = "une colonne" if len(missing) == 1 else "des colonnes"
            raise PassnumError(f"Il manque {what} : {', '.join(missing)}. Partez du fichier modèle.")
        dataset.headers = headers
        seen: dict[tuple[str, str], int] = {}
        for number, row in enumerate(dataset.dict, start=2):
            key = str(row["reference_convention"]).strip(), digits_of(row["exercice"])
            if key in seen:
                raise PassnumError(
                    f"Ligne {number} : la convention {key[0]} et l’exercice {key[1]} sont déjà à la ligne {seen[key]}."
                )
            seen[key] = number

    def get_instance(self, instance_loader: Any, row: Any) -> Quota | None:
        """The quota that the row changes, or None when it creates one."""
        convention = self.fields["convention"].clean(row)
        year = self.fields["year"].clean(row)
        return Quota.objects.filter(convention=convention, year=year).first()

    def import_instance(self, instance: Quota, row: Any, **kwargs: Any) -> None:
        """The cells of a quota, then what the row tells of its revision, which is no column of the quota."""
        before = instance.booklets if instance.pk else None
        basis, public = instance.basis, instance.basis_public
        super().import_instance(instance, row, **kwargs)
        instance.basis_public = public_of(row, instance.basis, basis, public)
        decided_on = FrenchDate("decide_le").clean(row.get("decide_le"))
        self._told = told_of(row, decided_on, instance, before)

    def do_instance_save(self, instance: Quota, is_create: bool) -> None:
        """Through the service: permission, years of the convention, cap of the programme, journal."""
        values = {name: getattr(instance, name) for name in QUOTA_FIELDS}
        told = self._told
        decision = DecisionLink(None, told.decision) if told.decision else None
        saved = set_quota(
            actor=self.actor,
            values=QuotaValues(**values, reason=told.reason, decision=decision, decided_on=told.decided_on),
        )
        instance.pk = saved.pk

"""The acts on the record of a convention: document, contacts, data protection, acts and their dates, files."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.widgets import AdminDateInput

from cms.backoffice.base import Act
from passnum.conventions.enums import (
    EDITABLE_STATES,
    SIGNED_STATES,
    ContactRole,
    DataController,
    ElapsedPeriod,
    Side,
)
from passnum.conventions.models import Convention, ConventionContact, ConventionFile
from passnum.conventions.services import documents, record
from passnum.core.uploads import ATTACHMENTS, check_upload


class EmptyForm(forms.Form):
    """Nothing more than a confirmation."""


class ContactForm(forms.Form):
    side = forms.ChoiceField(label="Pour", choices=Side.choices)
    role = forms.ChoiceField(label="Au sujet de", choices=ContactRole.choices)
    name = forms.CharField(label="Nom", max_length=160)
    job_title = forms.CharField(label="Fonction", max_length=160, required=False)
    email = forms.EmailField(label="Adresse électronique", required=False)
    phone = forms.CharField(label="Téléphone", max_length=30, required=False)


class DataForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    controller = forms.ChoiceField(label="Responsable du traitement", choices=[("", "—"), *DataController.choices])
    arrangement = forms.CharField(
        label="Accord entre les parties", widget=forms.Textarea(attrs={"rows": 5}), max_length=5000, required=False
    )


class TransmissionForm(forms.Form):
    side = forms.ChoiceField(label="Délibération", choices=Side.choices)
    on = forms.DateField(label="Transmise au contrôle de légalité le", widget=AdminDateInput)


class FileForm(forms.Form):
    label = forms.CharField(label="Intitulé", max_length=160)
    file = forms.FileField(label="Fichier (PDF, image, tableur, texte)")
    shared = forms.BooleanField(label="Lisible par la structure", required=False)


class OfConvention(forms.Form):
    """A form that offers only what belongs to the convention in hand."""

    def __init__(self, *args: Any, row: Convention, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(row)

    def offer(self, row: Convention) -> None:
        """Fill the choices."""
        raise NotImplementedError


class RemoveContactForm(OfConvention):
    object = forms.ModelChoiceField(
        queryset=ConventionContact.objects.none(),
        to_field_name="public_id",
        label="Contact",
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def offer(self, row: Convention) -> None:
        self.fields["object"].queryset = row.contacts.all()  # type: ignore[attr-defined]


class WithdrawFileForm(OfConvention):
    object = forms.ModelChoiceField(
        queryset=ConventionFile.objects.none(),
        to_field_name="public_id",
        label="Pièce",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    reason = forms.CharField(label="Motif", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)

    def offer(self, row: Convention) -> None:
        self.fields["object"].queryset = row.files.current()  # type: ignore[attr-defined]


class SignatureForm(forms.Form):
    on = forms.DateField(label="Signée par l’Eurométropole le", widget=AdminDateInput)


class PeriodForm(forms.Form):
    elapsed_period = forms.ChoiceField(
        label="Période annuelle révolue", choices=ElapsedPeriod.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label="D’où cela vient", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


def _contact(actor: Any, row: Convention, values: dict[str, Any]) -> Any:
    return record.save_contact(actor=actor, contact=ConventionContact(convention=row, **values))


def _file(actor: Any, row: Convention, values: dict[str, Any]) -> Any:
    checked = check_upload(values.pop("file"), accept=ATTACHMENTS)
    return record.add_file(actor=actor, convention=row, checked=checked, **values)


PRODUCE = Act("version", "Produire la version à signer", "Un fichier numéroté et figé, avec un code par page. S’il "
              "manque un élément, vous le verrez ici.",
              lambda actor, row, _: documents.produce_version(actor=actor, convention=row),
              form=EmptyForm, done="La version à signer est prête.")  # fmt: skip
REMOVE_CONTACT = Act(
    "retirer-contact", "Retirer un contact", "Son nom et son adresse sont effacés : ce ne sont pas des actes. Le "
    "journal garde qu’un contact a été retiré.",
    lambda actor, row, values: record.remove_contact(actor=actor, contact=values["object"]),
    form=RemoveContactForm, done="Le contact est retiré.")  # fmt: skip
WITHDRAW_FILE = Act(
    "retirer-piece", "Retirer une pièce", "La pièce est gardée avec son empreinte, et ne se montre plus.",
    lambda actor, row, values: record.withdraw_file(actor=actor, file=values["object"], reason=values["reason"]),
    form=WithdrawFileForm, done="La pièce est retirée.")  # fmt: skip
SIGNATURE = Act(
    "signature", "Dater la signature de l’Eurométropole", "Les deux dates de signature sont conservées (art. 2).",
    lambda actor, row, values: record.record_ems_signature(actor=actor, convention=row, **values),
    form=SignatureForm, done="La date de signature est enregistrée.")  # fmt: skip
ACTS = (
    Act("contact", "Ajouter un contact", "Une personne à joindre, de l’une ou l’autre partie.", _contact,
        form=ContactForm, done="Le contact est ajouté."),
    Act("donnees", "Préciser la protection des données", "Qui décide des traitements, et ce dont les parties sont "
        "convenues (art. 4).", lambda actor, row, values: record.save_data_protection(
            actor=actor, convention=row, **values), form=DataForm, done="La protection des données est précisée."),
    Act("transmission", "Constater une transmission", "Le jour où la délibération a été transmise au contrôle de "
        "légalité.", lambda actor, row, values: record.record_transmission(actor=actor, convention=row, **values),
        form=TransmissionForm, done="La transmission est enregistrée."),
    Act("periode", "Préciser la période annuelle révolue", "L’article 7 ne dit pas laquelle. Les campagnes à venir "
        "la suivront ; celles qui sont ouvertes gardent leurs jours.",
        lambda actor, row, values: record.choose_elapsed_period(actor=actor, convention=row, **values),
        form=PeriodForm, done="La période annuelle révolue est précisée."),
    Act("piece", "Joindre une pièce", "Le contenu du fichier est vérifié.", _file, form=FileForm,
        done="La pièce est jointe."),
)  # fmt: skip
EVERY_ACT = (PRODUCE, *ACTS, REMOVE_CONTACT, WITHDRAW_FILE, SIGNATURE)


def open_record_acts(row: Convention) -> list[Act]:
    """The acts permitted from the state of the convention. A contact or a file is taken off beside its line."""
    found = [PRODUCE, *ACTS] if row.state in EDITABLE_STATES else list(ACTS)
    if row.state in SIGNED_STATES and row.ems_signed_on is None:
        found.append(SIGNATURE)
    return found


def allowed_acts(row: Convention) -> list[Act]:
    """Those, and the ones offered beside a line."""
    found = open_record_acts(row)
    if row.contacts.exists():
        found.append(REMOVE_CONTACT)
    if row.files.current().exists():
        found.append(WITHDRAW_FILE)
    return found

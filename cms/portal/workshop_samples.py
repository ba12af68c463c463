"""What the components page shows: each component in every state, with figures of the real convention."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator

from cms.portal.states import known_states
from cms.portal.tables import Column, Row, Table
from passnum.core import clock
from passnum.quotas.position import QuotaPosition

_HASH = "9f2c4e1ab07d35c88e61f04b7a29d3c5511e60f8a4bb27c90d16e3f5a8c7b204"


class SampleForm(forms.Form):
    """One field of each kind."""

    structure = forms.CharField(label="Nom du lieu de distribution", help_text="Tel qu’il est affiché à l’entrée.")
    people = forms.IntegerField(label="Personnes accueillies par an", min_value=0)
    day = forms.DateField(
        label="Date de la réunion",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    actions = forms.CharField(label="Actions réalisées en dehors du Pass", widget=forms.Textarea(attrs={"rows": 5}))
    commune = forms.ChoiceField(
        label="Commune", choices=[("", "Choisir une commune"), ("67482", "Strasbourg"), ("67447", "Schiltigheim")]
    )
    french = forms.ChoiceField(
        label="La personne est-elle allophone ?",
        choices=[("oui", "Oui"), ("non", "Non"), ("nr", "Ne souhaite pas répondre")],
        widget=forms.RadioSelect,
        help_text="« Ne souhaite pas répondre » est une réponse comme les autres.",
    )
    services = forms.MultipleChoiceField(
        label="Services proposés",
        choices=[("demarches", "Aide aux démarches administratives"), ("materiel", "Accès internet et matériel")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    logo = forms.BooleanField(label="Le logo du réseau est affiché dans le lieu", required=True)
    proof = forms.FileField(label="Pièce jointe", required=False, help_text="Le fichier part dans le dossier compilé.")


class SampleFilter(forms.Form):
    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous les états"), ("remis", "Remis"), ("brouillon", "Brouillon")],
    )
    recherche = forms.CharField(label="Nom de la structure", required=False)


def _forms() -> dict[str, Any]:
    wrong = {"people": "-3", "french": "peut-être", "commune": ""}
    return {
        "form": SampleForm(auto_id="exemple_%s", initial={"structure": "Maison sociale du Neuhof", "french": "nr"}),
        "wrong_form": SampleForm(wrong, auto_id="erreur_%s"),
        "filter_form": SampleFilter({"etat": "remis"}, auto_id="filtre_%s"),
        "quota_position": QuotaPosition(
            granted=600, received=460, in_transit=20, in_places=40, handed_out=412, returned=8, counted=True
        ),
    }


def _steps() -> dict[str, Any]:
    return {
        "steps": [
            {"label": "Livrables remis", "state": "done", "detail": "vendredi 28 octobre 2022", "url": "#"},
            {"label": "Dossier compilé", "state": "done", "detail": "12 pages"},
            {"label": "Validation par la présidence", "state": "current", "detail": "depuis 3 jours"},
            {"label": "Examen par l’Eurométropole", "state": "todo"},
            {"label": "Archivage", "state": "todo"},
        ],
        "returned_steps": [
            {"label": "Livrables remis", "state": "problem", "detail": "renvoyés avec un motif", "url": "#"},
            {"label": "Validation par la présidence", "state": "todo"},
        ],
    }


def _timeline() -> dict[str, Any]:
    today = clock.today()
    return {
        "duties": [
            {
                "date": today - timedelta(days=80), "title": "Proposer une nouvelle convention", "article": "8",
                "debtor": "Comité de suivi, puis Eurométropole", "state": "echue", "state_label": "Date passée",
                "detail": "Fin de la convention moins six mois calendaires.",
            },
            {
                "date": today + timedelta(days=12), "title": "Remettre les livrables de 2022", "article": "7",
                "debtor": "Structure de distribution", "state": "brouillon", "state_label": "Bientôt", "url": "#",
                "detail": "Comité du mardi 31 octobre 2023 moins un mois calendaire.",
            },
            {
                "date": today - timedelta(days=320), "title": "Tenir le comité de suivi du 4ᵉ trimestre",
                "article": "7", "debtor": "Eurométropole", "state": "approuve", "state_label": "Fait",
                "evidence": "Compte rendu validé",
            },
            {"title": "Rédiger le compte rendu", "article": "7", "debtor": "Membres du comité"},
        ],
    }  # fmt: skip


def _history() -> dict[str, Any]:
    now = clock.now()
    return {
        "entries": [
            {
                "moment": now, "actor": "Dominique Schmitt", "quality": "Présidence", "act": "a renvoyé",
                "subject": "dossier 2022 version 1", "from_state": "a_valider",
                "to_state": "renvoye", "reason": "Le total par âge ne correspond pas au total par sexe.",
            },
            {
                "moment": now - timedelta(days=3, hours=2), "actor": "Camille Weber", "act": "a remis",
                "subject": "Rapport d’indicateurs 2022",
                "from_state": "brouillon", "to_state": "remis", "evidence": _HASH,
            },
        ],
    }  # fmt: skip


def _tables() -> dict[str, Any]:
    columns = [
        Column("partner", "Structure", sortable=True),
        Column("quota", "Quota", numeric=True, sortable=True),
        Column("handed", "Distribués", numeric=True),
        Column("state", "Dossier"),
    ]
    rows = [
        Row(["Collectivité européenne d’Alsace", "600", "412", "À valider"], url="#"),
        Row(["CCAS de Schiltigheim", "120", "64", "Transmis"], url="#"),
        Row(["Association Le Fil", "60", "non renseigné", "En compilation"]),
    ]
    return {
        "full_table": Table(
            "Carnets de l’exercice 2022", columns, rows, footer=["Total", "780", "476", ""], export_url="#"
        ),
        "empty_table": Table(
            "Dossiers reçus", columns, empty_title="Aucun dossier reçu",
            empty_text="Ils arrivent ici dès que la présidence d’une structure les a validés.",
        ),
    }  # fmt: skip


def context() -> dict[str, Any]:
    """Everything that the components page needs."""
    today = clock.today()
    return {
        **_forms(), **_steps(), **_timeline(), **_history(), **_tables(),
        "now": clock.now(),
        "sha256": _HASH,
        "states": known_states(),
        "deadlines": [today + timedelta(days=days) for days in (90, 12, 1, 0, -3)],
        "some_days_ago": today - timedelta(days=3),
        "bars": [("Moins de 26 ans", 48), ("De 26 à 44 ans", 131), ("De 45 à 59 ans", 97), ("60 ans et plus", None)],
        "page": Paginator(range(200), 20).page(4),
        "crumbs": [("Accueil", "/"), ("Dossiers", "#"), ("Exercice 2022", "")],
        "sections": [
            {"label": "Actions réalisées", "url": "#boutons", "complete": True},
            {"label": "Projets", "url": "#boutons", "current": True},
            {"label": "Pièces jointes", "url": "#boutons", "problem": True},
        ],
        "lines": [("Livrable", "Rapport d’indicateurs 2022"), ("Remis par", "Camille Roth")],
        "next_steps": ["Le dossier est compilé en quelques instants.", "La présidence le valide ou le renvoie."],
        "consequences": [
            "La présidence reçoit le dossier compilé et peut le renvoyer avec un motif.",
            "Vous ne pouvez plus modifier ce rapport, sauf s’il vous est renvoyé.",
        ],
    }  # fmt: skip

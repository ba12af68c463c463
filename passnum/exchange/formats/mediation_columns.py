"""The columns of the national standard of mediation places, explained; those that v1.0.2 dropped come last."""

from __future__ import annotations

from passnum.exchange.format import Column
from passnum.network.old_words import OLD_COLUMNS
from passnum.network.standard import COLUMNS as STANDARD
from passnum.network.standard import REQUIRED

#: Column → what it holds, an example.
_TOLD = {
    "id": ("Identifiant du lieu dans sa source ; c’est lui qui dit si le lieu est déjà connu", "moulin-1"),
    "pivot": ("SIRET ou RNA, sans espace", "12345678900011"),
    "nom": ("Nom du lieu", "Atelier du Moulin"),
    "commune": ("Nom de la commune", "Ostwald"),
    "code_postal": ("Cinq chiffres", "67540"),
    "code_insee": ("Code INSEE de la commune, ou vide", "67365"),
    "adresse": ("Numéro et voie", "3 rue du Moulin"),
    "complement_adresse": ("Bâtiment, étage ; ou vide", "Bâtiment B"),
    "latitude": ("Degrés décimaux, avec la longitude ; ou vide", "48.5431"),
    "longitude": ("Degrés décimaux, avec la latitude ; ou vide", "7.7102"),
    "typologie": ("Codes de typologie, séparés par |", "TIERS_LIEUX|ASSO"),
    "telephone": ("Au format international", "+33388000001"),
    "courriels": ("Adresses, séparées par |", "bonjour@moulin.example"),
    "site_web": ("Adresses complètes, séparées par |", "https://moulin.example"),
    "horaires": ("Au format d’OpenStreetMap", "Mo-Fr 09:00-12:00,14:00-18:00"),
    "presentation_resume": ("280 caractères au plus", "On apprend à son rythme."),
    "presentation_detail": ("Présentation entière", "Un atelier ouvert à tous."),
    "source": ("Qui tient la fiche à jour", "Moulin"),
    "itinerance": ("Fixe, Itinérant ou les deux, séparés par |", "Fixe"),
    "structure_parente": ("Nom de la structure dont le lieu dépend, ou vide", ""),
    "date_maj": ("Jour de la dernière mise à jour, AAAA-MM-JJ", "2023-05-02"),
    "services": ("Services du standard, séparés par |", "Maîtrise des outils numériques du quotidien"),
    "publics_specifiquement_adresses": ("Publics du standard, séparés par |", "Seniors|Femmes"),
    "prise_en_charge_specifique": ("Valeurs du standard, séparées par |", "Illettrisme"),
    "frais_a_charge": ("Gratuit, Gratuit sous condition, Payant ; séparés par |", "Gratuit"),
    "dispositif_programmes_nationaux": ("Programmes du standard, séparés par |", "France Services"),
    "formations_labels": ("Labels du standard, séparés par |", "ORDI 3.0"),
    "autres_formations_labels": ("Autres labels, séparés par |", "Label du Moulin"),
    "modalites_acces": ("Manières de venir du standard, séparées par |", "Se présenter|Téléphoner"),
    "modalites_accompagnement": ("Accompagnements du standard, séparés par |", "Dans un atelier collectif"),
    "fiche_acces_libre": ("Adresse de la fiche Acceslibre, ou vide", ""),
    "prise_rdv": ("Adresse de prise de rendez-vous, ou vide", "https://rdv.example/moulin"),
}
COLUMNS = tuple(Column(name, *_TOLD[name], required=name in REQUIRED) for name in STANDARD) + tuple(
    Column(name, "Version 0.1 du standard", former=True) for name in OLD_COLUMNS
)

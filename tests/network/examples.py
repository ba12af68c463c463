"""Places and files of the tests, all invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from passnum.network.models import MediationPlace

HEADERS = (
    "id,pivot,nom,commune,code_postal,code_insee,adresse,complement_adresse,latitude,longitude,typologie,telephone,"
    "courriels,site_web,horaires,presentation_resume,presentation_detail,source,itinerance,structure_parente,date_maj,"
    "services,publics_specifiquement_adresses,prise_en_charge_specifique,frais_a_charge,"
    "dispositif_programmes_nationaux,formations_labels,autres_formations_labels,modalites_acces,"
    "modalites_accompagnement,fiche_acces_libre,prise_rdv"
)
ROW = (
    'moulin-1,12345678900011,Atelier du Moulin,Ostwald,67540,67365,"3 rue du Moulin, cour",Bâtiment B,48.5431,7.7102,'
    "TIERS_LIEUX|ASSO,+33388000001,bonjour@moulin.example|atelier@moulin.example,https://moulin.example,"
    '"Mo-Fr 09:00-12:00,14:00-18:00; PH off",On apprend à son rythme.,Un atelier ouvert à tous.,Moulin,Fixe,,'
    "2023-05-02,Maîtrise des outils numériques du quotidien|Aide aux démarches administratives,Seniors|Femmes,"
    "Illettrisme|Langues étrangères (autres),Gratuit|Payant,France Services,ORDI 3.0,Label du Moulin,"
    "Se présenter|Téléphoner,Dans un atelier collectif|À distance,,https://rdv.example/moulin"
)
CURRENT = f"{HEADERS}\r\n{ROW}\r\n"
OLD = (
    "id,pivot,nom,commune,code_postal,adresse,date_maj,services,conditions_acces,publics_accueillis\n"
    "moulin-1,12345678900011,Atelier du Moulin,Ostwald,67540,3 rue du Moulin,2022-11-08,"
    "Prendre en main un ordinateur;Approfondir ma culture numérique,"
    "Gratuit sous condition;Accepte le Pass numérique,Seniors (+ 65 ans);Surdité\n"
)


def place(**changes: Any) -> MediationPlace:
    """A place qualified and in the network."""
    values: dict[str, Any] = {
        "national_id": f"lieu-{MediationPlace.objects.count() + 1}",
        "pivot": "12345678900011",
        "nom": "Atelier du Moulin",
        "commune": "Ostwald",
        "code_postal": "67540",
        "code_insee": "67365",
        "adresse": "3 rue du Moulin",
        "date_maj": date(2023, 5, 2),
        "services": ["Maîtrise des outils numériques du quotidien"],
        "horaires": "Mo-Fr 09:00-12:00",
        "qualified_by": "Hubik",
        "qualified_since": date(2022, 1, 1),
        "network_joined_on": date(2022, 1, 1),
    }
    row = MediationPlace(**(values | changes))
    row.full_clean()
    row.save()
    return row

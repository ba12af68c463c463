"""A convention of our own writing, in the shape of the real ones."""

HEADING = """
CONVENTION DE PARTENARIAT POUR DES CARNETS D’ESSAI Exercices 2021-2023

Cette convention est établie entre :

- L'Eurométropole de Strasbourg, représentée par sa Présidente, Madame Camille ROHAN,
- La Régie du Ried, représentée par son Directeur en exercice, Monsieur Dominique KELLER, désignée « structure ».
"""
VISAS = """
Vu,

- le code des essais,
- la délibération du Conseil de l'Eurométropole de Strasbourg du XXX
- la délibération du conseil d'administration de la Régie du Ried en date du 31/05/2021
"""
PREAMBLE = """
Préambule

Les parties veulent essayer ensemble.

Elles le disent ici.
"""
ARTICLES = """
1ère partie : Objet

Article 1 : Objet de la convention

La convention dit comment les parties essaient ensemble.

Article 2 : Vie de la convention

Elle court jusqu'au 31 décembre 2023.

2ème partie : Moyens

Article 3 : Moyens de la structure

Prévenir les équipes

La structure prévient ses équipes :

- par écrit ;
- de vive voix.

Les étapes sont :

1. Lire
2. Comprendre
"""
SIGNATURE = """
Fait à Strasbourg, le

Pour l'Eurométropole
de Strasbourg

La Présidente

Camille ROHAN

Pour la structure

Le Directeur.

Dominique KELLER
"""
TEXT = HEADING + VISAS + PREAMBLE + ARTICLES + SIGNATURE

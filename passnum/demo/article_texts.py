"""Full texts of the thirteen articles in the demonstration: the model of the convention, in the product's own words."""

from __future__ import annotations

#: Text by number of the article.
ARTICLE_TEXTS: dict[int, str] = {
    1: """La présente convention fixe la manière dont l’Eurométropole de Strasbourg et la structure de distribution \
mettent en œuvre ensemble le Pass numérique sur le territoire des trente-trois communes.

Un carnet compte dix Pass de dix euros. Il donne accès à des ateliers dans les lieux de médiation qualifiés.""",
    2: """La convention prend effet à sa signature. Elle n’entre en vigueur qu’à la réception, par l’Eurométropole, de \
l’exemplaire signé par la présidence de la structure.

Elle court jusqu’au 31 décembre 2023. Elle ne se reconduit pas d’elle-même : une nouvelle convention peut être \
proposée par le comité de suivi, dans les conditions de l’article 8.""",
    3: """Les parties partagent trois objectifs :

- favoriser l’appropriation des outils numériques par tous ;
- faciliter l’accès aux droits et l’insertion professionnelle des bénéficiaires ;
- partager un référentiel commun s’appuyant sur le dispositif des Pass numériques.""",
    4: """La structure s’engage à :

- informer ses équipes et désigner les personnes habilitées à remettre les carnets ;
- mener avec chaque personne un diagnostic numérique, et l’accompagner dans le choix du lieu de médiation ;
- remettre un carnet à toute personne du territoire en difficulté avec le numérique, sans autre critère ;
- tenir à jour ses lieux sur la cartographie, afficher le logo du réseau et prendre part aux réunions ;
- rendre compte chaque année au format fourni par l’Eurométropole, et, à sa demande, par un rapport intermédiaire ;
- traiter les données personnelles dans le respect du règlement général sur la protection des données.""",
    5: """L’Eurométropole s’engage à :

- attribuer chaque année un nombre de carnets, fixé lors d’une réunion de lancement selon le nombre de personnes \
accueillies ou le type de public ;
- livrer ces carnets ;
- fournir les supports de communication, la cartographie, l’indice de fragilité et les outils de diagnostic ;
- organiser des réunions d’information.""",
    6: """La structure remet un programme d’actions, un rapport d’indicateurs et une enquête annuelle de satisfaction \
auprès des bénéficiaires.

Le rapport compte les carnets remis et les bénéficiaires selon l’âge, le sexe, la catégorie socioprofessionnelle, la \
maîtrise du français, le handicap et la commune de résidence.

La présidence de la structure valide ces livrables avant leur transmission à l’Eurométropole.""",
    7: """Un comité de suivi se réunit au moins une fois par an, au quatrième trimestre, à l’initiative de \
l’Eurométropole. Chaque partie peut demander une réunion supplémentaire.

1. La date est fixée ensemble au plus tard deux mois calendaires avant la réunion.
2. La structure communique les livrables et indicateurs de la période annuelle révolue au plus tard un mois \
calendaire avant.
3. Le comité évalue l’atteinte des objectifs sur la base des indicateurs, analyse les écarts, décide des ajustements \
et donne son avis sur la poursuite du partenariat.
4. Un compte rendu est rédigé et soumis aux membres pour validation.""",
    8: """Une évaluation finale porte sur toute la durée de la convention.

Le comité peut proposer une nouvelle convention, au plus tard six mois calendaires avant l’échéance. Elle tient compte \
du contexte et de la suite donnée au dispositif.""",
    9: """La structure cite l’Eurométropole comme partenaire dans toute communication relative au dispositif, sauf \
dispense expresse.

Le logo du réseau figure dans les lieux et sur chaque support. Le soutien de l’État est mentionné dans chaque \
communication.""",
    10: """La structure garde l’entière responsabilité des actions qu’elle mène. L’accord de l’Eurométropole sur un \
livrable ne vaut pas garantie.""",
    11: """Toute modification substantielle fait l’objet d’un avenant, décidé en comité de suivi. Il précise les \
éléments modifiés et ne remet pas en cause les objectifs généraux de la première partie.""",
    12: """La convention prend fin de plein droit, sans indemnité, en cas de force majeure ou d’impossibilité pour la \
structure d’exercer sa mission.

En cas de manquement, chaque partie peut y mettre fin trois mois après une lettre recommandée motivée restée sans effet.

Une fin anticipée d’un commun accord est examinée par un comité spécifique, au plus tard six mois avant la date \
envisagée. Les carnets non distribués sont restitués à l’Eurométropole.""",
    13: """Les parties recherchent d’abord une solution amiable, notamment en comité de suivi. À défaut, le litige \
relève du tribunal administratif de Strasbourg.""",
}

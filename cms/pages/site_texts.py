"""First texts of the public site, which the communication staff then make their own."""

from __future__ import annotations

HOME = {
    "title": "Le Pass numérique",
    "introduction": "Le Pass numérique, c’est un carnet de dix chèques pour apprendre à faire ses démarches en ligne. "
    "Il est gratuit pour vous et vous est remis par un intervenant social, après un échange. "
    "Vous choisissez ensuite avec lui un lieu où l’on vous accompagne, près de chez vous.",
    "people_text": "Les lieux où demander un Pass numérique",
    "professionals_text": "Kits, logos et règles d’usage",
    "search_description": "Le Pass numérique de l’Eurométropole de Strasbourg : être aidé pour ses démarches en ligne.",
}

#: Slug → title, introduction, blocks (kind, value).
PAGES: dict[str, tuple[str, str, list[tuple[str, str]]]] = {
    "le-pass": (
        "Qu’est-ce que le Pass numérique ?",
        "Un carnet de dix chèques de 10 €, pour apprendre avec quelqu’un.",
        [
            ("heading", "Pour qui ?"),
            (
                "text",
                "<p>Pour toute personne qui habite l’Eurométropole de Strasbourg et rencontre des difficultés avec les "
                "démarches en ligne. Aucune condition de revenu, de quartier ou de droit au séjour n’est demandée.</p>",
            ),
            ("heading", "Comment l’obtenir ?"),
            (
                "text",
                "<ol><li>Vous parlez de vos difficultés avec un intervenant social.</li><li>Ensemble, vous cherchez ce "
                "qui vous aiderait : être accompagné, apprendre les bases, ou un coup de pouce.</li><li>Il vous remet un "
                "carnet et vous aide à choisir un lieu.</li></ol>",
            ),
        ],
    ),
    "accessibilite": (
        "Accessibilité",
        "L’Eurométropole de Strasbourg s’engage à rendre ce service accessible (loi du 11 février 2005, article 47).",
        [
            ("heading", "État de conformité"),
            (
                "text",
                "<p>Passnum n’est <strong>pas encore audité</strong> selon le référentiel général d’amélioration de "
                "l’accessibilité (RGAA 4.1.2). Il ne peut donc pas être déclaré conforme. Des vérifications automatiques "
                "accompagnent chaque version ; elles ne remplacent pas un audit.</p>",
            ),
            ("heading", "Ce que nous savons"),
            (
                "text",
                "<ul><li>Les pages publiques et l’espace partenaire se parcourent au clavier et s’affichent à partir de "
                "320 pixels de large.</li><li>Les dossiers produits sont des PDF balisés (PDF/UA-1).</li><li>L’éditeur de "
                "texte de l’espace de gestion n’a pas été vérifié avec un lecteur d’écran.</li></ul>",
            ),
            ("heading", "Signaler une difficulté"),
            (
                "text",
                "<p>Écrivez-nous depuis la page Contact : nous vous répondrons et chercherons avec vous une autre façon "
                "d’accéder au contenu. Sans réponse satisfaisante, vous pouvez saisir le Défenseur des droits.</p>",
            ),
        ],
    ),
    "mentions-legales": (
        "Mentions légales",
        "",
        [
            ("heading", "Éditeur"),
            ("text", "<p>Eurométropole de Strasbourg, 1 parc de l’Étoile, 67076 Strasbourg Cedex.</p>"),
            ("heading", "Hébergement"),
            ("text", "<p>À compléter par l’Eurométropole au moment de la mise en service.</p>"),
        ],
    ),
    "donnees-personnelles": (
        "Données personnelles",
        "Passnum ne contient ni le nom, ni la date de naissance, ni les coordonnées des bénéficiaires.",
        [
            ("heading", "Ce que nous gardons"),
            (
                "text",
                "<ul><li><strong>Des bénéficiaires</strong> : des nombres par catégorie, sans identité.</li><li><strong>Des "
                "professionnels</strong> : nom, adresse électronique, fonction, rôle, et le journal de leurs actes.</li></ul>",
            ),
            ("heading", "Pourquoi"),
            (
                "text",
                "<p>Pour suivre les conventions de distribution du Pass numérique et en rendre compte. Le journal des "
                "actes est conservé avec chaque convention.</p>",
            ),
            ("heading", "Vos droits"),
            (
                "text",
                "<p>Accès, rectification, opposition, limitation : écrivez à la personne déléguée à la protection des "
                "données depuis la page Contact. Vous pouvez aussi saisir la CNIL. Ce site ne dépose que les cookies "
                "nécessaires à la connexion, et ne charge rien d’un autre site.</p>",
            ),
        ],
    ),
    "contact": (
        "Contact",
        "Le service Pass numérique de l’Eurométropole de Strasbourg.",
        [
            (
                "text",
                "<p>Vous cherchez de l’aide pour vos démarches : adressez-vous à l’un des lieux de la liste. Vous êtes "
                "partenaire : votre correspondant à l’Eurométropole vous répond, et l’équipe lit les réponses aux courriels "
                "de Passnum.</p>",
            ),
        ],
    ),
}

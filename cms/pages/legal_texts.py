"""First texts of the pages that the footer leads to: what is true of this software today, and what EMS has to complete."""

from __future__ import annotations

LEGAL_PAGES: dict[str, tuple[str, str, list[tuple[str, object]]]] = {
    "accessibilite": (
        "Accessibilité : non encore auditée",
        "L’Eurométropole de Strasbourg s’engage à rendre ce service accessible (loi du 11 février 2005, article 47).",
        [
            ("heading", "État de conformité"),
            (
                "text",
                "<p>Passnum n’a <strong>pas encore été audité</strong> selon le référentiel général d’amélioration de "
                "l’accessibilité (RGAA 4.1.2). Il ne peut donc pas être déclaré conforme, ni même partiellement conforme. "
                "Des vérifications automatiques accompagnent chaque version ; elles ne remplacent pas un audit.</p>",
            ),
            ("heading", "Ce que nous savons"),
            (
                "text",
                "<ul><li>Les pages publiques et l’espace partenaire se parcourent au clavier et s’affichent à partir de "
                "320 pixels de large.</li><li>Les dossiers produits sont des PDF balisés (PDF/UA-1).</li><li>L’espace de "
                "gestion repose sur Wagtail : son éditeur de texte n’a pas été vérifié avec un lecteur d’écran.</li>"
                "<li>Les fichiers déposés par les structures ou publiés dans les kits peuvent ne pas être accessibles."
                "</li></ul>",
            ),
            ("heading", "Signaler une difficulté"),
            (
                "text",
                '<p>Écrivez-nous depuis la page <a href="/contact/">Contact</a> : nous vous répondrons et chercherons avec '
                "vous une autre façon d’accéder au contenu.</p>",
            ),
            ("heading", "Voies de recours"),
            (
                "text",
                "<p>Si notre réponse ne convient pas, vous pouvez saisir le Défenseur des droits : par son formulaire en "
                "ligne, par l’une de ses délégations près de chez vous, ou par courrier gratuit, sans timbre, à "
                "Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.</p>",
            ),
        ],
    ),
    "mentions-legales": (
        "Mentions légales",
        "Qui édite et qui héberge ce site.",
        [
            ("heading", "Éditeur"),
            (
                "text",
                "<p>Eurométropole de Strasbourg, 1 parc de l’Étoile, 67076 Strasbourg Cedex. Direction de la publication : "
                "la présidence de l’Eurométropole de Strasbourg.</p>",
            ),
            ("heading", "Hébergement"),
            (
                "text",
                "<p>Le nom et l’adresse de l’hébergeur sont à compléter par l’Eurométropole au moment de la mise en "
                "service.</p>",
            ),
            ("heading", "Usage des contenus"),
            (
                "text",
                '<p>Les supports de la page <a href="/kits/">Kits et logos</a> se téléchargent et s’affichent librement pour '
                "faire connaître le Pass numérique, dans le respect des règles écrites à côté de chacun.</p>",
            ),
        ],
    ),
    "donnees-personnelles": (
        "Données personnelles",
        "Passnum ne contient ni le nom, ni la date de naissance, ni les coordonnées des personnes qui reçoivent un carnet.",
        [
            ("heading", "Ce que nous gardons"),
            (
                "text",
                "<ul><li><strong>Des personnes qui reçoivent un carnet</strong> : le numéro du carnet, le lieu, la date, la "
                "commune, la déclaration que c’est le premier, et des réponses à choix fermés (tranche d’âge, sexe, catégorie socioprofessionnelle, maîtrise du "
                "français, handicap, aide retenue). Chaque réponse peut être refusée. Sans nom, ces données restent "
                "personnelles : elles sont protégées comme telles.</li><li><strong>Des professionnels</strong> : nom, "
                "adresse électronique, fonction, rôle, connexions (date, adresse réseau, navigateur) et journal de leurs "
                "actes.</li><li><strong>Des personnes qui visitent le site</strong> : rien qui les suive.</li></ul>",
            ),
            ("heading", "Pourquoi"),
            (
                "text",
                "<p>Pour suivre les conventions de distribution du Pass numérique et en rendre compte : c’est une mission "
                "d’intérêt public de l’Eurométropole de Strasbourg, responsable de ce traitement.</p>",
            ),
            ("heading", "Qui les voit"),
            (
                "text",
                "<p>Les réponses d’une personne ne sont lues que par les intervenants sociaux de la structure qui l’a reçue. "
                "Une structure voit ses seules données. L’Eurométropole voit les nombres, les dossiers et les échéances de "
                "toutes. L’État reçoit des bilans chiffrés, sans nom. Rien n’est vendu.</p>",
            ),
            ("heading", "Combien de temps"),
            (
                "text",
                "<p>Chaque sorte de données a sa durée : voyez les <a "
                'href="/durees-de-conservation/">durées de conservation</a>. Les conventions, les dossiers et leur journal '
                "sont des archives publiques : le service des archives décide de leur sort.</p>",
            ),
            ("heading", "Cookies"),
            (
                "text",
                "<p>Ce site ne charge rien d’un autre site et ne mesure pas votre visite. Il dépose deux cookies, pour la "
                "connexion et pour la sécurité des formulaires ; la session dure au plus dix heures.</p>",
            ),
            ("heading", "Vos droits"),
            (
                "text",
                '<p>Vous avez reçu un carnet : avec le code de votre reçu, <a href="/mon-recu/">Mon reçu</a> vous laisse voir, '
                "corriger, emporter ou effacer vos réponses, sans compte et sans nom. Dans les autres cas (accès, "
                "rectification, effacement, opposition, limitation), écrivez à la personne déléguée à la protection des "
                'données depuis la page <a href="/contact/">Contact</a> ; la réponse vient dans le mois. Vous pouvez aussi '
                "saisir la CNIL.</p>",
            ),
        ],
    ),
    "contact": (
        "Contact",
        "Le service Pass numérique de l’Eurométropole de Strasbourg.",
        [
            ("heading", "Vous cherchez de l’aide"),
            (
                "text",
                "<p>Adressez-vous directement à l’un des lieux de la liste : c’est là que l’on vous reçoit et que le Pass vous "
                "est remis.</p>",
            ),
            ("action", {"label": "Trouver un lieu", "page": "lieux", "address": ""}),
            ("heading", "Vous travaillez dans une structure de distribution"),
            (
                "text",
                "<p>Répondez à l’un des courriels de Passnum : votre correspondant à l’Eurométropole le lit.</p>",
            ),
            ("heading", "Par courrier"),
            (
                "text",
                "<p>Eurométropole de Strasbourg, service Pass numérique, 1 parc de l’Étoile, 67076 Strasbourg Cedex. Pour vos "
                "données personnelles, écrivez « À l’attention de la personne déléguée à la protection des données ».</p>",
            ),
        ],
    ),
}

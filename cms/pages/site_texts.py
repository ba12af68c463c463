"""First texts of the public site, which the communication staff then make their own."""

from __future__ import annotations

from cms.pages.legal_texts import LEGAL_PAGES

HOME = {
    "title": "Le Pass numérique",
    "introduction": "Le Pass numérique, c’est un carnet de dix chèques pour apprendre à faire ses démarches en ligne. "
    "Il est gratuit pour vous et vous est remis par un intervenant social, après un échange. "
    "Vous choisissez ensuite avec lui un lieu où l’on vous accompagne, près de chez vous.",
    "people_text": "Les lieux où demander un Pass numérique",
    "professionals_text": "Distribuer le Pass, télécharger les kits, entrer dans votre espace",
    "search_description": "Le Pass numérique de l’Eurométropole de Strasbourg : être aidé pour ses démarches en ligne.",
}

HOME_BODY = [("action", {"label": "Qu’est-ce que le Pass numérique ?", "page": "le-pass", "address": ""})]

PLACES = {
    "title": "Trouver un lieu",
    "introduction": "Les lieux où un intervenant social peut vous remettre un Pass numérique.",
    "search_description": "La liste des lieux où demander un Pass numérique dans l’Eurométropole de Strasbourg, par commune.",
}

STATISTICS = {
    "title": "Chiffres",
    "introduction": "Qui a reçu un Pass numérique, et pour quelle aide : des nombres, jamais des noms.",
    "search_description": "Les chiffres du Pass numérique dans l’Eurométropole de Strasbourg, période par période.",
}

KITS = {
    "title": "Kits et logos",
    "introduction": "<p>Affiches, stickers et courriers pour faire connaître le Pass numérique.</p>",
    "search_description": "Les supports de communication du Pass numérique, à télécharger par les structures de distribution.",
}

NEWS = {
    "title": "Actualités",
    "introduction": "Les nouvelles du réseau du Pass numérique.",
    "search_description": "Les actualités du Pass numérique de l’Eurométropole de Strasbourg.",
}

#: Slug → title, introduction, blocks (kind, value).
PAGES: dict[str, tuple[str, str, list[tuple[str, object]]]] = {
    "le-pass": (
        "Qu’est-ce que le Pass numérique ?",
        "Un carnet de dix chèques de 10 €, pour apprendre avec quelqu’un.",
        [
            ("heading", "Pour qui ?"),
            (
                "text",
                "<p>Pour toute personne qui habite l’Eurométropole de Strasbourg et rencontre des difficultés avec les "
                "démarches en ligne. Aucune condition de revenu, de quartier ou de droit au séjour n’est demandée.</p>",
            ),
            ("heading", "Comment l’obtenir ?"),
            (
                "text",
                "<ol><li>Vous parlez de vos difficultés avec un intervenant social.</li><li>Ensemble, vous cherchez ce "
                "qui vous aiderait : être accompagné, apprendre les bases, ou un coup de pouce.</li><li>Il vous remet un "
                "carnet et vous aide à choisir un lieu.</li></ol>",
            ),
            ("heading", "À quoi ressemble un carnet ?"),
            (
                "figures",
                [
                    {"value": "10", "unit": "Pass", "label": "Dans un carnet", "note": ""},
                    {"value": "10 €", "unit": "", "label": "La valeur d’un Pass", "note": ""},
                    {"value": "100 €", "unit": "", "label": "La valeur d’un carnet", "note": ""},
                ],
            ),
            ("heading", "Vos questions"),
            (
                "questions",
                [
                    {
                        "question": "Est-ce que je paie quelque chose ?",
                        "answer": "<p>Non. Le carnet est gratuit pour vous : l’Eurométropole de Strasbourg et l’État le "
                        "financent.</p>",
                    },
                    {
                        "question": "Est-ce que l’on garde mon nom ?",
                        "answer": "<p>Non. Passnum ne contient ni votre nom, ni votre date de naissance, ni vos "
                        "coordonnées.</p>",
                    },
                    {
                        "question": "Puis-je dire non à une question ?",
                        "answer": "<p>Oui, à chacune. « Ne souhaite pas répondre » est toujours possible et ne change rien "
                        "à votre droit.</p>",
                    },
                ],
            ),
            ("action", {"label": "Trouver un lieu près de chez moi", "page": "lieux", "address": ""}),
        ],
    ),
    "professionnels": (
        "Je suis un professionnel",
        "Vous travaillez dans une structure qui distribue le Pass numérique, ou qui voudrait le faire.",
        [
            ("heading", "Distribuer le Pass"),
            (
                "text",
                "<p>Une structure distribue le Pass après avoir signé une convention avec l’Eurométropole de Strasbourg. "
                "Seuls les intervenants sociaux remettent les carnets, après un échange avec la personne sur ses "
                "difficultés et ce qui l’aiderait.</p>",
            ),
            ("heading", "Le faire savoir"),
            (
                "text",
                "<p>Affiches, stickers, courrier d’accompagnement et logo du réseau se téléchargent librement. Gardez les "
                "trois mentions demandées par l’article 9 de la convention.</p>",
            ),
            ("action", {"label": "Télécharger les kits et les logos", "page": "kits", "address": ""}),
            ("heading", "Rendre compte"),
            (
                "text",
                "<p>Programme d’actions, rapport d’indicateurs et enquête de satisfaction se remplissent dans votre espace. "
                "Votre présidence les valide avant leur transmission à l’Eurométropole. Votre compte vous est ouvert par "
                'invitation. <a href="/espace/">Entrer dans mon espace</a></p>',
            ),
            ("heading", "Accompagner"),
            (
                "text",
                '<p>Le <a href="/guide/">guide de l’accompagnement numérique</a> rappelle les gestes qui aident, et ceux qui '
                "mettent en difficulté.</p>",
            ),
        ],
    ),
    "guide": (
        "Guide de l’accompagnement numérique",
        "Les gestes du réseau « Démarches en ligne ? Ici on vous aide ».",
        [
            ("heading", "Écouter d’abord"),
            (
                "text",
                "<p>Commencez par la démarche qui amène la personne, pas par l’outil. Demandez ce qu’elle a déjà essayé. La "
                "courte simulation en ligne se propose seulement si elle est d’accord et si le lieu est équipé ; un refus est "
                "une réponse normale.</p>",
            ),
            ("heading", "Choisir ensemble ce qui aide"),
            (
                "text",
                "<ul><li><strong>L’assistance numérique</strong>, quand un obstacle empêche d’apprendre aujourd’hui : quelqu’un "
                "fait la démarche avec la personne.</li><li><strong>La formation aux compétences de base</strong>, quand "
                "la personne veut et peut apprendre.</li><li><strong>Le coup de pouce sur un service en ligne</strong>, "
                "quand il ne manque qu’une habitude.</li></ul>",
            ),
            ("heading", "Faire avec, pas à la place"),
            (
                "text",
                "<p>Laissez la souris et le clavier à la personne chaque fois que c’est possible. Nommez ce que vous voyez à "
                "l’écran avec les mots qui y sont écrits. Faites refaire le geste utile, une fois, avant la fin.</p>",
            ),
            (
                "callout",
                {
                    "tone": "soon",
                    "title": "Mots de passe et papiers",
                    "text": "<p>Ne notez et ne gardez jamais le mot de passe d’une personne, même à sa demande. Fermez la session "
                    "sur un poste partagé, effacez les copies des pièces, reprenez les impressions oubliées.</p>",
                },
            ),
            ("heading", "Orienter sans perdre la personne"),
            (
                "text",
                "<p>Choisissez avec elle un lieu qu’elle peut rejoindre, aux horaires qui lui conviennent. Écrivez "
                "l’adresse, appelez avec elle si elle le souhaite, et convenez de ce qui se passe si le rendez-vous n’a "
                "pas lieu.</p>",
            ),
        ],
    ),
    **LEGAL_PAGES,
}

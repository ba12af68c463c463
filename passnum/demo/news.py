"""News of the public site of the demonstration."""

from __future__ import annotations

from datetime import date

#: Slug, date, title, summary, body.
NEWS = (
    (
        "rentree-2023",
        date(2023, 9, 4),
        "La rentrée du Pass numérique",
        "Les carnets de l’année sont arrivés dans les lieux de distribution : parlez-en à l’accueil.",
        "<p>Les structures de distribution ont reçu leurs carnets. Chaque personne qui rencontre des difficultés avec "
        "les démarches en ligne peut en demander un, après un échange avec un intervenant social.</p>"
        '<p><a href="/lieux/">Trouver un lieu près de chez vous</a></p>',
    ),
    (
        "kits-2023",
        date(2023, 6, 12),
        "Un nouveau kit pour l’accueil du public",
        "Affiche, sticker et bandeau web sont à télécharger : une question, une réponse, et les mentions à garder.",
        "<p>Le kit « Accueil du public » aide à faire savoir que l’on peut être aidé. Il se télécharge sur la page "
        '<a href="/kits/">Kits et logos</a>, avec le logo du réseau en trois rendus.</p>',
    ),
)

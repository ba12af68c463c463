"""The HTML version of a mail."""

from passnum.mail.html_version import html_version

TEXT = """Lire le dossier : https://passnum.example/espace/dossiers/1/

Bonjour Ève,

Motif : <script>alert(1)</script>
- âge
- sexe

Le service Pass numérique
Eurométropole de Strasbourg
"""


def test_first_line_becomes_the_button() -> None:
    html = html_version(subject="À lire", text=TEXT)
    assert '<a class="mail-button" href="https://passnum.example/espace/dossiers/1/">Lire le dossier</a>' in html


def test_lines_with_a_dash_become_a_list() -> None:
    assert "<ul><li>âge</li><li>sexe</li></ul>" in html_version(subject="À lire", text=TEXT)


def test_what_people_wrote_is_escaped() -> None:
    html = html_version(subject="<b>À lire</b>", text=TEXT)
    assert "<script>" not in html
    assert "<b>" not in html


def test_lines_of_a_paragraph_stay_together() -> None:
    html = html_version(subject="À lire", text=TEXT)
    assert "<p>Le service Pass numérique<br>Eurométropole de Strasbourg</p>" in html


def test_mail_without_an_act_has_no_button() -> None:
    html = html_version(subject="Information", text="Bonjour,\n\nRien à faire.\n")
    assert "<a " not in html
    assert "<p>Bonjour,</p>" in html


def test_html_loads_nothing_from_elsewhere() -> None:
    html = html_version(subject="À lire", text=TEXT)
    assert "<img" not in html
    assert "<link" not in html

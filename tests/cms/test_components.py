"""The components: what they say, and what they give to assistive tools."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import Client, RequestFactory

from cms.portal.states import known_states, look_of
from cms.portal.tables import Column, Row, Table
from passnum.conventions.enums import ConventionState
from passnum.core import clock
from passnum.deliverables.enums import DeliverableState, DossierState
from passnum.quotas.position import QuotaPosition

TODAY = date(2023, 9, 18)


class ContactForm(forms.Form):
    name = forms.CharField(label="Nom", help_text="Tel qu’il est écrit sur la porte.")
    answer = forms.ChoiceField(label="Réponse", choices=[("oui", "Oui")], widget=forms.RadioSelect)


def draw(source: str, **context: Any) -> str:
    """The HTML of a piece of template, drawn on the business day of the demonstration."""
    with clock.on_day(TODAY):
        return Template("{% load passnum_ui passnum_text %}" + source).render(Context(context))


def words(html: str) -> str:
    """What is read, with single spaces between the pieces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize(
    ("due_on", "tone", "said"),
    [
        (date(2023, 12, 17), "quiet", "dans 90 jours dimanche 17 décembre 2023 art. 7"),
        (date(2023, 9, 30), "soon", "dans 12 jours samedi 30 septembre 2023 art. 7"),
        (date(2023, 9, 15), "late", "en retard de 3 jours vendredi 15 septembre 2023 art. 7"),
        (None, "quiet", "sans délai dans la convention art. 7"),
    ],
)
def test_deadline_tells_its_days_its_date_and_its_article(due_on: date | None, tone: str, said: str) -> None:
    html = draw('{% deadline_chip due_on article="7" %}', due_on=due_on)
    assert words(html) == said
    assert f"tone-{tone}" in html


def test_banner_says_what_is_up_to_the_reader() -> None:
    html = draw('{% ball_banner "Remettre l’enquête" mine=True %}')
    assert words(html) == "C’est à vous : remettre l’enquête"


def test_banner_says_since_when_someone_else_has_the_ball() -> None:
    html = draw('{% ball_banner "Chez la présidence" since=day %}', day=date(2023, 9, 15))
    assert words(html) == "Chez la présidence depuis 3 jours"


def test_every_state_of_the_domain_has_its_own_look() -> None:
    states = {*DeliverableState.values, *DossierState.values, *ConventionState.values}
    assert states <= set(known_states())


def test_state_is_told_by_a_word_and_an_icon_not_by_colour_alone() -> None:
    html = draw("{% state_pill state %}", state=DossierState.A_VALIDER)
    assert words(html) == look_of("a_valider").label
    assert "sprite.svg#user" in html


def test_unknown_figure_stays_unknown() -> None:
    assert words(draw('{% key_figure "Réponses" unit="réponses" %}')) == "Réponses non renseigné"


def test_key_figure_tells_its_denominator_and_its_trend() -> None:
    html = draw('{% key_figure "Carnets" value=412 unit="carnets" of=600 previous=371 previous_label="2021" %}')
    assert words(html) == "Carnets 412 carnets sur 600 41 de plus qu’en 2021 (371)"


def test_quota_bar_tells_booklets_and_cheques_of_each_part() -> None:
    position = QuotaPosition(600, 460, in_transit=20, in_places=40, handed_out=412, returned=8, counted=True)
    said = words(draw("{% quota_bar position %}", position=position))
    assert "Remis aux personnes 412 carnets 4 120 Pass, 41 200 €" in said
    assert "En cours de livraison 20 carnets 200 Pass, 2 000 €" in said
    assert "À livrer 120 carnets 1 200 Pass, 12 000 €" in said


def test_history_tells_a_date_that_was_set_in_full() -> None:
    entry = {"moment": clock.now(), "act": "Fixer la date du comité", "to_state": "2023-11-30"}
    assert words(draw("{% history entries %}", entries=[entry])).endswith("jeudi 30 novembre 2023")


def test_history_tells_a_state_once_where_it_did_not_change() -> None:
    entry = {"moment": clock.now(), "act": "Ouvrir", "from_state": "en_compilation", "to_state": "en_compilation"}
    assert words(draw("{% history entries %}", entries=[entry])).count("En compilation") == 1


def test_chart_repeats_its_figures_in_a_table() -> None:
    html = draw("{% bar_chart 'Âges' rows unit='personnes' %}", rows=[("Moins de 26 ans", 1), ("Plus", None)])
    table = words(html[html.index("<table") : html.index("</table>")])
    assert "Moins de 26 ans 1 100 %" in table
    assert "Plus non renseigné —" in table


def test_field_is_tied_to_its_help_its_example_and_its_error() -> None:
    html = draw('{% field form.name example="CCAS" %}', form=ContactForm({}))
    assert 'aria-describedby="id_name-help id_name-example id_name-error"' in html
    assert 'aria-invalid="true"' in html
    assert all(f'id="id_name-{part}"' in html for part in ("help", "example", "error"))


def test_required_field_says_so_in_words() -> None:
    assert "(obligatoire)" in draw("{% field form.name %}", form=ContactForm())


def test_group_of_choices_is_a_fieldset_with_its_legend() -> None:
    html = draw("{% field form.answer %}", form=ContactForm({}))
    assert '<fieldset class="field__group" id="id_answer" aria-describedby="id_answer-error">' in html
    assert "<legend" in html
    assert html.count("aria-describedby") == 1


def test_error_summary_leads_to_each_field() -> None:
    html = draw("{% error_summary form %}", form=ContactForm({}))
    assert 'href="#id_name"' in html
    assert 'href="#id_answer_0"' in html


def test_error_summary_is_silent_without_error() -> None:
    assert not draw("{% error_summary form %}", form=ContactForm()).strip()


def _request(query: str) -> Any:
    return RequestFactory().get(f"/liste/?{query}")


TABLE = Table("Dossiers", [Column("name", "Nom", sortable=True), Column("n", "Nombre", numeric=True)], [Row(["A", 1])])


def test_sorted_column_says_its_direction_and_turns_at_the_next_click() -> None:
    html = draw("{% data_table table %}", table=TABLE, request=_request("tri=name&etat=remis&page=3"))
    assert 'aria-sort="ascending"' in html
    assert 'href="?etat=remis&amp;tri=-name"' in html


def test_unknown_sort_falls_back_on_the_default() -> None:
    assert Table.sort_key(_request("tri=password"), {"name"}, "name") == "name"
    assert Table.sort_key(_request("tri=-name"), {"name"}, "name") == "-name"


def test_a_wide_table_says_in_each_cell_the_column_that_a_card_shows() -> None:
    wide = Table("T", [Column(f"c{n}", f"Colonne {n}") for n in range(4)], [Row(["A", 1, 2, 3])])
    html = draw("{% data_table table %}", table=wide)
    assert "table--cards" in html
    assert '<td data-label="Colonne 3">3</td>' in html
    assert "table--cards" not in draw("{% data_table table %}", table=TABLE, request=_request(""))


def test_cells_of_a_table_are_escaped() -> None:
    table = Table("T", TABLE.columns, [Row(["<b>x</b>", 1])])
    assert "&lt;b&gt;x&lt;/b&gt;" in draw("{% data_table table %}", table=table)


def test_empty_table_says_what_to_expect() -> None:
    table = Table("T", TABLE.columns, empty_title="Aucun dossier", empty_text="Ils arrivent ici.")
    assert words(draw("{% data_table table %}", table=table)) == "Aucun dossier Ils arrivent ici."


def test_pages_keep_the_filters_of_the_address() -> None:
    html = draw("{% pagination page %}", page=Paginator(range(9), 2).page(2), request=_request("etat=remis"))
    assert 'href="?etat=remis&amp;page=3"' in html


PANEL = (
    '{% confirmation_panel id="p" title="T" submit="Remettre" confirm="Relu" FORM consequences=c %}'
    "{% endconfirmation_panel %}"
)


def test_confirmation_says_its_consequence_and_asks_for_a_tick() -> None:
    html = draw(PANEL.replace("FORM", ""), c=["La présidence reçoit le dossier."])
    assert "La présidence reçoit le dossier." in html
    assert 'name="agreed" value="on" id="p-confirmation" required' in html


def test_confirmation_of_another_form_does_not_block_its_draft() -> None:
    html = draw(PANEL.replace("FORM", 'form_id="main"'), c=[])
    assert "<form" not in html
    assert "required>" not in html
    assert 'form="main"' in html


def test_running_progress_asks_again_and_a_finished_one_does_not() -> None:
    assert 'hx-get="/etat/"' in draw('{% progress "Compilation" poll_url="/etat/" %}')
    assert "hx-get" not in draw('{% progress "Prêt" state="done" poll_url="/etat/" %}')


def test_wrong_argument_of_a_component_is_an_error() -> None:
    with pytest.raises(Exception, match="artcle"):
        draw('{% deadline_chip None artcle="7" %}')


@pytest.mark.django_db
def test_components_page_shows_them_all_without_inline_style_or_script() -> None:
    response = Client().get("/atelier/composants/")
    html = response.content.decode()
    assert response.status_code == 200
    assert " style=" not in html
    assert "<style" not in html
    assert " on" + "click=" not in html
    assert all("src=" in tag.split(">", 1)[0] for tag in html.split("<script")[1:])


def test_where_some_figures_are_hidden_the_shares_are_of_the_whole() -> None:
    rows = [("Femmes", 60), ("Hommes", None)]
    template = "{% bar_chart 'Sexe' rows unit='personnes' absent='masqué' whole=whole %}"
    table = words(draw(template, rows=rows, whole=120))
    assert "Femmes 60 50 %" in table
    assert "Hommes masqué —" in table
    assert "Total 120" in table
    assert "Femmes 60 —" in words(draw(template, rows=rows, whole=None))

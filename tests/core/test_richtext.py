"""Rich text: sober formatting kept, everything else gone, whatever wrote it."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passnum.core.errors import InvalidInput
from passnum.core.richtext import ALLOWED_TAGS, MAX_CHARACTERS, clean_rich_text, is_blank, plain_text

LINK = '<a href="{}" rel="noopener noreferrer">{}</a>'

SOBER = (
    "<h3>Été</h3><p>Un <strong>mot</strong> et <em>un autre</em>,<br>puis "
    + LINK.format("https://exemple.fr/?a=1&amp;b=2", "le site")
    + ".</p><ul><li>un</li><li>deux<ol><li>trois</li></ol></li></ul>"
)


def test_sober_formatting_is_kept_as_it_is() -> None:
    assert clean_rich_text(SOBER) == SOBER


HOSTILE = [
    "<script>alert(1)</script>",
    "<p onclick=alert(1)>a</p>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<object data=a></object><embed src=a>",
    "<form action=//exemple.fr><input name=a><button>b</button></form>",
    "<style>*{display:none}</style>",
    "<p style='position:fixed;inset:0' class=alert id=main>a</p>",
    "<a href='javascript:alert(1)'>a</a>",
    "<a href='&#106;avascript:alert(1)'>a</a>",
    "<a href=' java\tscript:alert(1)'>a</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>a</a>",
    "<a href='vbscript:a'>a</a>",
    "<a href='file:///etc/passwd'>a</a>",
    "<a href='//exemple.fr'>a</a>",
    "<a href='/compte/logout/'>a</a>",
    "<a href='https://exemple.fr' target=_top onmouseover=alert(1) ping=//exemple.fr>a</a>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<base href=//exemple.fr><meta http-equiv=refresh content=0><link rel=stylesheet href=a>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<b\x00 onclick=alert(1)>a</b>",
    "<div/onclick=alert(1)>a</div>",
    '<p>"><script>alert(1)</script>',
    "{{ 7*7 }}{% load a %}<p>a</p>",
]

_START = re.compile(r"<([a-z0-9]+)([^>]*)>")


@pytest.mark.parametrize("value", HOSTILE)
def test_only_sober_tags_and_safe_links_remain(value: str) -> None:
    for tag, attributes in _START.findall(clean_rich_text(f"<p>avant</p>{value}<p>après</p>")):
        assert tag in ALLOWED_TAGS
        assert attributes == "" or re.fullmatch(
            r' href="(?:https?://|mailto:)[^"]+" rel="noopener noreferrer"', attributes
        )


@pytest.mark.parametrize("value", HOSTILE)
def test_cleaning_twice_changes_nothing_more(value: str) -> None:
    once = clean_rich_text(f"<p>avant</p>{value}")
    assert clean_rich_text(once) == once


@given(st.text(st.one_of(st.characters(), st.sampled_from("<>/=\"'&;pabhrefscript \n")), max_size=200))
def test_whatever_is_typed_nothing_but_sober_tags_comes_out(value: str) -> None:
    cleaned = clean_rich_text(value)
    assert {tag for tag, _ in _START.findall(cleaned)} <= ALLOWED_TAGS


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("<b>gras</b> et <i>penché</i>", "<strong>gras</strong> et <em>penché</em>"),
        ("<div>un</div><div>deux</div>", "<p>un</p><p>deux</p>"),
        ("<h1 class=x>Titre</h1><h4>Autre</h4>", "<h3>Titre</h3><h3>Autre</h3>"),
        ("<p>un</p><p></p><p><br></p><p>&nbsp;</p><p>deux</p>", "<p>un</p><p>deux</p>"),
        ("<p><strong><em> </em></strong></p><p>a</p>", "<p>a</p>"),
        ("<table><tr><td>un</td><td>deux</td></tr></table>", "un deux "),
        ("<p>a\u202eb\u200bc\x0bd&#x202e;e</p>", "<p>abcde</p>"),
        ("<p>e\u0301te\u0301</p>", "<p>été</p>"),
        ("<a href='javascript:a'>mot</a>", "mot"),
        ("<p>2 < 3 & 4</p>", "<p>2 &lt; 3 &amp; 4</p>"),
    ],
)
def test_what_other_editors_write_is_said_in_our_words(pasted: str, kept: str) -> None:
    assert clean_rich_text(pasted) == kept.strip()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("un\ndeux\r\n\r\ntrois", "<p>un<br>deux</p><p>trois</p>"),
        ("2 < 3 & 4", "<p>2 &lt; 3 &amp; 4</p>"),
        ("un\n\n\n\ndeux\n", "<p>un</p><p>deux</p>"),
    ],
)
def test_text_typed_without_an_editor_becomes_paragraphs(typed: str, kept: str) -> None:
    assert clean_rich_text(typed) == kept


@pytest.mark.parametrize(
    "value", ["", "  \n ", "<p></p>", "<p>&nbsp;</p>", "<ul><li></li></ul>", "<p>\u200d\u2063</p>"]
)
def test_a_text_without_a_word_is_blank_and_becomes_empty(value: str) -> None:
    assert is_blank(value)
    assert clean_rich_text(value) == ""


def test_a_word_is_not_blank() -> None:
    assert not is_blank("<p>.</p>")


def test_the_words_alone_are_one_line_per_paragraph_or_item() -> None:
    assert plain_text(SOBER) == "Été\nUn mot et un autre,\npuis le site.\nun\ndeux\ntrois"


def test_a_link_with_an_angle_bracket_adds_no_word() -> None:
    assert plain_text(clean_rich_text('<a href="https://exemple.fr/?a>b">mot</a>')) == "mot"


def test_the_longest_text_is_accepted_and_one_more_character_is_not() -> None:
    clean_rich_text(f"<p><strong>{'é' * MAX_CHARACTERS}</strong></p>")
    with pytest.raises(InvalidInput, match=r"compte 20\u202f001 caractères.* le maximum est 20\u202f000"):
        clean_rich_text(f"<p>{'é' * (MAX_CHARACTERS + 1)}</p>")


@pytest.mark.parametrize("value", ["<br>" * 60_000, "<ul>" * 100_000, "<p><em>" * 100_000])
def test_an_endless_source_is_refused_at_once(value: str) -> None:
    start = time.perf_counter()
    with pytest.raises(InvalidInput, match="mise en forme comprise"):
        clean_rich_text(value)
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize("tag", ["em", "ul", "strong"])
def test_tags_nested_without_end_are_refused(tag: str) -> None:
    with pytest.raises(InvalidInput, match="les unes dans les autres"):
        clean_rich_text(f"<{tag}>" * 500 + "a")

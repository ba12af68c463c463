"""Every pair of colours of the stylesheet that is used together, in both themes (WCAG 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

STYLESHEET = Path(settings.BASE_DIR) / "cms" / "static" / "css" / "passnum.css"
DARK_QUERY = "@media screen and (prefers-color-scheme: dark)"

TEXT_RATIO, SHAPE_RATIO = 4.5, 3.0
BACKGROUNDS = ("paper", "surface", "sunk")
TONES = ("done", "soon", "late", "quiet", "blue", "sandstone")

TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-muted", "blue", "blue-strong", *TONES) for ground in BACKGROUNDS),
    *((tone, f"{tone}-soft") for tone in TONES),
    *(("ink", f"{tone}-soft") for tone in TONES),
    *(("ink-muted", f"{tone}-soft") for tone in TONES),
    ("blue-strong", "blue-soft"),
    ("on-blue", "blue"),
    ("on-blue", "blue-strong"),
    ("on-sandstone", "sandstone"),
    ("on-late", "late"),
    ("on-late", "late-strong"),
    ("surface", "done"),
    ("on-hero", "hero"),
]
SHAPE_PAIRS = [
    *((line, ground) for line in ("line-strong", "focus", "blue") for ground in BACKGROUNDS),
    *((f"bar-{part}", "surface") for part in ("handed", "left", "returned", "coming", "transit", "lost")),
    ("line-strong", "blue-soft"),
    ("blue", "blue-soft"),
    ("hero-accent", "hero"),
]


def _tokens(css: str) -> dict[str, str]:
    return {name: value.lower() for name, value in re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6});", css)}


def _themes() -> dict[str, dict[str, str]]:
    layer = STYLESHEET.read_text().split("@layer tokens {", 1)[1].split("@layer base {", 1)[0]
    light, dark = layer.split(DARK_QUERY, 1)
    return {"light": _tokens(light), "dark": _tokens(dark)}


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, between 1 and 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("first", "second", "least"),
    [(*pair, TEXT_RATIO) for pair in TEXT_PAIRS] + [(*pair, SHAPE_RATIO) for pair in SHAPE_PAIRS],
)
def test_pair_of_colours_is_readable(theme: str, first: str, second: str, least: float) -> None:
    colours = _themes()[theme]
    ratio = contrast(colours[first], colours[second])
    assert ratio >= least, f"{first} on {second}, {theme}: {ratio:.2f}"


def test_both_themes_give_a_value_to_the_same_colours() -> None:
    themes = _themes()
    assert themes["light"].keys() == themes["dark"].keys()


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)

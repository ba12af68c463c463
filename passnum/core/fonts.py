"""The letters of the composed documents: those of Typst and Source Sans 3, whatever the machine has of its own."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import typst

#: Tried in this order for every character; the layouts name the same ones.
FAMILIES = ("Source Sans 3", "Libertinus Serif", "DejaVu Sans Mono")


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The fonts, read once per process."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(files("fontpkg_source_sans_3") / "files")])

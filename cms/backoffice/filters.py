"""Filters of the lists of the back office, in the words of their screens."""

from __future__ import annotations

from typing import Any, ClassVar

from wagtail.admin.filters import WagtailFilterSet


class NamedFilters(WagtailFilterSet):
    """Filters named in the words of the screen: Wagtail would join those of each model on the way."""

    names: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in self.names.items():
            self.filters[name].label = words

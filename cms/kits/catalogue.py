"""What partners find on the public page: published kits and logos, filtered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from cms.kits.enums import LogoVariant
from cms.kits.forms import KitFilterForm
from cms.kits.models import CommunicationKit, KitItem, LogoAsset, LogoFile
from passnum.core.communes import fold

#: The « nature » that asks for the logos alone.
LOGOS = "logo"


@dataclass(frozen=True)
class FoundKit:
    """A kit and those of its supports that answer the search."""

    kit: CommunicationKit
    items: list[KitItem]


@dataclass(frozen=True)
class FoundLogo:
    """One rendering of the logo and its files."""

    logo: LogoAsset
    files: list[LogoFile]


class Catalogue:
    """The published kits and logos that answer a search: three queries each at most. Drafts are not there."""

    def __init__(self, form: KitFilterForm) -> None:
        answers = form.cleaned_data if form.is_valid() else {}
        self.words = fold(answers.get("recherche", ""))
        self.kind = answers.get("nature", "")

    @cached_property
    def kits(self) -> list[FoundKit]:
        """Kits with at least one answering support; a kit named by the words keeps all its supports."""
        if self.kind == LOGOS:
            return []
        rows = (
            KitItem.objects.filter(kit__live=True)
            .select_related("kit", "document", "picture")
            .prefetch_related("picture__renditions")
            .order_by("kit__title", "kit_id", "sort_order")
        )
        answering = [item for item in rows if self._answers(item)]
        groups = (list(items) for _, items in groupby(answering, key=lambda item: item.kit_id))
        return [FoundKit(items[0].kit, items) for items in groups]

    @cached_property
    def logos(self) -> list[FoundLogo]:
        """The renderings of the logo, unless supports of another nature are asked for."""
        if self.kind not in {"", LOGOS}:
            return []
        rows = (
            LogoFile.objects.filter(logo__live=True)
            .select_related("document", "logo__picture")
            .prefetch_related("logo__picture__renditions")
            .order_by("logo__title", "logo__variant", "logo_id", "sort_order")
        )
        groups = (list(files) for _, files in groupby(rows, key=lambda file: file.logo_id))
        found = (FoundLogo(files[0].logo, files) for files in groups)
        answering = (one for one in found if self.words in fold(f"logo réseau {one.logo}"))
        return sorted(answering, key=lambda one: (one.logo.title, LogoVariant.values.index(one.logo.variant)))

    @property
    def count(self) -> int:
        """How many supports and logos answer."""
        return sum(len(kit.items) for kit in self.kits) + len(self.logos)

    def _answers(self, item: KitItem) -> bool:
        if self.kind and item.kind != self.kind:
            return False
        text = f"{item.kit.title} {item.kit.description} {item.title} {item.get_kind_display()} {item.paper_format}"
        return self.words in fold(f"{text} {item.get_language_display()}")

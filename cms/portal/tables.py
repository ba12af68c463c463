"""What a table shows, apart from how it looks: built by a view, drawn by `{% data_table %}`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

#: Name of the query parameter that holds the sort: `?tri=due_on`, or `?tri=-due_on` downwards.
SORT_PARAMETER = "tri"


@dataclass(frozen=True)
class Column:
    """`key` is what the sort link writes; numbers are set to the right with tabular figures."""

    key: str
    label: str
    numeric: bool = False
    sortable: bool = False


@dataclass(frozen=True)
class Row:
    """The first cell is the row's header; `url` makes a link of it. Cells are text, or HTML marked safe."""

    cells: Sequence[Any]
    url: str = ""


@dataclass(frozen=True)
class Table:
    """`footer` is a row of totals; the empty texts say what to do where there is nothing to show."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row] = field(default_factory=list)
    footer: Sequence[Any] = ()
    export_url: str = ""
    empty_title: str = "Rien à afficher"
    empty_text: str = ""

    @staticmethod
    def sort_key(request: HttpRequest, allowed: Collection[str], default: str) -> str:
        """The asked sort (« -due_on » downwards) if it is one of the allowed keys, else the default."""
        asked = request.GET.get(SORT_PARAMETER, "")
        return asked if asked.removeprefix("-") in allowed else default

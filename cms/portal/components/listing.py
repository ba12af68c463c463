"""Lists: table, filter bar, pagination, empty state, breadcrumb, sections, facts."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms, template
from django.core.paginator import Page
from django.template.context import Context

from cms.portal.tables import SORT_PARAMETER, Column, Table

register = template.Library()

#: Name of the query parameter that holds the page.
PAGE_PARAMETER = "page"


def _address(context: Context, **changes: str | int | None) -> str:
    """The query string of this page with some parameters changed (None removes one)."""
    query = context["request"].GET.copy() if "request" in context else None
    if query is None:
        return "?" + "&".join(f"{name}={value}" for name, value in changes.items() if value is not None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


def _heading(context: Context, column: Column, current: str) -> dict[str, Any]:
    """A column's head: its next sort address, and `aria-sort` where it is the one sorted by."""
    direction = {column.key: "ascending", f"-{column.key}": "descending"}.get(current, "")
    following = f"-{column.key}" if direction == "ascending" else column.key
    changes = {SORT_PARAMETER: following, PAGE_PARAMETER: None}
    icon = {"ascending": "arrow-up", "descending": "arrow-down", "": ""}[direction]
    return {"column": column, "direction": direction, "icon": icon, "url": _address(context, **changes)}


@register.inclusion_tag("includes/table.html", takes_context=True)
def data_table(context: Context, table: Table) -> dict[str, Any]:
    """A table with caption, sort links, sticky head, totals, export of what is shown and an empty state."""
    current = context["request"].GET.get(SORT_PARAMETER, "") if "request" in context else ""
    rows = [
        {"row": row, "cells": list(zip(row.cells, table.columns, strict=True))} for row in table.rows
    ]  # a row of the wrong length is an error of the view, seen at once
    return {
        "table": table,
        "headings": [_heading(context, column, current) for column in table.columns],
        "rows": rows,
        "footer": list(zip(table.footer, table.columns, strict=False)),
        "export_url": f"{table.export_url}{_address(context)}" if table.export_url else "",
    }


@register.inclusion_tag("includes/filter_bar.html", takes_context=True)
def filter_bar(
    context: Context,
    form: forms.BaseForm,
    *,
    count: int | None = None,
    noun: str = "résultat",
    kept: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """A form whose answers are written in the address of the page: it can be kept, sent and come back to.

    `kept`: what the address says besides, and the form does not ask (which of several conventions).
    """
    asked = any(form[name].data for name in form.fields) if form.is_bound else False
    sort = context["request"].GET.get(SORT_PARAMETER, "") if "request" in context else ""
    others = {**(kept or {}), **({SORT_PARAMETER: sort} if sort else {})}
    return {
        "form": form,
        "count": count,
        "noun": noun,
        "asked": asked,
        "kept": others,
        "cleared": f"?{urlencode(kept)}" if kept else "?",
    }


@register.inclusion_tag("includes/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Pages of a list; the other parameters of the address stay."""
    numbers = [
        {"number": number, "url": _address(context, **{PAGE_PARAMETER: number}) if isinstance(number, int) else ""}
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    before = _address(context, **{PAGE_PARAMETER: page.previous_page_number()}) if page.has_previous() else ""
    after = _address(context, **{PAGE_PARAMETER: page.next_page_number()}) if page.has_next() else ""
    return {"page": page, "numbers": numbers, "before": before, "after": after}


@register.inclusion_tag("includes/empty_state.html")
def empty_state(
    title: str, *, text: str = "", icon: str = "document", url: str = "", button: str = ""
) -> dict[str, Any]:
    """What a list says when it has nothing to show, and what to do about it."""
    return {"title": title, "text": text, "icon": icon, "url": url, "button": button}


@register.inclusion_tag("includes/breadcrumb.html")
def breadcrumb(items: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The way back: (label, url) pairs; the last one is this page."""
    return {"items": items}


@register.inclusion_tag("includes/section_nav.html")
def section_nav(sections: Sequence[Mapping[str, Any]], *, label: str = "Sections") -> dict[str, Any]:
    """Sections of a form, with a tick when complete: label, url, complete, current, problem."""
    return {"sections": sections, "label": label}


@register.inclusion_tag("includes/facts.html")
def facts(rows: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Names and values, as a description list."""
    return {"rows": rows}

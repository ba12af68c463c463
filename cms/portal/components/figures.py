"""Numbers that people read: key figure, quota bar, bar chart. Bars are SVG attributes: no inline style is allowed."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template

from passnum.core import french
from passnum.quotas.position import QuotaPosition

register = template.Library()

#: Width of the drawing of a bar, in its own units; the stylesheet stretches it.
BAR_WIDTH = 1000
#: Left between two parts of a stacked bar, so that they are told apart without their colours.
BAR_GAP = 6

Quantity = float | Decimal | None


def _trend(value: Quantity, previous: Quantity) -> dict[str, str]:
    """Direction and wording of the change since the former value; nothing where one of them is unknown."""
    if value is None or previous is None:
        return {}
    change = value - type(value)(previous)
    if not change:
        return {"icon": "minus", "words": "comme"}
    sign, icon, words = ("+", "arrow-up", "de plus qu’") if change > 0 else ("−", "arrow-down", "de moins qu’")
    return {"icon": icon, "sign": sign, "amount": french.number(abs(change)), "words": words}


@register.inclusion_tag("includes/key_figure.html")
def key_figure(
    label: str,
    *,
    value: Quantity | str = None,
    unit: str = "",
    of: Quantity | str = None,
    previous: Quantity = None,
    previous_label: str = "",
    note: str = "",
) -> dict[str, Any]:
    """A number with its unit, what it is out of (`of`), and the change since `previous` (« en 2021 »)."""
    shown = value if isinstance(value, str) else french.number(value)
    out_of = of if isinstance(of, str) else "" if of is None else french.number(of)
    trend = {} if isinstance(value, str) else _trend(value, previous)
    former = french.number(previous) if previous is not None else ""
    return {
        "label": label, "shown": shown, "unknown": value is None, "unit": unit, "out_of": out_of,
        "trend": trend, "former": former, "previous_label": previous_label, "note": note,
    }  # fmt: skip


@register.inclusion_tag("includes/quota_bar.html")
def quota_bar(position: QuotaPosition) -> dict[str, Any]:
    """The year's booklets by where they are: the same parts, in the same words, as EMS reads."""
    parts: list[dict[str, Any]] = []
    shown = position.parts()
    total = sum(part.booklets for part in shown) or 1
    offset = 0.0
    for part in shown:
        width = BAR_WIDTH * part.booklets / total
        drawn = {"x": f"{offset:.1f}", "width": f"{max(width - BAR_GAP, 1 if width else 0):.1f}"}
        parts.append({"key": part.key, "label": part.label, "value": part.booklets, **drawn})
        offset += width
    return {"parts": parts, "granted": position.granted, "bar_width": BAR_WIDTH}


@register.inclusion_tag("includes/chart.html")
def bar_chart(
    title: str,
    rows: Sequence[tuple[str, Quantity]],
    *,
    unit: str = "",
    absent: str = french.UNKNOWN,
    whole: Quantity = None,
) -> dict[str, Any]:
    """Horizontal bars of (label, number or None), with the same figures in a table under a disclosure.

    `absent` is the word for None: not known, or hidden. The shares are of the numbers known; where some are hidden they
    are of the `whole`, and there are none where it is hidden too.
    """
    known = [float(value) for _, value in rows if value is not None]
    partial = len(known) < len(rows)
    total = whole if partial and absent != french.UNKNOWN else sum(known)
    # The ground of a bar is the whole: a bar that fills it says « all of them », never « the most ».
    full = float(total or 0) or sum(known) or 1
    bars = [
        {
            "label": label,
            "value": value,
            "shown": absent if value is None else french.number(value),
            "width": f"{BAR_WIDTH * float(value or 0) / full:.1f}",
            "share": french.percent(None if value is None else float(value), None if total is None else float(total)),
        }
        for label, value in rows
    ]
    return {
        "title": title, "bars": bars, "unit": unit, "bar_width": BAR_WIDTH,
        "total": absent if total is None else french.number(total),
        "partial": partial and absent == french.UNKNOWN,
    }  # fmt: skip

"""A stand-in for the scanned copy of the convention: one page that says what it is."""

from __future__ import annotations

import typst

from passnum.conventions.models import Convention

_PAGE = b"""
#set document(title: sys.inputs.title)
#set text(font: "Libertinus Serif", lang: "fr", size: 12pt)
#heading(level: 1, sys.inputs.title)
#v(1cm)
#sys.inputs.body
"""


def make_signed_copy(convention: Convention) -> bytes:
    """A PDF of one page in place of the signed copy, which the demonstration does not hold."""
    body = (
        f"Exemplaire de démonstration tenant lieu de la copie signée de la convention {convention.reference} "
        f"avec {convention.partner.name}. Il ne porte aucune signature."
    )
    pdf: bytes = typst.compile(
        _PAGE,
        format="pdf",
        sys_inputs={"title": f"Convention {convention.reference}", "body": body},
        ignore_system_fonts=True,
        timestamp=0,
    )
    return pdf

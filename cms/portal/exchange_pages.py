"""What the pages of imports and exports show, in the partners' space and in the admin alike."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.db import DatabaseError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from cms.portal.calendar_export import EXTENSIONS, table_file
from passnum.core.errors import PassnumError
from passnum.core.file_names import safe_name
from passnum.core.table_writing import WRITERS
from passnum.exchange import exporting, services
from passnum.exchange.enums import AT_WORK, ImportState, Kind
from passnum.exchange.format import is_allowed
from passnum.exchange.formats import FORMATS
from passnum.exchange.models import TableImport
from passnum.partners.models import Partner, User
from tasks.exchange import check_import, write_import
from tasks.wakeups import wake

__all__ = ["EXTENSIONS", "ImportForm", "act", "export_file", "kinds_for", "problems_file", "receive", "shown"]
log = logging.getLogger(__name__)
#: Files of this many bytes, and imports of this many rows, are done within the request; longer ones by the worker.
AT_ONCE_BYTES, AT_ONCE_ROWS = 50_000, 500
PER_PAGE = 100
#: What each kind is for, in a sentence.
WORDS = {
    Kind.ATTRIBUTIONS: "Des carnets déjà remis, notés ailleurs qu’ici : ils entrent dans le registre sans aucun nom.",
    Kind.EFFECTIFS: "Les chiffres du rapport d’indicateurs, quand votre structure ne tient pas le registre.",
    Kind.PLAGES: "Les carnets que l’opérateur vous a livrés, plage par plage.",
    Kind.QUOTAS: "Les quotas des conventions, exercice par exercice.",
    Kind.STRUCTURES: "Les structures de distribution et leurs lieux : rien n’est supprimé.",
    Kind.MEDIATION: "Les lieux où les Pass s’utilisent, dans un fichier du standard national « lieux de médiation "
    "numérique », version 1.0.2 ou 0.1. Qualification, réseau, langues, accès handicap et reste à charge ne sont "
    "jamais changés par un import.",
}

#: How what an import wrote is taken back, when it was the wrong file: nothing goes in one stroke.
UNDO = {
    Kind.ATTRIBUTIONS: "Une remise inscrite par erreur s’annule depuis sa page, avec son motif : le carnet revient.",
    Kind.EFFECTIFS: "Un chiffre inscrit par erreur se corrige dans le rapport, tant qu’il n’est pas remis.",
    Kind.PLAGES: "Un carnet reçu par erreur ne s’efface pas du registre : il en sort par un acte du stock, avec son "
    "motif.",
    Kind.QUOTAS: "Un quota inscrit par erreur se révise, avec son motif : l’ancien nombre reste dans l’historique.",
    Kind.STRUCTURES: "Une structure ou un lieu inscrits par erreur se corrigent depuis leur page ; un lieu se ferme.",
    Kind.MEDIATION: "Un lieu inscrit par erreur se corrige, ou se retire du réseau, depuis sa page.",
}


class ImportForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label="Fichier",
        help_text="CSV, XLSX ou ODS, avec les colonnes du modèle. 20 Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods"}),
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )


def kinds_for(actor: User, partner: Partner | None, kinds: Sequence[Kind]) -> list[dict[str, Any]]:
    """The kinds that this person may bring in, with their words."""
    found = []
    for kind in kinds:
        if allowed(actor, partner, kind):
            found.append({"kind": kind, "label": kind.label, "words": WORDS[kind]})
    return found


def allowed(actor: User, partner: Partner | None, kind: Kind) -> bool:
    """Whether this person may bring in tables of this kind."""
    return is_allowed(FORMATS[kind], actor, partner)


def receive(actor: User, kind: Kind, partner: Partner | None, form: ImportForm) -> TableImport:
    """Keep the file, and check it: at once when it is short, by the worker otherwise."""
    row = services.receive(actor=actor, kind=kind, partner=partner, uploaded=form.cleaned_data["file"])
    if row.file.size <= AT_ONCE_BYTES:
        _at_once(services.check, row)
    else:
        wake(check_import, row.pk)
    return row


def _at_once(service: Callable[[int], None], row: TableImport) -> None:
    """Within the request. What the database refuses there (two acts at once that wait for each other) is left to the
    worker, which takes the import up again, and gives it up after a few tries.
    """
    try:
        service(row.pk)
    except DatabaseError:
        log.exception("an import is left to the worker", extra={"table_import": row.pk})


def act(actor: User, row: TableImport, asked: str) -> str:
    """Confirm or abandon; what to tell, empty for an unknown act."""
    if asked == "abandonner":
        services.abandon(actor=actor, table_import=row)
        return "Import abandonné : rien n’a été écrit, et le fichier est supprimé."
    if asked != "confirmer":
        return ""
    row = services.confirm(actor=actor, table_import=row)
    if row.rows <= AT_ONCE_ROWS:
        _at_once(services.write, row)
        row.refresh_from_db()
        if row.state not in AT_WORK:
            return "" if row.state == ImportState.REFUSE else "Import terminé."
    else:
        wake(write_import, row.pk)
    return "L’import est lancé : vous pouvez quitter cette page, il continue."


def shown(row: TableImport, page: int) -> dict[str, Any]:
    """What the page of one import shows, by its state."""
    form = FORMATS[Kind(row.kind)]
    done, total = services.progress(row)
    context: dict[str, Any] = {
        "row": row,
        "kind": Kind(row.kind),
        "columns": row.columns,
        "nouns": ",".join(form.nouns),
        "at_work": row.state in AT_WORK,
        "writing": row.state == ImportState.ECRITURE,
        "percent": min(99, 100 * done // total) if total else None,
        "done": done,
        "total": total,
        "problems": row.problems.all()[:PER_PAGE],
        "further": max(0, row.problems.count() - PER_PAGE),
        "undo": UNDO[Kind(row.kind)],
        "form": ImportForm(),
    }
    if row.state == ImportState.A_CONFIRMER:
        last = (max(row.rows, 1) - 1) // PER_PAGE + 1
        page = min(max(page, 1), last)
        context |= {"page": page, "last_page": last}
        try:
            context["lines"] = services.sample(row, first=(page - 1) * PER_PAGE, size=PER_PAGE)
        except PassnumError as error:
            # What was asked of the file has changed since: it can only be given up.
            context["outdated"] = error.message
    return context


def problems_file(row: TableImport) -> HttpResponse:
    """Every refusal that was kept, as CSV: to mend the file beside it."""
    lines = [[one.line, one.column, one.value, one.message] for one in row.problems.all()]
    return table_file("lignes-refusees", "csv", ["ligne", "colonne", "valeur", "à corriger"], lines)


def export_file(actor: User, kind: Kind, partner: Partner | None, extension: str) -> FileResponse:
    """The table of this kind, of what the reader may see."""
    made = exporting.export(actor=actor, kind=kind, partner=partner, extension=extension)
    return FileResponse(
        made, as_attachment=True, filename=safe_name(f"{kind}.{extension}"), content_type=WRITERS[extension][1]
    )


def template_file(kind: Kind, extension: str, partner: Partner | None = None) -> HttpResponse:
    """The file to start from."""
    made = exporting.template(kind=kind, extension=extension, partner=partner)
    return _file(f"{kind}-modele", extension, made)


def page_of(request: HttpRequest) -> int:
    """The page of the preview that is asked for; 1 for anything odd."""
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 1


def _file(name: str, extension: str, data: bytes) -> HttpResponse:
    response = HttpResponse(data, content_type=WRITERS[extension][1])
    response["Content-Disposition"] = content_disposition_header(True, safe_name(f"{name}.{extension}")) or "attachment"
    return response

"""Files of 100,000 attributions, in every format, by the same way as short ones."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from passnum.core.errors import WrongState
from passnum.core.table_writing import WRITERS
from passnum.demo import scale
from passnum.distribution.models import Attribution
from passnum.exchange import exporting, services
from passnum.exchange.enums import ImportState, Kind
from passnum.exchange.format import Column
from passnum.exchange.formats.attributions import COLUMNS
from passnum.exchange.models import TableImport
from passnum.partners.enums import Role
from passnum.partners.models import Membership, Partner, User
from passnum.quotas.enums import OperationKind
from passnum.quotas.models import Booklet, Movement

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ROWS = 100_000


def partner_with_booklets(actor: User, booklets: int = ROWS) -> Partner:
    place = scale.add_partner(actor, "Z", 0)[0]
    scale.bring(place, "Z", -1, booklets)
    Membership.objects.create(user=actor, partner=place.partner, role=Role.INTERVENANT, started_on=date(2021, 6, 1))
    return place.partner


def lines(partner: Partner) -> Iterator[list[str]]:
    for serial, place in Booklet.objects.order_by("serial").values_list("serial", "account__place__name").iterator():
        told = ["14/03/2022", place, "", "Bischheim", "bases", "formation", "45_59", "femme", "5", "nr", "non"]
        yield [serial, *told, "oui", "non"]


def sent(
    actor: User, partner: Partner, extension: str, change: Callable[[int, list[str]], list[str]] = lambda _, line: line
) -> TableImport:
    """The file received; `change` says what stands on a line of it (the first one under the headers is 2)."""
    out = io.BytesIO()
    written = (change(number, line) for number, line in enumerate(lines(partner), start=2))
    WRITERS[extension][0]([column.name for column in COLUMNS], written, out)
    file = SimpleUploadedFile(f"a.{extension}", out.getvalue())
    return services.receive(actor=actor, kind=Kind.ATTRIBUTIONS, partner=partner, uploaded=file)


@pytest.mark.timeout(1800)
def test_a_hundred_thousand_rows_come_in_and_go_out_whatever_their_format(admin_user: User) -> None:
    partner = partner_with_booklets(admin_user)
    for extension in ("ods", "xlsx", "csv"):
        row = sent(admin_user, partner, extension)
        services.check(row.pk)
        row.refresh_from_db()
        assert (extension, row.state, row.message, row.created) == (extension, ImportState.A_CONFIRMER, "", ROWS)
    services.confirm(actor=admin_user, table_import=row)
    services.write(row.pk)
    row.refresh_from_db()
    assert (row.state, row.created) == (ImportState.FAIT, ROWS)
    for extension in ("csv", "json", "xlsx", "ods"):
        with exporting.export(actor=admin_user, kind=Kind.ATTRIBUTIONS, partner=partner, extension=extension) as made:
            assert made.seek(0, io.SEEK_END) > 500_000


def test_three_wrong_rows_in_ten_thousand_are_named_and_nothing_is_written(admin_user: User) -> None:
    partner = partner_with_booklets(admin_user, 10_000)
    #: Line of the file (the 5,001st is the last of the first set read), place of the cell, what stands there.
    wrong = {1_235: (1, "31/02/2022"), 5_001: (4, "67000"), 10_001: (8, "autre")}

    def change(number: int, line: list[str]) -> list[str]:
        if number in wrong:
            cell, value = wrong[number]
            line[cell] = value
        return line

    row = sent(admin_user, partner, "csv", change)
    services.check(row.pk)
    row.refresh_from_db()
    named = [(one.line, COLUMNS.index(one_column(one.column)), one.value) for one in row.problems.order_by("line")]
    assert named == [(line, cell, value) for line, (cell, value) in wrong.items()]
    assert (row.state, row.created, row.refused) == (ImportState.REFUSE, 9_997, 3)
    with pytest.raises(WrongState):
        services.confirm(actor=admin_user, table_import=row)
    services.write(row.pk)
    assert not Attribution.objects.exists()
    assert not Movement.objects.filter(kind=OperationKind.REMISE).exists()


def one_column(name: str) -> Column:
    return next(column for column in COLUMNS if column.name == name)

"""Files of 100,000 attributions, in every format, by the same way as short ones."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from passnum.core.table_writing import WRITERS
from passnum.demo import scale
from passnum.exchange import exporting, services
from passnum.exchange.enums import ImportState, Kind
from passnum.exchange.formats.attributions import COLUMNS
from passnum.exchange.models import TableImport
from passnum.partners.enums import Role
from passnum.partners.models import Membership, Partner, User
from passnum.quotas.models import Booklet

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ROWS = 100_000


def partner_with_booklets(actor: User) -> Partner:
    place = scale.add_partner(actor, "Z", 0)[0]
    scale.bring(place, "Z", -1, ROWS)
    Membership.objects.create(user=actor, partner=place.partner, role=Role.INTERVENANT, started_on=date(2021, 6, 1))
    return place.partner


def lines(partner: Partner) -> Iterator[list[str]]:
    for serial, place in Booklet.objects.order_by("serial").values_list("serial", "account__place__name").iterator():
        told = ["14/03/2022", place, "", "Bischheim", "bases", "formation", "45_59", "femme", "5", "nr", "non"]
        yield [serial, *told, "oui", "non"]


def sent(actor: User, partner: Partner, extension: str) -> TableImport:
    out = io.BytesIO()
    WRITERS[extension][0]([column.name for column in COLUMNS], lines(partner), out)
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

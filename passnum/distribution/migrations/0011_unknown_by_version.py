"""« Ne souhaite pas répondre » to an added characteristic is counted under the version that was asked."""

from collections import Counter

from django.db import migrations

_ADDED, _UNKNOWN = "carac:", "nr"


def count_by_version(apps, schema_editor):
    counts = apps.get_model("distribution", "IndicatorCount").objects
    counts.filter(dimension__startswith=_ADDED, modality=_UNKNOWN).delete()
    answers = apps.get_model("distribution", "CharacteristicAnswer").objects.filter(
        choice=None, attribution__cancelled_at=None
    )
    names = ("convention", "place", "handed_out_on")
    said = answers.values_list(
        *(f"attribution__{name}" for name in names), "characteristic__code", "characteristic__version"
    )
    found = Counter(
        (convention, place, day.replace(day=1), f"{_ADDED}{code}", f"{version}:{_UNKNOWN}")
        for convention, place, day, code, version in said.iterator()
    )
    columns = ("convention_id", "place_id", "month", "dimension", "modality")
    model = counts.model
    counts.bulk_create(
        (model(**dict(zip(columns, key, strict=True)), beneficiaries=number) for key, number in found.items()),
        batch_size=5000,
    )


class Migration(migrations.Migration):

    dependencies = [("distribution", "0010_referrals")]

    operations = [migrations.RunPython(count_by_version, migrations.RunPython.noop)]

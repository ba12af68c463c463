"""The programme of the convention, with its two financers."""

from django.db import migrations


def first_programme(apps, _editor):
    """The programme of the convention: 300 000 € over three years. The first row of the table, so its key is 1."""
    programme = apps.get_model("quotas", "Programme").objects.create(
        name="Pass numérique 2021–2023", first_year=2021, last_year=2023
    )
    shares = apps.get_model("quotas", "CofinancingShare")
    shares.objects.create(programme=programme, financer="État", percent=50)
    shares.objects.create(programme=programme, financer="Eurométropole de Strasbourg", percent=50)


class Migration(migrations.Migration):
    dependencies = [("quotas", "0002_ledger_and_programme_held")]

    operations = [migrations.RunPython(first_programme, migrations.RunPython.noop)]

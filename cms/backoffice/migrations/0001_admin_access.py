"""EMS's two groups enter Wagtail's admin; what each finds there is decided by the policies of the house."""

from django.db import migrations

GROUPS = ("Communication EMS", "Administrateurs EMS")


def grant(apps, schema_editor):
    permission = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0002_ems_groups"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]

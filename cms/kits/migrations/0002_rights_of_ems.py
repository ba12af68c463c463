"""Kits and logos: written and published by the communication staff, read by EMS's administrators."""

from django.db import migrations

MODELS = ("communicationkit", "logoasset")
#: Group → acts on kits and logos. `publish`, `lock` and `unlock` are Wagtail's.
ACTS = {
    "Communication EMS": ("add", "change", "delete", "view", "publish", "lock", "unlock"),
    "Administrateurs EMS": ("view",),
}


def grant(apps, schema_editor):
    content_types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    for name, acts in ACTS.items():
        group = apps.get_model("auth", "Group").objects.get(name=name)
        for model in MODELS:
            content_type, _ = content_types.get_or_create(app_label="kits", model=model)
            for act in acts:
                permission, _ = permissions.get_or_create(
                    content_type=content_type, codename=f"{act}_{model}", defaults={"name": f"Can {act} {model}"}
                )
                group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("kits", "0001_initial"),
        ("partners", "0002_ems_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]

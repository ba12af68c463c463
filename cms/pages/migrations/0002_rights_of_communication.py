"""The communication staff of EMS write and publish the whole site, with its images and documents."""

from django.db import migrations

GROUP = "Communication EMS"
ON_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
ON_FILES = {"wagtailimages": "image", "wagtaildocs": "document"}


def grant(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.get(name=GROUP)
    permissions = apps.get_model("auth", "Permission").objects
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    on_page = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for codename in ON_PAGES:
        permission = permissions.get(content_type__app_label="wagtailcore", codename=codename)
        on_page.get_or_create(group=group, page=root, permission=permission)
    collection = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    on_collection = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for app, model in ON_FILES.items():
        for act in ("add", "change", "choose"):
            permission = permissions.get(content_type__app_label=app, codename=f"{act}_{model}")
            on_collection.get_or_create(group=group, collection=collection, permission=permission)


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0001_initial"),
        ("partners", "0002_ems_groups"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]

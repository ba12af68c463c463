"""One moderation for pages, kits and logos, by the communication staff, in the place of Wagtail's example one.

Wagtail's example groups go too: EMS has its own two, and nobody should be put into the others.
"""

from django.db import migrations

GROUP = "Communication EMS"
NAME = "Relecture par la communication"


def set_moderation(apps, schema_editor):
    core = {
        name: apps.get_model("wagtailcore", name)
        for name in ("Workflow", "GroupApprovalTask", "WorkflowTask", "WorkflowPage", "WorkflowContentType", "Page")
    }
    content_types = apps.get_model("contenttypes", "ContentType").objects
    groups = apps.get_model("auth", "Group").objects
    core["WorkflowPage"].objects.all().delete()
    core["Workflow"].objects.update(active=False)
    core["GroupApprovalTask"].objects.update(active=False)
    kind, _ = content_types.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
    task = core["GroupApprovalTask"].objects.create(name=NAME, active=True, content_type=kind)
    task.groups.add(groups.get(name=GROUP))
    workflow = core["Workflow"].objects.create(name=NAME, active=True)
    core["WorkflowTask"].objects.create(workflow=workflow, task=task, sort_order=0)
    core["WorkflowPage"].objects.create(workflow=workflow, page=core["Page"].objects.get(depth=1))
    for model in ("communicationkit", "logoasset"):
        content_type, _ = content_types.get_or_create(app_label="kits", model=model)
        core["WorkflowContentType"].objects.create(workflow=workflow, content_type=content_type)
    groups.filter(name__in=["Editors", "Moderators"], user=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0002_rights_of_communication"),
        ("kits", "0002_rights_of_ems"),
    ]

    operations = [migrations.RunPython(set_moderation, migrations.RunPython.noop)]

"""The questionnaire and the notices that a new installation begins with; EMS publishes its own after them."""

import tomllib
from pathlib import Path

from django.db import migrations

from passnum.core import clock

_DATA = Path(__file__).resolve().parents[1] / "data"


def write_questionnaire(apps, schema_editor):
    content = tomllib.loads((_DATA / "questionnaire.toml").read_text(encoding="utf-8"))
    questionnaire = apps.get_model("distribution", "Questionnaire").objects.create(
        version=1, state="publie", introduction=content["introduction"], published_at=clock.now()
    )
    answer = apps.get_model("distribution", "Answer")
    for number, item in enumerate(content["question"], start=1):
        question = questionnaire.questions.create(
            number=number,
            purpose=item.get("purpose", "situation"),
            text=item["text"],
            help=item.get("help", ""),
            frozen=True,
        )
        answer.objects.bulk_create(
            answer(question=question, number=rank, frozen=True, **values)
            for rank, values in enumerate(item["answers"], start=1)
        )


def write_notices(apps, schema_editor):
    notice = apps.get_model("distribution", "Notice")
    for path in sorted((_DATA / "notices").glob("*.txt")):
        name, title, text = path.read_text(encoding="utf-8").split("\n", 2)
        notice.objects.create(
            language=path.stem,
            language_name=name,
            version=1,
            state="publie",
            title=title,
            text=text.strip(),
            proofread=path.stem == "fr",
            published_at=clock.now(),
        )


class Migration(migrations.Migration):
    dependencies = [("distribution", "0002_contents_and_releases_kept")]

    operations = [
        migrations.RunPython(write_questionnaire, migrations.RunPython.noop),
        migrations.RunPython(write_notices, migrations.RunPython.noop),
    ]

"""A movement takes its booklet and the balances along, and nothing of them changes without one: triggers.

A booklet begins at the operator, without a move.
"""

from django.db import migrations, models

from passnum.quotas.ledger_triggers import ACCOUNTS_STAY, BALANCES_FOLLOW, BOOKLETS_FOLLOW, MOVEMENTS_LEAD


def remove_former(_apps, editor):
    """Those that an earlier state of the third migration installed: they asked for the booklet to move first."""
    for trigger in (MOVEMENTS_LEAD, BOOKLETS_FOLLOW):
        trigger.remove(editor)
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION IF EXISTS quotas_booklet_follows()")


class Migration(migrations.Migration):
    dependencies = [("quotas", "0006_programme_held")]

    operations = [
        migrations.RunPython(remove_former, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="booklet",
            name="moves",
            field=models.PositiveIntegerField(default=0, verbose_name="mouvements"),
        ),
        MOVEMENTS_LEAD.operation(),
        BOOKLETS_FOLLOW.operation(),
        ACCOUNTS_STAY.operation(),
        BALANCES_FOLLOW.operation(),
    ]

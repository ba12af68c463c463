"""An invoice is for no negative amount, and booklets are invoiced by one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quotas", "0008_counts_kept")]

    operations = [
        migrations.AddConstraint(
            model_name="purchase",
            constraint=models.CheckConstraint(
                condition=models.Q(("invoice_amount__isnull", True), ("invoice_amount__gte", 0), _connector="OR"),
                name="purchase_invoice_not_negative",
                violation_error_message="Le montant d’une facture ne peut pas être négatif.",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("booklets_invoiced__isnull", True), models.Q(("invoice_number", ""), _negated=True), _connector="OR"
                ),
                name="purchase_booklets_invoiced_by_an_invoice",
                violation_error_message="Des carnets facturés le sont par une facture : indiquez son numéro.",
            ),
        ),
    ]

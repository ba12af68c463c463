import django.db.models.deletion
import passnum.core.clock
import passnum.core.storage
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='TableImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('attributions', 'Attributions'), ('plages', 'Plages de carnets reçus'), ('quotas', 'Quotas'), ('effectifs', 'Effectifs comptés sans registre'), ('structures', 'Structures et lieux'), ('lieux-de-mediation', 'Lieux de médiation')], max_length=20, verbose_name='nature')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='envoyé par')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partner', verbose_name='structure')),
                ('state', models.CharField(choices=[('recu', 'Reçu'), ('verification', 'En vérification'), ('a_confirmer', 'À confirmer'), ('refuse', 'Refusé'), ('ecriture', 'En cours d’écriture'), ('fait', 'Importé'), ('abandonne', 'Abandonné')], default='recu', max_length=20, verbose_name='état')),
                ('file_name', models.CharField(max_length=120, verbose_name='fichier')),
                ('extension', models.CharField(max_length=8, verbose_name='format')),
                ('sha256', models.CharField(max_length=64, verbose_name='empreinte')),
                ('file', models.FileField(blank=True, max_length=200, storage=passnum.core.storage.private_storage, upload_to='imports')),
                ('staged', models.FileField(blank=True, max_length=200, storage=passnum.core.storage.private_storage, upload_to='imports')),
                ('columns', models.JSONField(default=list, help_text='Dans l’ordre du modèle.', verbose_name='colonnes du fichier')),
                ('rows', models.PositiveIntegerField(default=0, verbose_name='lignes')),
                ('created', models.PositiveIntegerField(default=0, verbose_name='à créer')),
                ('changed', models.PositiveIntegerField(default=0, verbose_name='à modifier')),
                ('unchanged', models.PositiveIntegerField(default=0, verbose_name='inchangées')),
                ('refused', models.PositiveIntegerField(default=0, verbose_name='refusées')),
                ('message', models.TextField(blank=True, help_text='Ce qui concerne le fichier entier.', verbose_name='message')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='essais')),
                ('held_at', models.DateTimeField(blank=True, null=True, verbose_name='pris en charge le')),
                ('sent_at', models.DateTimeField(default=passnum.core.clock.now, editable=False, verbose_name='envoyé le')),
                ('kept_since', models.DateTimeField(auto_now_add=True, verbose_name='gardé depuis')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='vérifié le')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmé le')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='terminé le')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['a_confirmer', 'ecriture', 'fait']), _negated=True), models.Q(('message', ''), ('refused', 0)), _connector='OR'), name='import_confirmed_only_without_refusal', violation_error_message='Un import dont une ligne est refusée n’écrit rien.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['ecriture', 'fait']), _negated=True), ('confirmed_at__isnull', False), _connector='OR'), name='import_written_once_confirmed', violation_error_message='Un import s’écrit quand la personne qui l’a envoyé l’a confirmé.'), models.CheckConstraint(condition=models.Q(('state__in', ('recu', 'verification', 'ecriture', 'a_confirmer')), ('finished_at__isnull', False), _connector='OR'), name='import_ended_on_a_day', violation_error_message='Un import terminé dit quand.')],
            },
        ),
        migrations.CreateModel(
            name='ImportProblem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table_import', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='exchange.tableimport')),
                ('line', models.PositiveIntegerField(verbose_name='ligne')),
                ('column', models.CharField(blank=True, max_length=80, verbose_name='colonne')),
                ('value', models.CharField(blank=True, max_length=80, verbose_name='valeur')),
                ('message', models.CharField(max_length=500, verbose_name='à corriger')),
            ],
            options={
                'verbose_name': 'ligne refusée',
                'verbose_name_plural': 'lignes refusées',
                'ordering': ['line', 'pk'],
            },
        ),
    ]

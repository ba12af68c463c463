import django.db.models.deletion
import passnum.core.storage
import passnum.deliverables.dossier
import passnum.deliverables.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('conventions', '0001_initial'),
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportingPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('convention', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='conventions.convention', verbose_name='convention')),
                ('year', models.PositiveSmallIntegerField(verbose_name='exercice')),
                ('first_day', models.DateField(verbose_name='premier jour de la période')),
                ('last_day', models.DateField(verbose_name='dernier jour de la période')),
                ('days_explanation', models.CharField(blank=True, max_length=200, verbose_name='pourquoi ces jours')),
                ('committee_on', models.DateField(blank=True, null=True, verbose_name='date du comité de suivi')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='échéance')),
                ('due_explanation', models.CharField(blank=True, max_length=200, verbose_name='calcul de l’échéance')),
                ('due_article', models.CharField(blank=True, max_length=20, verbose_name='article')),
                ('first_transmitted_on', models.DateField(blank=True, help_text='L’échéance de l’article 7 est tenue ce jour-là.', null=True, verbose_name='première transmission complète')),
            ],
            options={
                'verbose_name': 'campagne',
                'verbose_name_plural': 'campagnes',
                'ordering': ['-year', 'convention'],
                'constraints': [models.UniqueConstraint(fields=('convention', 'year'), name='period_unique_per_year', violation_error_message='La campagne de cet exercice est déjà ouverte pour cette convention.'), models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='period_days_in_order', violation_error_message='Le dernier jour de la période ne peut pas précéder le premier.'), models.CheckConstraint(condition=models.Q(('due_on__isnull', True), models.Q(models.Q(('due_explanation', ''), _negated=True), models.Q(('due_article', ''), _negated=True)), _connector='OR'), name='period_due_date_has_a_source', violation_error_message='Une échéance dit d’où elle vient : calcul et article.'), models.CheckConstraint(condition=models.Q(('committee_on__isnull', True), ('committee_on__gt', models.F('last_day')), _connector='OR'), name='period_over_before_committee', violation_error_message='Le comité examine une période révolue : il se tient après son dernier jour.')],
            },
        ),
        migrations.CreateModel(
            name='Deliverable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliverables', to='deliverables.reportingperiod', verbose_name='campagne')),
                ('kind', models.CharField(choices=[('programme', 'Programme d’actions'), ('indicators', 'Rapport d’indicateurs'), ('survey', 'Enquête de satisfaction')], max_length=20, verbose_name='nature')),
                ('state', models.CharField(choices=[('attendu', 'Attendu'), ('brouillon', 'Brouillon'), ('remis', 'Remis')], default='attendu', max_length=20, verbose_name='état')),
                ('revision', models.PositiveIntegerField(default=0, verbose_name='révision')),
                ('saved_at', models.DateTimeField(blank=True, null=True, verbose_name='enregistré le')),
                ('saved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'livrable',
                'verbose_name_plural': 'livrables',
                'ordering': ['period', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('period', 'kind'), name='deliverable_unique_per_kind', violation_error_message='Ce livrable existe déjà pour cette campagne.')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('deliverable', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='deliverables.deliverable')),
                ('number', models.PositiveSmallIntegerField(verbose_name='remise nᵒ')),
                ('submitted_at', models.DateTimeField(verbose_name='remis le')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('content', models.TextField(verbose_name='contenu')),
                ('sha256', models.CharField(max_length=64, verbose_name='empreinte')),
            ],
            options={
                'verbose_name': 'remise',
                'verbose_name_plural': 'remises',
                'ordering': ['deliverable', 'number'],
                'constraints': [models.UniqueConstraint(fields=('deliverable', 'number'), name='submission_number_unique')],
            },
        ),
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to='deliverables.reportingperiod', verbose_name='campagne')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('state', models.CharField(choices=[('en_compilation', 'En compilation'), ('a_valider', 'À valider par la présidence'), ('valide', 'Validé'), ('renvoye', 'Renvoyé par la présidence'), ('transmis', 'Transmis à l’Eurométropole'), ('en_examen', 'En examen'), ('approuve', 'Approuvé'), ('approuve_avec_reserves', 'Approuvé avec réserves'), ('a_corriger', 'À corriger'), ('archive', 'Archivé'), ('caduc', 'Remplacé')], default='en_compilation', max_length=30, verbose_name='état')),
                ('state_since', models.DateTimeField(verbose_name='dans cet état depuis')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='essais')),
                ('lease_token', models.UUIDField(blank=True, null=True)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='avancement (%)')),
                ('progress_label', models.CharField(blank=True, max_length=80, verbose_name='étape')),
                ('failure', models.CharField(blank=True, max_length=300, verbose_name='échec')),
                ('compiled_file', models.FileField(blank=True, max_length=200, storage=passnum.core.storage.private_storage, upload_to=passnum.deliverables.dossier.dossier_path, verbose_name='fichier compilé')),
                ('compiled_sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte compilée')),
                ('compiled_at', models.DateTimeField(blank=True, null=True, verbose_name='compilé le')),
                ('validated_sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte validée')),
                ('validated_at', models.DateTimeField(blank=True, null=True, verbose_name='validé le')),
                ('validated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='validé par')),
                ('validated_as', models.CharField(blank=True, max_length=160, verbose_name='en qualité de')),
                ('sealed_sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte scellée')),
                ('transmitted_sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte transmise')),
                ('transmitted_at', models.DateTimeField(blank=True, null=True, verbose_name='transmis le')),
                ('archived_sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte archivée')),
                ('archived_at', models.DateTimeField(blank=True, null=True, verbose_name='archivé le')),
                ('reason', models.TextField(blank=True, help_text='Motif du renvoi, ou réserves de l’approbation.', verbose_name='motif')),
                ('submissions', models.ManyToManyField(related_name='dossiers', to='deliverables.submission', verbose_name='remises')),
            ],
            options={
                'verbose_name': 'dossier',
                'verbose_name_plural': 'dossiers',
                'ordering': ['-period__year', 'period', '-version'],
                'constraints': [models.UniqueConstraint(fields=('period', 'version'), name='dossier_version_unique'), models.UniqueConstraint(condition=models.Q(('state__in', ['a_corriger', 'caduc', 'renvoye']), _negated=True), fields=('period',), name='dossier_one_live_per_period', violation_error_message='Un dossier est déjà en cours pour cette campagne.'), models.CheckConstraint(condition=models.Q(('state__in', ['en_compilation', 'caduc']), models.Q(models.Q(('compiled_sha256', ''), _negated=True), models.Q(('compiled_file', ''), _negated=True), ('compiled_at__isnull', False)), _connector='OR'), name='dossier_compiled_has_file', violation_error_message='Ce dossier n’est pas encore compilé.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['a_corriger', 'approuve', 'approuve_avec_reserves', 'archive', 'en_examen', 'transmis', 'valide']), _negated=True), models.Q(('validated_sha256', models.F('compiled_sha256')), models.Q(('validated_sha256', ''), _negated=True), ('validated_at__isnull', False), ('validated_by__isnull', False)), _connector='OR'), name='dossier_validation_binds_compiled_file', violation_error_message='Rien n’est transmis sans la validation de la présidence sur ce fichier précis (art. 6).'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['a_corriger', 'approuve', 'approuve_avec_reserves', 'archive', 'en_examen', 'transmis']), _negated=True), models.Q(('transmitted_sha256', models.F('sealed_sha256')), models.Q(('sealed_sha256', ''), _negated=True), ('transmitted_at__isnull', False)), _connector='OR'), name='dossier_transmits_sealed_file', violation_error_message='Le fichier transmis doit être celui que la présidence a validé (art. 6).'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'archive'), _negated=True), models.Q(('archived_sha256', models.F('sealed_sha256')), ('archived_at__isnull', False)), _connector='OR'), name='dossier_archives_sealed_file', violation_error_message='Le fichier archivé doit être celui qui a été transmis.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['renvoye', 'a_corriger', 'approuve_avec_reserves']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='dossier_sent_back_has_reason', violation_error_message='Un renvoi ou une réserve porte toujours un motif.')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='deliverables.dossier')),
                ('deliverable', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='deliverables.deliverable')),
                ('side', models.CharField(choices=[('presidence', 'Présidence'), ('ems', 'Eurométropole')], max_length=20, verbose_name='de la part de')),
                ('text', models.TextField(verbose_name='remarque')),
                ('made_at', models.DateTimeField(verbose_name='faite le')),
            ],
            options={
                'verbose_name': 'remarque',
                'verbose_name_plural': 'remarques',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('dossier', 'deliverable', 'side'), name='remark_unique'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='remark_has_text')],
            },
        ),
        migrations.CreateModel(
            name='ActionProgramme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deliverable', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='programme', to='deliverables.deliverable')),
                ('actions_done', models.TextField(blank=True, verbose_name='actions réalisées en dehors du Pass numérique')),
                ('projects', models.TextField(blank=True, verbose_name='projets que la structure souhaite réaliser')),
            ],
            options={
                'verbose_name': 'programme d’actions',
                'verbose_name_plural': 'programmes d’actions',
            },
        ),
        migrations.CreateModel(
            name='IndicatorReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deliverable', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='deliverables.deliverable')),
                ('comment', models.TextField(blank=True, verbose_name='commentaire')),
            ],
            options={
                'verbose_name': 'rapport d’indicateurs',
                'verbose_name_plural': 'rapports d’indicateurs',
            },
        ),
        migrations.CreateModel(
            name='SurveyReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deliverable', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='survey', to='deliverables.deliverable')),
                ('method', models.CharField(blank=True, max_length=300, verbose_name='méthode')),
                ('invited', models.PositiveIntegerField(blank=True, null=True, verbose_name='personnes sollicitées')),
                ('respondents', models.PositiveIntegerField(blank=True, null=True, verbose_name='réponses reçues')),
                ('very_satisfied', models.PositiveIntegerField(default=0, verbose_name='très satisfaites')),
                ('satisfied', models.PositiveIntegerField(default=0, verbose_name='satisfaites')),
                ('unsatisfied', models.PositiveIntegerField(default=0, verbose_name='peu satisfaites')),
                ('very_unsatisfied', models.PositiveIntegerField(default=0, verbose_name='pas du tout satisfaites')),
                ('no_opinion', models.PositiveIntegerField(default=0, verbose_name='sans avis')),
                ('comment', models.TextField(blank=True, verbose_name='enseignements')),
            ],
            options={
                'verbose_name': 'résultats d’enquête',
                'verbose_name_plural': 'résultats d’enquêtes',
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('deliverable', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='deliverables.deliverable')),
                ('file', models.FileField(storage=passnum.core.storage.private_storage, upload_to=passnum.deliverables.models.attachment_path, verbose_name='fichier')),
                ('name', models.CharField(max_length=160, verbose_name='nom')),
                ('media_type', models.CharField(max_length=120, verbose_name='type')),
                ('size', models.PositiveIntegerField(verbose_name='taille (octets)')),
                ('sha256', models.CharField(max_length=64, verbose_name='empreinte')),
                ('added_at', models.DateTimeField(verbose_name='ajoutée le')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='retirée le')),
            ],
            options={
                'verbose_name': 'pièce jointe',
                'verbose_name_plural': 'pièces jointes',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('deliverable', 'sha256'), name='attachment_not_joined_twice', violation_error_message='Ce fichier est déjà joint à ce livrable.')],
            },
        ),
    ]

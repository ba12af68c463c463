import django.db.models.deletion
import passnum.core.storage
import passnum.endings.evaluation
import passnum.endings.termination
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('committee', '0001_initial'),
        ('conventions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('convention', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='conventions.convention', verbose_name='convention')),
                ('opened_by', models.CharField(choices=[('ems', 'Eurométropole de Strasbourg'), ('structure', 'Structure de distribution')], max_length=10, verbose_name='à l’initiative de')),
                ('opened_on', models.DateField(verbose_name='ouvert le')),
                ('subject', models.TextField(verbose_name='objet')),
                ('state', models.CharField(choices=[('amiable', 'Voies amiables'), ('tribunal', 'Devant le tribunal administratif de Strasbourg'), ('clos', 'Clos')], default='amiable', max_length=10, verbose_name='état')),
                ('tribunal_on', models.DateField(blank=True, null=True, verbose_name='tribunal saisi le')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='clos le')),
                ('outcome', models.TextField(blank=True, verbose_name='issue')),
            ],
            options={
                'verbose_name': 'litige',
                'verbose_name_plural': 'litiges',
                'ordering': ['-opened_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'tribunal'), _negated=True), ('tribunal_on__isnull', False), _connector='OR'), name='dispute_in_court_has_its_date', violation_error_message='La saisine du tribunal porte sa date.'), models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='dispute_closed_after_opening', violation_error_message='Un litige ne se clôt pas avant d’être ouvert.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'clos'), _negated=True), models.Q(('closed_on__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='dispute_closed_says_its_outcome', violation_error_message='Un litige clos dit son issue.')],
            },
        ),
        migrations.CreateModel(
            name='AmicableStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dispute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='endings.dispute')),
                ('way', models.CharField(choices=[('comite', 'Comité de suivi'), ('reunion', 'Réunion'), ('courrier', 'Échange de courriers'), ('mediation', 'Médiation'), ('autre', 'Autre voie')], max_length=12, verbose_name='voie')),
                ('happened_on', models.DateField(verbose_name='le')),
                ('text', models.TextField(verbose_name='ce qui en est sorti')),
                ('recorded_as', models.CharField(max_length=160, verbose_name='par')),
            ],
            options={
                'verbose_name': 'démarche amiable',
                'verbose_name_plural': 'démarches amiables',
                'ordering': ['happened_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FinalEvaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('convention', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='final_evaluation', to='conventions.convention', verbose_name='convention')),
                ('conclusions', models.TextField(blank=True, verbose_name='conclusions')),
                ('revision', models.PositiveIntegerField(default=0, verbose_name='révision')),
                ('ems_agreed_on', models.DateField(blank=True, null=True, verbose_name='accord de l’Eurométropole le')),
                ('ems_agreed_as', models.CharField(blank=True, max_length=160, verbose_name='en qualité de')),
                ('partner_agreed_on', models.DateField(blank=True, null=True, verbose_name='accord de la structure le')),
                ('partner_agreed_as', models.CharField(blank=True, max_length=160, verbose_name='en qualité de')),
                ('figures', models.JSONField(blank=True, null=True, verbose_name='chiffres arrêtés')),
                ('file', models.FileField(blank=True, storage=passnum.core.storage.private_storage, upload_to=passnum.endings.evaluation.evaluation_path, verbose_name='document')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte')),
                ('concluded_on', models.DateField(blank=True, null=True, verbose_name='conclue le')),
            ],
            options={
                'verbose_name': 'évaluation finale',
                'verbose_name_plural': 'évaluations finales',
                'constraints': [models.CheckConstraint(condition=models.Q(('concluded_on__isnull', True), models.Q(('ems_agreed_on__isnull', False), ('partner_agreed_on__isnull', False), models.Q(('sha256', ''), _negated=True), models.Q(('file', ''), _negated=True), ('figures__isnull', False)), _connector='OR'), name='evaluation_concluded_together', violation_error_message='L’évaluation finale se conclut avec l’accord des deux parties (art. 8).')],
            },
        ),
        migrations.CreateModel(
            name='Renewal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('convention', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='renewal', to='conventions.convention', verbose_name='convention')),
                ('state', models.CharField(choices=[('preparee', 'En préparation'), ('proposee', 'À l’ordre du jour du Conseil'), ('adoptee', 'Adoptée'), ('refusee', 'Refusée'), ('abandonnee', 'Abandonnée')], default='preparee', max_length=12, verbose_name='état')),
                ('opened_on', models.DateField(verbose_name='ouverte le')),
                ('context', models.TextField(verbose_name='évolution du contexte')),
                ('opinion', models.CharField(blank=True, choices=[('favorable', 'Favorable'), ('reserves', 'Favorable avec réserves'), ('defavorable', 'Défavorable')], max_length=12, verbose_name='avis du comité')),
                ('opinion_on', models.DateField(blank=True, null=True, verbose_name='avis rendu le')),
                ('meeting', models.UUIDField(blank=True, null=True, verbose_name='comité qui a rendu l’avis')),
                ('proposed_on', models.DateField(blank=True, null=True, verbose_name='inscrite à l’ordre du jour le')),
                ('council_on', models.DateField(blank=True, null=True, verbose_name='séance du Conseil')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='décision du Conseil le')),
                ('decision_reference', models.CharField(blank=True, max_length=160, verbose_name='délibération')),
                ('abandon_reason', models.TextField(blank=True, verbose_name='motif de l’abandon')),
                ('next_convention', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renews', to='conventions.convention', verbose_name='nouvelle convention')),
            ],
            options={
                'verbose_name': 'renouvellement',
                'verbose_name_plural': 'renouvellements',
                'ordering': ['-opened_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('proposed_on__isnull', True), models.Q(('opinion_on__isnull', False), models.Q(('opinion', ''), _negated=True)), _connector='OR'), name='renewal_proposed_by_the_committee', violation_error_message='Le renouvellement se propose sur l’avis du comité (art. 8).'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['adoptee', 'refusee']), _negated=True), models.Q(('decided_on__isnull', False), ('proposed_on__isnull', False), ('decided_on__gte', models.F('proposed_on'))), _connector='OR'), name='renewal_decided_after_proposal', violation_error_message='Le Conseil décide après l’inscription à son ordre du jour.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'abandonnee'), _negated=True), models.Q(('abandon_reason', ''), _negated=True), _connector='OR'), name='renewal_abandoned_with_a_reason', violation_error_message='Un abandon porte un motif.')],
            },
        ),
        migrations.CreateModel(
            name='Termination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('convention', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terminations', to='conventions.convention', verbose_name='convention')),
                ('cause', models.CharField(choices=[('force_majeure', 'Force majeure'), ('impossibilite', 'Impossibilité pour la structure d’achever sa mission'), ('manquement', 'Non-respect des engagements'), ('anticipee', 'Fin anticipée souhaitée')], max_length=16, verbose_name='cause')),
                ('opened_by', models.CharField(choices=[('ems', 'Eurométropole de Strasbourg'), ('structure', 'Structure de distribution')], max_length=10, verbose_name='à l’initiative de')),
                ('opened_on', models.DateField(verbose_name='ouverte le')),
                ('reason', models.TextField(verbose_name='motif')),
                ('wished_on', models.DateField(blank=True, null=True, verbose_name='dernier jour envisagé')),
                ('state', models.CharField(choices=[('ouverte', 'En examen'), ('decidee', 'Décidée'), ('en_effet', 'En effet'), ('abandonnee', 'Abandonnée')], default='ouverte', max_length=12, verbose_name='état')),
                ('letter_number', models.CharField(blank=True, max_length=40, verbose_name='numéro du recommandé')),
                ('letter_sent_on', models.DateField(blank=True, null=True, verbose_name='lettre envoyée le')),
                ('letter_presented_on', models.DateField(blank=True, null=True, verbose_name='première présentation le')),
                ('letter_received_on', models.DateField(blank=True, null=True, verbose_name='lettre reçue le')),
                ('letter_file', models.FileField(blank=True, storage=passnum.core.storage.private_storage, upload_to=passnum.endings.termination.letter_path, verbose_name='accusé de réception')),
                ('letter_sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte de l’accusé')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committee.committeemeeting', verbose_name='réunion spécifique du comité')),
                ('committee_on', models.DateField(blank=True, null=True, verbose_name='comité spécial tenu le')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='décidée le')),
                ('decision', models.TextField(blank=True, verbose_name='décision')),
                ('departure_reason', models.TextField(blank=True, verbose_name='pourquoi sans les six mois du comité spécial')),
                ('effect_on', models.DateField(blank=True, null=True, verbose_name='dernier jour de la convention')),
                ('abandon_reason', models.TextField(blank=True, verbose_name='motif de l’abandon')),
                ('returned_on', models.DateField(blank=True, null=True, verbose_name='Pass restitués le')),
                ('returned_booklets', models.PositiveIntegerField(blank=True, null=True, verbose_name='carnets restitués')),
                ('restitution_confirmed_on', models.DateField(blank=True, null=True, verbose_name='Pass reçus par l’Eurométropole le')),
                ('restitution_confirmed_booklets', models.PositiveIntegerField(blank=True, null=True, verbose_name='carnets reçus par l’Eurométropole')),
            ],
            options={
                'verbose_name': 'résiliation',
                'verbose_name_plural': 'résiliations',
                'ordering': ['-opened_on', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['decidee', 'ouverte'])), fields=('convention',), name='termination_one_at_a_time', violation_error_message='Une résiliation est déjà en cours pour cette convention.'), models.UniqueConstraint(condition=models.Q(('meeting__isnull', False)), fields=('meeting',), name='termination_meeting_examines_one', violation_error_message='Cette réunion a examiné une autre résiliation (art. 12).'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['decidee', 'en_effet']), _negated=True), models.Q(('decided_on__isnull', False), ('effect_on__isnull', False), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='termination_decided_has_its_dates', violation_error_message='Une résiliation décidée porte sa décision, sa date et son dernier jour.'), models.CheckConstraint(condition=models.Q(('decided_on__isnull', True), ('effect_on__gte', models.F('opened_on')), _connector='OR'), name='termination_effect_not_before_opening', violation_error_message='Une résiliation ne prend pas effet avant d’avoir été ouverte.'), models.CheckConstraint(condition=models.Q(models.Q(('cause', 'manquement'), ('state__in', ['decidee', 'en_effet']), _negated=True), ('letter_presented_on__isnull', False), ('letter_received_on__isnull', False), _connector='OR'), name='termination_breach_has_its_letter', violation_error_message='Un manquement se résilie après une lettre recommandée présentée ou reçue (art. 12).'), models.CheckConstraint(condition=models.Q(('effect_on__isnull', True), models.Q(models.Q(('letter_presented_on__isnull', True), ('effect_on__gte', models.F('letter_presented_on')), _connector='OR'), models.Q(('committee_on__isnull', True), ('effect_on__gte', models.F('committee_on')), _connector='OR')), _connector='OR'), name='termination_effect_after_letter_and_committee', violation_error_message='Une résiliation prend effet après la lettre et le comité (art. 12).'), models.CheckConstraint(condition=models.Q(('returned_on__isnull', True), ('returned_on__gte', models.F('opened_on')), _connector='OR'), name='termination_returned_after_opening', violation_error_message='Les Pass reviennent une fois la résiliation ouverte (art. 12).'), models.CheckConstraint(condition=models.Q(models.Q(('cause', 'anticipee'), ('state__in', ['decidee', 'en_effet']), _negated=True), ('committee_on__isnull', False), _connector='OR'), name='termination_early_end_has_its_committee', violation_error_message='Une fin anticipée suppose un comité spécial tenu (art. 12).'), models.CheckConstraint(condition=models.Q(('letter_presented_on__isnull', True), models.Q(('letter_sent_on__isnull', False), ('letter_presented_on__gte', models.F('letter_sent_on'))), _connector='OR'), name='termination_letter_presented_after_sending', violation_error_message='La lettre n’est pas présentée avant d’être envoyée.'), models.CheckConstraint(condition=models.Q(('letter_received_on__isnull', True), models.Q(('letter_sent_on__isnull', False), ('letter_received_on__gte', models.F('letter_sent_on'))), _connector='OR'), name='termination_letter_received_after_sending', violation_error_message='La lettre n’est pas reçue avant d’être envoyée.'), models.CheckConstraint(condition=models.Q(('restitution_confirmed_on__isnull', True), models.Q(('restitution_confirmed_booklets__isnull', False), ('returned_on__isnull', False), ('restitution_confirmed_on__gte', models.F('returned_on'))), _connector='OR'), name='termination_restitution_confirmed_after_return', violation_error_message='L’Eurométropole confirme une restitution qu’elle a reçue, avec son nombre de carnets.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'abandonnee'), _negated=True), models.Q(('abandon_reason', ''), _negated=True), _connector='OR'), name='termination_abandoned_with_a_reason', violation_error_message='Un abandon porte un motif.')],
            },
        ),
    ]

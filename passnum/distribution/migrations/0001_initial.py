import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('conventions', '0001_initial'),
        ('network', '0001_initial'),
        ('partners', '0001_initial'),
        ('quotas', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('convention', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attributions', to='conventions.convention', verbose_name='convention')),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attributions', to='partners.distributionplace', verbose_name='lieu de distribution')),
                ('booklet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attributions', to='quotas.booklet', verbose_name='carnet')),
                ('intervenant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='remis par')),
                ('handed_out_on', models.DateField(verbose_name='remis le')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='enregistré le')),
                ('commune_insee', models.CharField(max_length=5, validators=[django.core.validators.RegexValidator('^67\\d{3}$', 'Un code INSEE du Bas-Rhin, par exemple 67482.')], verbose_name='commune de résidence')),
                ('category', models.CharField(choices=[('freins', 'Exclues du numérique par des freins bloquants'), ('bases', 'Sans les compétences numériques de base'), ('recreatif', 'Usage seulement récréatif du numérique'), ('nr', 'Non renseigné')], max_length=20, verbose_name='catégorie de public')),
                ('outcome', models.CharField(choices=[('assistance', 'Assistance numérique'), ('formation', 'Formation aux compétences numériques de base'), ('coup_de_pouce', 'Coup de pouce sur un service en ligne'), ('nr', 'Non renseigné')], max_length=20, verbose_name='prestation')),
                ('proposed_outcome', models.CharField(blank=True, choices=[('assistance', 'Assistance numérique'), ('formation', 'Formation aux compétences numériques de base'), ('coup_de_pouce', 'Coup de pouce sur un service en ligne')], max_length=20, verbose_name='prestation proposée')),
                ('age_band', models.CharField(choices=[('moins_26', 'Moins de 26 ans'), ('26_44', 'De 26 à 44 ans'), ('45_59', 'De 45 à 59 ans'), ('60_74', 'De 60 à 74 ans'), ('75_plus', '75 ans et plus'), ('nr', 'Non renseigné')], default='nr', max_length=10, verbose_name='âge')),
                ('sex', models.CharField(choices=[('femme', 'Femmes'), ('homme', 'Hommes'), ('nr', 'Non renseigné')], default='nr', max_length=10, verbose_name='sexe')),
                ('pcs', models.CharField(choices=[('1', 'Agriculteurs exploitants'), ('2', 'Artisans, commerçants, chefs d’entreprise'), ('3', 'Cadres et professions intellectuelles supérieures'), ('4', 'Professions intermédiaires'), ('5', 'Employés'), ('6', 'Ouvriers'), ('7', 'Retraités'), ('8', 'Sans activité professionnelle'), ('nr', 'Non renseigné')], default='nr', max_length=2, verbose_name='catégorie socioprofessionnelle')),
                ('pcs_list', models.CharField(default='2021-8', max_length=12, verbose_name='version de la liste')),
                ('first_booklet', models.BooleanField(default=False, verbose_name='déclare n’avoir encore reçu aucun carnet')),
                ('notice_read', models.BooleanField(default=False, verbose_name='information lue')),
                ('notice_language', models.CharField(blank=True, max_length=12, verbose_name='langue de l’information')),
                ('objection', models.BooleanField(default=False, verbose_name='s’oppose au traitement')),
                ('imported', models.BooleanField(default=False, verbose_name='importée')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='annulée le')),
                ('cancel_reason', models.CharField(blank=True, choices=[('numero', 'Le numéro du carnet n’était pas le bon'), ('non_remis', 'Le carnet n’a pas été remis, finalement'), ('double', 'La même remise a été saisie deux fois'), ('reponses', 'La date, le lieu ou les réponses n’étaient pas bons'), ('autre', 'Une autre erreur de saisie')], max_length=20, verbose_name='motif de l’annulation')),
                ('erased_at', models.DateTimeField(blank=True, null=True, verbose_name='profil effacé le')),
                ('forgotten_at', models.DateTimeField(blank=True, null=True, verbose_name='profil retiré à la fin de sa conservation le')),
            ],
            options={
                'verbose_name': 'attribution',
                'verbose_name_plural': 'attributions',
                'ordering': ['-handed_out_on', '-pk'],
                'indexes': [models.Index(fields=['convention', 'handed_out_on'], name='attribution_by_day'), models.Index(fields=['place', 'handed_out_on'], name='attribution_by_place')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('cancelled_at__isnull', True)), fields=('booklet',), name='attribution_one_per_booklet', violation_error_message='Ce carnet a déjà été remis à une personne.'), models.CheckConstraint(condition=models.Q(('objection', False), models.Q(('age_band', 'nr'), ('category', 'nr'), ('notice_language', ''), ('outcome', 'nr'), ('pcs', 'nr'), ('proposed_outcome', ''), ('sex', 'nr')), _connector='OR'), name='attribution_objection_without_profile', violation_error_message='La personne s’oppose au traitement : aucun profil n’est conservé.'), models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), models.Q(('age_band', 'nr'), ('category', 'nr'), ('notice_language', ''), ('outcome', 'nr'), ('pcs', 'nr'), ('proposed_outcome', ''), ('sex', 'nr')), _connector='OR'), name='attribution_erased_without_profile', violation_error_message='Le profil a été effacé : rien ne peut y être remis.'), models.CheckConstraint(condition=models.Q(('forgotten_at__isnull', True), models.Q(('age_band', 'nr'), ('category', 'nr'), ('notice_language', ''), ('outcome', 'nr'), ('pcs', 'nr'), ('proposed_outcome', ''), ('sex', 'nr')), _connector='OR'), name='attribution_forgotten_without_profile', violation_error_message='Le profil a fini d’être conservé : rien ne peut y être remis.'), models.CheckConstraint(condition=models.Q(models.Q(('cancel_reason', ''), ('cancelled_at__isnull', True)), models.Q(('cancel_reason__in', ['numero', 'non_remis', 'double', 'reponses', 'autre']), ('cancelled_at__isnull', False), ('age_band', 'nr'), ('category', 'nr'), ('notice_language', ''), ('outcome', 'nr'), ('pcs', 'nr'), ('proposed_outcome', ''), ('sex', 'nr')), _connector='OR'), name='attribution_cancelled_with_a_reason', violation_error_message='Une annulation porte un motif de la liste, et ne garde aucun profil.'), models.CheckConstraint(condition=models.Q(('commune_insee__regex', '^67\\d{3}$')), name='attribution_commune_insee', violation_error_message='La commune de résidence est un code INSEE, par exemple 67482.')],
            },
        ),
        migrations.CreateModel(
            name='SensitiveProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attribution', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sensitive', to='distribution.attribution')),
                ('french', models.CharField(choices=[('allophone', 'Personnes allophones'), ('non_allophone', 'Personnes non allophones'), ('nr', 'Non renseigné')], default='nr', max_length=20, verbose_name='maîtrise de la langue française')),
                ('disability', models.CharField(choices=[('oui', 'En situation de handicap'), ('non', 'Sans handicap déclaré'), ('nr', 'Non renseigné')], default='nr', max_length=10, verbose_name='situation de handicap')),
            ],
            options={
                'verbose_name': 'profil sensible',
                'verbose_name_plural': 'profils sensibles',
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attribution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='distribution.attribution')),
                ('code_hash', models.CharField(max_length=64, unique=True, verbose_name='empreinte du code')),
                ('issued_at', models.DateTimeField(auto_now_add=True, verbose_name='émis le')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='annulé le')),
            ],
            options={
                'verbose_name': 'reçu',
                'verbose_name_plural': 'reçus',
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('attribution',), name='receipt_one_alive', violation_error_message='Un reçu est déjà en cours pour cette remise : annulez-le d’abord.')],
            },
        ),
        migrations.CreateModel(
            name='IndicatorCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('convention', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicator_counts', to='conventions.convention')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicator_counts', to='partners.distributionplace')),
                ('month', models.DateField(help_text='Premier jour du mois.', verbose_name='mois')),
                ('dimension', models.CharField(help_text='Une de category, outcome, age_band, sex, pcs, french, disability, « total », « commune », ou une caractéristique ajoutée.', max_length=40, verbose_name='caractéristique')),
                ('modality', models.CharField(max_length=40, verbose_name='modalité')),
                ('beneficiaries', models.PositiveIntegerField(default=0, verbose_name='bénéficiaires')),
            ],
            options={
                'verbose_name': 'effectif compté',
                'verbose_name_plural': 'effectifs comptés',
                'constraints': [models.UniqueConstraint(fields=('convention', 'place', 'month', 'dimension', 'modality'), name='indicator_count_unique'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='indicator_count_by_month')],
            },
        ),
        migrations.CreateModel(
            name='Characteristic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(help_text='Le même d’une version à l’autre.', max_length=30, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*$', 'Lettres minuscules sans accent, par exemple equipement.')], verbose_name='code')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                ('state', models.CharField(choices=[('brouillon', 'Brouillon'), ('publie', 'En usage'), ('remplace', 'Ancienne version')], default='brouillon', max_length=10, verbose_name='état')),
                ('label', models.CharField(max_length=120, verbose_name='question')),
                ('help', models.CharField(blank=True, max_length=300, verbose_name='aide pour l’entretien')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='publiée le')),
            ],
            options={
                'verbose_name': 'caractéristique',
                'verbose_name_plural': 'caractéristiques',
                'ordering': ['code', '-version'],
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='characteristic_version_unique', violation_error_message='Cette version existe déjà.'), models.UniqueConstraint(condition=models.Q(('state', 'publie')), fields=('code',), name='characteristic_one_current')],
            },
        ),
        migrations.CreateModel(
            name='CharacteristicChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('characteristic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='distribution.characteristic', verbose_name='caractéristique')),
                ('number', models.PositiveSmallIntegerField(verbose_name='ordre')),
                ('label', models.CharField(max_length=120, verbose_name='libellé')),
                ('frozen', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'verbose_name': 'choix',
                'verbose_name_plural': 'choix',
                'ordering': ['characteristic', 'number'],
                'constraints': [models.UniqueConstraint(fields=('characteristic', 'number'), name='characteristic_choice_number_unique')],
            },
        ),
        migrations.CreateModel(
            name='Questionnaire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveSmallIntegerField(unique=True, verbose_name='version')),
                ('state', models.CharField(choices=[('brouillon', 'Brouillon'), ('publie', 'En usage'), ('remplace', 'Ancienne version')], default='brouillon', max_length=10, verbose_name='état')),
                ('introduction', models.TextField(blank=True, help_text='Deux phrases, que l’on peut lire à la personne.', verbose_name='à dire pour commencer')),
                ('simulation_url', models.URLField(blank=True, help_text='Proposée si la personne accepte et si le lieu est équipé. Seul le niveau atteint est gardé. Laissez vide pour ne pas la proposer.', validators=[django.core.validators.URLValidator(['https'])], verbose_name='adresse de la simulation en ligne')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='publié le')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='publié par')),
            ],
            options={
                'verbose_name': 'questionnaire',
                'verbose_name_plural': 'questionnaires',
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'publie')), fields=('state',), name='questionnaire_one_current', violation_error_message='Un seul questionnaire est en usage à la fois.'), models.UniqueConstraint(condition=models.Q(('state', 'brouillon')), fields=('state',), name='questionnaire_one_draft', violation_error_message='Une version est déjà en préparation : modifiez-la, ou publiez-la.'), models.CheckConstraint(condition=models.Q(('state', 'brouillon'), ('published_at__isnull', False), _connector='OR'), name='questionnaire_published_is_dated', violation_error_message='Un questionnaire publié porte la date de sa publication.')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='distribution.questionnaire', verbose_name='questionnaire')),
                ('number', models.PositiveSmallIntegerField(verbose_name='numéro')),
                ('purpose', models.CharField(choices=[('motivation', 'La motivation de la personne'), ('situation', 'Sa situation et ses usages'), ('simulation', 'Le niveau atteint à la simulation en ligne')], default='situation', max_length=12, verbose_name='porte sur')),
                ('text', models.CharField(max_length=200, verbose_name='question')),
                ('help', models.CharField(blank=True, max_length=300, verbose_name='aide pour l’entretien')),
                ('frozen', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'ordering': ['questionnaire', 'number'],
                'constraints': [models.UniqueConstraint(fields=('questionnaire', 'number'), name='question_number_unique', violation_error_message='Une autre question porte déjà ce numéro.'), models.CheckConstraint(condition=models.Q(models.Q(('number', 1), ('purpose', 'motivation')), models.Q(('number__gt', 1), models.Q(('purpose', 'motivation'), _negated=True)), _connector='OR'), name='question_motivation_comes_first', violation_error_message='La question 1 porte sur la motivation, et elle seule.'), models.UniqueConstraint(condition=models.Q(('purpose', 'simulation')), fields=('questionnaire',), name='question_one_simulation', violation_error_message='Une seule question porte sur la simulation.')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='distribution.question', verbose_name='question')),
                ('number', models.PositiveSmallIntegerField(verbose_name='ordre')),
                ('text', models.CharField(max_length=160, verbose_name='réponse')),
                ('outcome', models.CharField(blank=True, choices=[('assistance', 'Assistance numérique'), ('formation', 'Formation aux compétences numériques de base'), ('coup_de_pouce', 'Coup de pouce sur un service en ligne')], max_length=20, verbose_name='va vers')),
                ('weight', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(5)], verbose_name='poids')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='raison, en mots')),
                ('frozen', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'verbose_name': 'réponse',
                'verbose_name_plural': 'réponses',
                'ordering': ['question', 'number'],
                'constraints': [models.UniqueConstraint(fields=('question', 'number'), name='answer_number_unique'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('weight', 0)), models.Q(models.Q(('outcome', ''), _negated=True), ('weight__gte', 1), ('weight__lte', 5)), _connector='OR'), name='answer_weighs_toward_an_outcome', violation_error_message='Une réponse qui va vers une prestation pèse de 1 à 5 ; les autres ne pèsent rien.'), models.CheckConstraint(condition=models.Q(('outcome', ''), models.Q(('reason', ''), _negated=True), _connector='OR'), name='answer_that_weighs_says_why', violation_error_message='Dites pourquoi : la raison est montrée avec la proposition.')],
            },
        ),
        migrations.CreateModel(
            name='Diagnosis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attribution', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='diagnosis', to='distribution.attribution')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='distribution.questionnaire')),
                ('simulation_level', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='distribution.answer', verbose_name='niveau atteint')),
            ],
            options={
                'verbose_name': 'diagnostic',
                'verbose_name_plural': 'diagnostics',
            },
        ),
        migrations.CreateModel(
            name='CharacteristicAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attribution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='characteristics', to='distribution.attribution')),
                ('characteristic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='distribution.characteristic')),
                ('choice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='distribution.characteristicchoice', verbose_name='réponse')),
            ],
            options={
                'verbose_name': 'réponse à une caractéristique',
                'verbose_name_plural': 'réponses aux caractéristiques',
                'constraints': [models.UniqueConstraint(fields=('attribution', 'characteristic'), name='characteristic_answered_once')],
            },
        ),
        migrations.CreateModel(
            name='AttributionDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('intervenant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partners.distributionplace', verbose_name='lieu')),
                ('questionnaire', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='distribution.questionnaire')),
                ('sealed', models.TextField(default='', editable=False)),
                ('sealed_code', models.TextField(default='', editable=False)),
                ('attribution', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='distribution.attribution', verbose_name='attribution')),
                ('started_at', models.DateTimeField(auto_now_add=True, verbose_name='commencé le')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='enregistré le')),
            ],
            options={
                'verbose_name': 'attribution en cours',
                'verbose_name_plural': 'attributions en cours',
                'ordering': ['-updated_at'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('language', models.CharField(max_length=8, validators=[django.core.validators.RegexValidator('^[a-z]{2,3}(-[A-Z][a-z]{3})?$', 'Deux ou trois lettres : fr, de, ar, tr, uk…')], verbose_name='code de la langue')),
                ('language_name', models.CharField(help_text='Dans cette langue : Deutsch, Türkçe, العربية…', max_length=40, verbose_name='nom de la langue')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('state', models.CharField(choices=[('brouillon', 'Brouillon'), ('publie', 'En usage'), ('remplace', 'Ancienne version')], default='brouillon', max_length=10, verbose_name='état')),
                ('title', models.CharField(max_length=160, verbose_name='titre')),
                ('text', models.TextField(help_text='Phrases courtes. Une ligne vide sépare les paragraphes.', verbose_name='texte')),
                ('proofread', models.BooleanField(default=False, help_text='Sans relecture, l’écran rappelle que la traduction reste à vérifier.', verbose_name='relue par une personne qui parle cette langue')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='publiée le')),
            ],
            options={
                'verbose_name': 'notice d’information',
                'verbose_name_plural': 'notices d’information',
                'ordering': ['language', '-version'],
                'constraints': [models.UniqueConstraint(fields=('language', 'version'), name='notice_version_unique'), models.UniqueConstraint(condition=models.Q(('state', 'publie')), fields=('language',), name='notice_one_current_per_language', violation_error_message='Une seule notice par langue est en usage.'), models.UniqueConstraint(condition=models.Q(('state', 'brouillon')), fields=('language',), name='notice_one_draft_per_language', violation_error_message='Une version de cette langue est déjà en préparation.')],
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('attribution', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='referral', to='distribution.attribution')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='network.mediationplace', verbose_name='lieu de médiation')),
                ('referred_on', models.DateField(verbose_name='orienté le')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noté par')),
                ('recorded_at', models.DateTimeField(auto_now=True, verbose_name='noté le')),
                ('appointment_on', models.DateField(blank=True, null=True, verbose_name='rendez-vous pris le')),
                ('came_on', models.DateField(blank=True, null=True, verbose_name='venu le')),
                ('first_used_on', models.DateField(blank=True, null=True, verbose_name='premier Pass utilisé le')),
                ('gave_up_on', models.DateField(blank=True, null=True, verbose_name='abandon le')),
            ],
            options={
                'verbose_name': 'orientation',
                'verbose_name_plural': 'orientations',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('appointment_on__isnull', True), ('appointment_on__gte', models.F('referred_on')), _connector='OR'), models.Q(('came_on__isnull', True), ('came_on__gte', models.F('referred_on')), _connector='OR'), models.Q(('first_used_on__isnull', True), ('first_used_on__gte', models.F('referred_on')), _connector='OR'), models.Q(('gave_up_on__isnull', True), ('gave_up_on__gte', models.F('referred_on')), _connector='OR')), name='referral_followed_afterwards', violation_error_message='Le suivi ne peut pas être daté d’avant l’orientation.'), models.CheckConstraint(condition=models.Q(('came_on__isnull', True), ('first_used_on__isnull', True), ('first_used_on__gte', models.F('came_on')), _connector='OR'), name='referral_came_before_using', violation_error_message='Le premier Pass ne peut pas être utilisé avant la venue.'), models.CheckConstraint(condition=models.Q(('gave_up_on__isnull', True), ('first_used_on__isnull', True), _connector='OR'), name='referral_used_or_gave_up', violation_error_message='Un Pass a été utilisé : ce n’est pas un abandon. Gardez l’une des deux dates.'), models.CheckConstraint(condition=models.Q(('gave_up_on__isnull', True), models.Q(models.Q(('appointment_on__isnull', True), ('appointment_on__lte', models.F('gave_up_on')), _connector='OR'), models.Q(('came_on__isnull', True), ('came_on__lte', models.F('gave_up_on')), _connector='OR')), _connector='OR'), name='referral_gave_up_last', violation_error_message='L’abandon vient en dernier : rien ne le suit, ni rendez-vous ni venue.')],
            },
        ),
        migrations.CreateModel(
            name='FiguresRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('first_day', models.DateField(verbose_name='du')),
                ('last_day', models.DateField(verbose_name='au')),
                ('threshold', models.PositiveSmallIntegerField(verbose_name='seuil (personnes)')),
                ('released_at', models.DateTimeField(verbose_name='publiée le')),
                ('released_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par')),
            ],
            options={
                'verbose_name': 'publication de chiffres',
                'verbose_name_plural': 'publications de chiffres',
                'ordering': ['-released_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='release_in_order', violation_error_message='La période finit avant d’avoir commencé.'), models.UniqueConstraint(fields=('first_day', 'last_day'), name='release_once_per_period', violation_error_message='Les chiffres de cette période sont déjà publiés.'), models.CheckConstraint(condition=models.Q(('threshold__gte', 5)), name='release_threshold_at_least_five', violation_error_message='Un effectif de moins de cinq personnes n’est jamais publié.')],
            },
        ),
        migrations.CreateModel(
            name='ReleasedCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cells', to='distribution.figuresrelease')),
                ('rank', models.PositiveIntegerField(verbose_name='rang')),
                ('dimension', models.CharField(max_length=60, verbose_name='caractéristique')),
                ('dimension_label', models.CharField(max_length=160, verbose_name='intitulé')),
                ('modality', models.CharField(blank=True, max_length=40, verbose_name='modalité')),
                ('label', models.CharField(max_length=160, verbose_name='libellé')),
                ('beneficiaries', models.PositiveIntegerField(verbose_name='bénéficiaires')),
                ('shown', models.PositiveIntegerField(blank=True, null=True, verbose_name='montré')),
            ],
            options={
                'verbose_name': 'chiffre publié',
                'verbose_name_plural': 'chiffres publiés',
                'ordering': ['release', 'rank'],
                'constraints': [models.UniqueConstraint(fields=('release', 'dimension', 'modality'), name='released_cell_once'), models.CheckConstraint(condition=models.Q(('shown__isnull', True), ('shown', models.F('beneficiaries')), _connector='OR'), name='released_cell_true_or_hidden', violation_error_message='Un chiffre publié est exact, ou masqué.')],
            },
        ),
        migrations.CreateModel(
            name='SurveyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attribution', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='survey_answer', to='distribution.attribution')),
                ('satisfaction', models.CharField(choices=[('very_satisfied', 'Très satisfaisante'), ('satisfied', 'Satisfaisante'), ('unsatisfied', 'Peu satisfaisante'), ('very_unsatisfied', 'Pas du tout satisfaisante'), ('no_opinion', 'Sans avis')], max_length=20, verbose_name='avis sur l’aide reçue')),
                ('answered_on', models.DateField(verbose_name='répondu le')),
            ],
            options={
                'verbose_name': 'réponse à l’enquête',
                'verbose_name_plural': 'réponses à l’enquête',
                'constraints': [models.CheckConstraint(condition=models.Q(('satisfaction__in', ['very_satisfied', 'satisfied', 'unsatisfied', 'very_unsatisfied', 'no_opinion'])), name='survey_answer_in_its_list', violation_error_message='Choisissez une des réponses proposées.')],
            },
        ),
        migrations.CreateModel(
            name='AggregatedFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('convention', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aggregated_figures', to='conventions.convention', verbose_name='convention')),
                ('year', models.PositiveSmallIntegerField(verbose_name='exercice')),
                ('booklets_handed_out', models.PositiveIntegerField(default=0, verbose_name='carnets remis')),
                ('beneficiaries', models.PositiveIntegerField(default=0, verbose_name='bénéficiaires')),
                ('typed_by_hand', models.BooleanField(default=True, verbose_name='saisi à la main')),
            ],
            options={
                'verbose_name': 'chiffres de distribution',
                'verbose_name_plural': 'chiffres de distribution',
                'constraints': [models.UniqueConstraint(fields=('convention', 'year'), name='figures_unique_per_year', violation_error_message='Les chiffres de cet exercice existent déjà.')],
            },
        ),
        migrations.CreateModel(
            name='AggregatedCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figures', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='distribution.aggregatedfigures')),
                ('dimension', models.CharField(choices=[('category', 'Catégorie de public'), ('outcome', 'Prestation proposée par le diagnostic'), ('age_band', 'Âge'), ('sex', 'Sexe'), ('pcs', 'Catégorie socioprofessionnelle'), ('french', 'Maîtrise de la langue française'), ('disability', 'Situation de handicap')], max_length=20, verbose_name='caractéristique')),
                ('modality', models.CharField(max_length=20, verbose_name='modalité')),
                ('beneficiaries', models.PositiveIntegerField(default=0, verbose_name='bénéficiaires')),
            ],
            options={
                'verbose_name': 'effectif',
                'verbose_name_plural': 'effectifs',
                'constraints': [models.UniqueConstraint(fields=('figures', 'dimension', 'modality'), name='count_unique_per_modality')],
            },
        ),
    ]

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='adresse électronique')),
                ('first_name', models.CharField(max_length=80, verbose_name='prénom')),
                ('last_name', models.CharField(max_length=80, verbose_name='nom')),
                ('job_title', models.CharField(blank=True, max_length=120, verbose_name='fonction')),
                ('is_active', models.BooleanField(default=True, verbose_name='compte actif')),
                ('is_staff', models.BooleanField(default=False, verbose_name='agent de l’Eurométropole')),
                ('date_joined', models.DateTimeField(auto_now_add=True, verbose_name='inscription')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'compte',
                'verbose_name_plural': 'comptes',
                'ordering': ['last_name', 'first_name'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique_whatever_case', violation_error_message='Un compte existe déjà avec cette adresse.')],
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=160, unique=True, verbose_name='nom')),
                ('short_name', models.CharField(blank=True, max_length=30, verbose_name='sigle')),
                ('kind', models.CharField(choices=[('departement', 'Département ou collectivité à statut particulier'), ('commune', 'Commune ou CCAS'), ('association', 'Association'), ('etablissement', 'Établissement public'), ('autre', 'Autre')], default='association', max_length=20, verbose_name='nature')),
                ('representative_title', models.CharField(default='Président', help_text='Président, Présidente, Maire, Directrice… tel qu’il figure dans la convention.', max_length=80, verbose_name='titre de la personne qui représente la structure')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='adresse de contact')),
                ('is_active', models.BooleanField(default=True, verbose_name='partenaire actif')),
            ],
            options={
                'verbose_name': 'structure de distribution',
                'verbose_name_plural': 'structures de distribution',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='DistributionPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='partners.partner', verbose_name='structure')),
                ('name', models.CharField(max_length=160, verbose_name='nom du lieu')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='adresse')),
                ('postal_code', models.CharField(max_length=5, validators=[django.core.validators.RegexValidator('^\\d{5}$', 'Cinq chiffres, par exemple 67000.')], verbose_name='code postal')),
                ('commune_insee', models.CharField(max_length=5, validators=[django.core.validators.RegexValidator('^67\\d{3}$', 'Un code INSEE du Bas-Rhin, par exemple 67482.')], verbose_name='code INSEE de la commune')),
                ('commune_name', models.CharField(max_length=80, verbose_name='commune')),
                ('is_active', models.BooleanField(default=True, verbose_name='ouvert à la distribution')),
                ('equipped', models.BooleanField(default=False, help_text='La simulation en ligne n’est proposée que dans un lieu équipé (art. 4).', verbose_name='équipé d’un écran connecté')),
                ('equipped_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='équipement déclaré par')),
            ],
            options={
                'verbose_name': 'lieu de distribution',
                'verbose_name_plural': 'lieux de distribution',
                'ordering': ['partner', 'name'],
                'constraints': [models.UniqueConstraint(fields=('partner', 'name'), name='place_name_unique_per_partner', violation_error_message='Cette structure a déjà un lieu de ce nom.')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='personne')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='partners.partner', verbose_name='structure')),
                ('role', models.CharField(choices=[('referent', 'Référente ou référent'), ('intervenant', 'Intervenante ou intervenant social'), ('president', 'Présidence'), ('lecteur', 'Lecture seule')], max_length=20, verbose_name='rôle')),
                ('started_on', models.DateField(verbose_name='depuis le')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
            ],
            options={
                'verbose_name': 'appartenance',
                'verbose_name_plural': 'appartenances',
                'ordering': ['partner', 'role'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('user', 'partner', 'role'), name='membership_unique_while_active', violation_error_message='Cette personne a déjà ce rôle dans cette structure.'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='membership_ends_after_start', violation_error_message='La fin ne peut pas précéder le début.')],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='partners.partner', verbose_name='structure')),
                ('delegator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_given', to=settings.AUTH_USER_MODEL, verbose_name='présidence qui délègue')),
                ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_received', to=settings.AUTH_USER_MODEL, verbose_name='personne délégataire')),
                ('act_reference', models.CharField(max_length=120, verbose_name='référence de l’acte')),
                ('published_on', models.DateField(verbose_name='publié le')),
                ('scope', models.CharField(default='Validation des livrables (art. 6)', max_length=200, verbose_name='étendue')),
                ('starts_on', models.DateField(verbose_name='à compter du')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
            ],
            options={
                'verbose_name': 'délégation',
                'verbose_name_plural': 'délégations',
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_on__gte', models.F('published_on'))), name='delegation_starts_once_published', violation_error_message='Une délégation ne vaut qu’à partir de sa publication.'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='delegation_ends_after_start', violation_error_message='La fin ne peut pas précéder le début.'), models.CheckConstraint(condition=models.Q(('delegator', models.F('delegate')), _negated=True), name='delegation_to_someone_else', violation_error_message='On ne délègue pas à soi-même.')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='adresse électronique')),
                ('first_name', models.CharField(blank=True, max_length=80, verbose_name='prénom')),
                ('last_name', models.CharField(blank=True, max_length=80, verbose_name='nom')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='partners.partner', verbose_name='structure')),
                ('role', models.CharField(blank=True, choices=[('referent', 'Référente ou référent'), ('intervenant', 'Intervenante ou intervenant social'), ('president', 'Présidence'), ('lecteur', 'Lecture seule')], max_length=20, verbose_name='rôle')),
                ('ems_group', models.CharField(blank=True, max_length=60, verbose_name='groupe de l’Eurométropole')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invitation de')),
                ('invited_at', models.DateTimeField(auto_now_add=True, verbose_name='envoyée le')),
                ('expires_at', models.DateTimeField(verbose_name='valable jusqu’au')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='acceptée le')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='annulée le')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-invited_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('partner__isnull', False), models.Q(('role', ''), _negated=True), ('ems_group', '')), models.Q(('partner__isnull', True), ('role', ''), models.Q(('ems_group', ''), _negated=True)), _connector='OR'), name='invitation_to_partner_or_ems', violation_error_message='Une invitation vise soit un rôle chez un partenaire, soit un groupe de l’Eurométropole.'), models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('partner'), models.F('role'), models.F('ems_group'), condition=models.Q(('accepted_at__isnull', True), ('revoked_at__isnull', True)), name='invitation_unique_while_open', violation_error_message='Une invitation est déjà en cours pour cette adresse et ce rôle.')],
            },
        ),
    ]

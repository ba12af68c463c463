import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import passnum.core.clock
import passnum.core.storage
import passnum.quotas.models
import passnum.quotas.purchases
import uuid
from decimal import Decimal
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
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('operateur', 'Émis par l’opérateur'), ('eurometropole', 'Stock de l’Eurométropole'), ('livraison', 'En cours de livraison'), ('lieu', 'Lieu de distribution'), ('remis', 'Remis aux personnes'), ('perdu', 'Perdus'), ('vole', 'Volés'), ('deteriore', 'Détériorés'), ('expire', 'Périmés'), ('restitution', 'En cours de restitution')], max_length=20, verbose_name='nature')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='partners.partner', verbose_name='structure')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='partners.distributionplace', verbose_name='lieu')),
                ('balance', models.IntegerField(default=0, verbose_name='carnets')),
            ],
            options={
                'verbose_name': 'compte de carnets',
                'verbose_name_plural': 'comptes de carnets',
                'constraints': [models.UniqueConstraint(condition=models.Q(('partner__isnull', True)), fields=('kind',), name='account_unique_of_the_scheme', violation_error_message='Ce compte de carnets existe déjà.'), models.UniqueConstraint(condition=models.Q(('partner__isnull', False), ('place__isnull', True)), fields=('kind', 'partner'), name='account_unique_of_the_partner', violation_error_message='Ce compte de carnets existe déjà pour cette structure.'), models.UniqueConstraint(condition=models.Q(('place__isnull', False)), fields=('place',), name='account_unique_of_the_place', violation_error_message='Ce lieu a déjà son compte de carnets.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'lieu'), ('partner__isnull', False), ('place__isnull', False)), models.Q(('kind__in', ['eurometropole', 'operateur']), ('partner__isnull', True), ('place__isnull', True)), models.Q(('kind__in', ['deteriore', 'expire', 'perdu', 'vole']), ('place__isnull', True)), models.Q(models.Q(('kind__in', ['lieu', 'eurometropole', 'operateur', 'deteriore', 'expire', 'perdu', 'vole']), _negated=True), ('partner__isnull', False), ('place__isnull', True)), _connector='OR'), name='account_of_the_right_holder', violation_error_message='Ce compte n’est pas celui d’un lieu, d’une structure ou de l’Eurométropole.'), models.CheckConstraint(condition=models.Q(('balance__gte', 0), ('kind', 'operateur'), _connector='OR'), name='account_never_negative', violation_error_message='Aucun lieu ne peut donner plus de carnets qu’il n’en a.'), models.CheckConstraint(condition=models.Q(('balance__lte', 0), models.Q(('kind', 'operateur'), _negated=True), _connector='OR'), name='account_operator_only_issues', violation_error_message='L’opérateur ne fait qu’émettre des carnets.')],
            },
        ),
        migrations.CreateModel(
            name='Operation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('reception', 'Réception de l’opérateur'), ('livraison', 'Livraison'), ('accuse', 'Accusé de réception'), ('ecart', 'Écart constaté'), ('mouvement', 'Mouvement entre lieux'), ('perte', 'Perte'), ('vol', 'Vol'), ('deterioration', 'Détérioration'), ('peremption', 'Péremption'), ('retrouve', 'Carnets retrouvés'), ('restitution', 'Restitution'), ('retour', 'Retour à l’Eurométropole'), ('remise', 'Remise à une personne'), ('annulation', 'Annulation d’une remise')], max_length=20, verbose_name='acte')),
                ('convention', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='booklet_operations', to='conventions.convention', verbose_name='convention')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='booklet_operations', to='partners.partner')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consequences', to='quotas.operation')),
                ('happened_on', models.DateField(verbose_name='fait le')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='enregistré le')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.TextField(blank=True, verbose_name='motif')),
                ('note', models.TextField(blank=True, verbose_name='précisions')),
            ],
            options={
                'verbose_name': 'opération sur les carnets',
                'verbose_name_plural': 'opérations sur les carnets',
                'ordering': ['-happened_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='premier exercice')),
                ('last_year', models.PositiveSmallIntegerField(verbose_name='dernier exercice')),
                ('budget_euros', models.PositiveIntegerField(default=300000, verbose_name='budget (en euros)')),
                ('face_value_euros', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(1)], verbose_name='valeur d’un Pass (en euros)')),
                ('allocated_booklets', models.PositiveIntegerField(default=0, editable=False, verbose_name='carnets attribués par les quotas')),
            ],
            options={
                'verbose_name': 'programme',
                'verbose_name_plural': 'programmes',
                'ordering': ['-first_year'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_year__gte', models.F('first_year'))), name='programme_years_in_order', violation_error_message='Le dernier exercice ne peut pas précéder le premier.'), models.CheckConstraint(condition=models.Q(('face_value_euros__gte', 1)), name='programme_face_value', violation_error_message='Un Pass vaut au moins 1 €.'), models.CheckConstraint(condition=models.Q(('budget_euros__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('allocated_booklets'), '*', models.F('face_value_euros')), '*', models.Value(10)))), name='programme_within_budget', violation_error_message='Les quotas déjà fixés dépasseraient le budget du programme.')],
            },
        ),
        migrations.CreateModel(
            name='Operator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='nom')),
                ('contact', models.TextField(blank=True, verbose_name='contact')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='depuis le')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
                ('ended_because', models.CharField(blank=True, help_text='Par exemple : liquidation judiciaire.', max_length=200, verbose_name='raison de la fin')),
            ],
            options={
                'verbose_name': 'opérateur',
                'verbose_name_plural': 'opérateurs',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('started_on__isnull', True), ('ended_on__isnull', True), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='operator_ends_after_it_starts', violation_error_message='La fin ne peut pas précéder le début.'), models.CheckConstraint(condition=models.Q(('ended_because', ''), ('ended_on__isnull', False), _connector='OR'), name='operator_end_is_dated', violation_error_message='Une fin porte sa date.')],
            },
        ),
        migrations.CreateModel(
            name='Purchase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='purchases', to='quotas.programme', verbose_name='programme')),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='purchases', to='quotas.operator', verbose_name='opérateur')),
                ('order_number', models.CharField(max_length=60, verbose_name='numéro du bon de commande')),
                ('ordered_on', models.DateField(verbose_name='commandé le')),
                ('booklets_ordered', models.PositiveIntegerField(help_text='Un carnet = 10 Pass.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='carnets commandés')),
                ('unit_price', models.DecimalField(decimal_places=2, default=Decimal('100'), max_digits=8, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='prix d’un carnet (en euros)')),
                ('service_charges', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=10, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='frais de service (en euros)')),
                ('pass_expire_on', models.DateField(blank=True, null=True, verbose_name='validité des Pass')),
                ('invoice_number', models.CharField(blank=True, max_length=60, verbose_name='numéro de la facture')),
                ('invoiced_on', models.DateField(blank=True, null=True, verbose_name='facturé le')),
                ('booklets_invoiced', models.PositiveIntegerField(blank=True, null=True, verbose_name='carnets facturés')),
                ('invoice_amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='montant de la facture (en euros)')),
                ('invoice_file', models.FileField(blank=True, storage=passnum.core.storage.private_storage, upload_to=passnum.quotas.purchases.invoice_path, verbose_name='facture')),
                ('invoice_file_name', models.CharField(blank=True, max_length=200, verbose_name='nom du fichier')),
                ('invoice_sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte de la facture')),
            ],
            options={
                'verbose_name': 'achat',
                'verbose_name_plural': 'achats',
                'ordering': ['-ordered_on', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('operator', 'order_number'), name='purchase_once_per_order_number', violation_error_message='Ce bon de commande est déjà enregistré pour cet opérateur.'), models.CheckConstraint(condition=models.Q(('booklets_ordered__gte', 1)), name='purchase_of_something', violation_error_message='Une commande compte au moins un carnet.'), models.CheckConstraint(condition=models.Q(('unit_price__gte', 0), ('service_charges__gte', 0)), name='purchase_prices_not_negative', violation_error_message='Un prix ne peut pas être négatif.'), models.CheckConstraint(condition=models.Q(models.Q(('invoice_amount__isnull', True), ('invoice_number', ''), ('invoiced_on__isnull', True)), models.Q(models.Q(('invoice_number', ''), _negated=True), ('invoiced_on__isnull', False), ('invoice_amount__isnull', False)), _connector='OR'), name='purchase_invoice_is_whole', violation_error_message='Une facture porte son numéro, sa date et son montant.'), models.CheckConstraint(condition=models.Q(('invoice_amount__isnull', True), ('invoice_amount__gte', 0), _connector='OR'), name='purchase_invoice_not_negative', violation_error_message='Le montant d’une facture ne peut pas être négatif.'), models.CheckConstraint(condition=models.Q(('booklets_invoiced__isnull', True), models.Q(('invoice_number', ''), _negated=True), _connector='OR'), name='purchase_booklets_invoiced_by_an_invoice', violation_error_message='Des carnets facturés le sont par une facture : indiquez son numéro.'), models.CheckConstraint(condition=models.Q(('pass_expire_on__isnull', True), ('pass_expire_on__gt', models.F('ordered_on')), _connector='OR'), name='purchase_pass_still_valid', violation_error_message='Les Pass seraient déjà périmés à la commande.')],
            },
        ),
        migrations.CreateModel(
            name='Booklet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('serial', models.CharField(max_length=24, unique=True, validators=[django.core.validators.RegexValidator('^[A-Z0-9-]{1,24}$', 'Des lettres majuscules, des chiffres et des tirets.')], verbose_name='numéro')),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='booklets', to='quotas.account', verbose_name='lieu actuel')),
                ('moves', models.PositiveIntegerField(default=0, verbose_name='mouvements')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='valable jusqu’au')),
                ('convention', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='booklets', to='conventions.convention', verbose_name='convention')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='exercice du quota')),
                ('purchase', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='booklets', to='quotas.purchase', verbose_name='achat')),
            ],
            options={
                'verbose_name': 'carnet',
                'verbose_name_plural': 'carnets',
                'ordering': ['serial'],
                'indexes': [models.Index(fields=['account', 'expires_on', 'serial'], name='booklet_next')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('convention__isnull', True), ('year__isnull', True)), models.Q(('convention__isnull', False), ('year__isnull', False)), _connector='OR'), name='booklet_delivered_under_a_quota', violation_error_message='Un carnet est livré au titre d’une convention et d’un exercice.'), models.CheckConstraint(condition=models.Q(('serial__regex', '^[A-Z0-9-]{1,24}$')), name='booklet_serial_well_formed', violation_error_message='Un numéro de carnet : lettres majuscules, chiffres et tirets, 24 au plus.')],
            },
        ),
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('booklet', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='quotas.booklet', verbose_name='carnet')),
                ('number', models.PositiveIntegerField(verbose_name='rang')),
                ('kind', models.CharField(choices=[('reception', 'Réception de l’opérateur'), ('livraison', 'Livraison'), ('accuse', 'Accusé de réception'), ('ecart', 'Écart constaté'), ('mouvement', 'Mouvement entre lieux'), ('perte', 'Perte'), ('vol', 'Vol'), ('deterioration', 'Détérioration'), ('peremption', 'Péremption'), ('retrouve', 'Carnets retrouvés'), ('restitution', 'Restitution'), ('retour', 'Retour à l’Eurométropole'), ('remise', 'Remise à une personne'), ('annulation', 'Annulation d’une remise')], max_length=20, verbose_name='acte')),
                ('from_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given', to='quotas.account', verbose_name='de')),
                ('to_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='received', to='quotas.account', verbose_name='à')),
                ('operation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='quotas.operation', verbose_name='opération')),
                ('happened_on', models.DateField(verbose_name='fait le')),
                ('recorded_at', models.DateTimeField(verbose_name='enregistré le')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'mouvement de carnet',
                'verbose_name_plural': 'mouvements de carnets',
                'ordering': ['booklet', 'number'],
                'constraints': [models.UniqueConstraint(fields=('booklet', 'number'), name='movement_one_after_the_other', violation_error_message='Ce carnet a été déplacé entre-temps.'), models.CheckConstraint(condition=models.Q(('from_account', models.F('to_account')), _negated=True), name='movement_from_one_to_another', violation_error_message='Un mouvement va d’un lieu à un autre.')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='numéro du bon')),
                ('convention', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='conventions.convention', verbose_name='convention')),
                ('year', models.PositiveSmallIntegerField(verbose_name='exercice')),
                ('state', models.CharField(choices=[('en_cours', 'En cours de livraison'), ('ecart', 'Reçue avec des écarts'), ('recue', 'Reçue'), ('rappelee', 'Rappelée')], default='en_cours', max_length=20, verbose_name='état')),
                ('sent_on', models.DateField(verbose_name='envoyée le')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='envoyée par')),
                ('operation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='delivery', to='quotas.operation')),
                ('booklets', models.PositiveIntegerField(verbose_name='carnets envoyés')),
                ('received_booklets', models.PositiveIntegerField(default=0, verbose_name='carnets reçus')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='reçue le')),
                ('received_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reçue par')),
                ('note', models.TextField(blank=True, verbose_name='précisions')),
            ],
            options={
                'verbose_name': 'livraison',
                'verbose_name_plural': 'livraisons',
                'ordering': ['-sent_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('booklets__gte', 1)), name='delivery_of_something', violation_error_message='Une livraison compte au moins un carnet.'), models.CheckConstraint(condition=models.Q(('received_booklets__lte', models.F('booklets'))), name='delivery_received_within_sent', violation_error_message='On ne reçoit pas plus de carnets qu’il n’en a été envoyé.'), models.CheckConstraint(condition=models.Q(models.Q(('received_by__isnull', True), ('received_on__isnull', True), ('state__in', ['en_cours', 'rappelee'])), models.Q(('received_by__isnull', False), ('received_on__isnull', False), ('state__in', ['recue', 'ecart'])), _connector='OR'), name='delivery_received_by_someone', violation_error_message='Une livraison reçue porte la date et la personne qui l’a reçue.'), models.CheckConstraint(condition=models.Q(('received_on__isnull', True), ('received_on__gte', models.F('sent_on')), _connector='OR'), name='delivery_received_after_sent', violation_error_message='La réception ne peut pas précéder l’envoi.')],
            },
        ),
        migrations.CreateModel(
            name='DeliveryDiscrepancy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='discrepancies', to='quotas.delivery')),
                ('kind', models.CharField(choices=[('manquant', 'Manquant'), ('deteriore', 'Détérioré'), ('inattendu', 'Reçu sans figurer sur le bon')], max_length=20, verbose_name='écart')),
                ('serial', models.CharField(max_length=24, verbose_name='numéro')),
                ('booklet', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='quotas.booklet')),
                ('settlement', models.CharField(blank=True, choices=[('retrouve', 'Retrouvé dans la structure'), ('reste_en_stock', 'Resté dans le stock de l’Eurométropole'), ('perdu', 'Perdu'), ('constate', 'Constaté')], max_length=20, verbose_name='suite')),
                ('settled_on', models.DateField(blank=True, null=True, verbose_name='réglé le')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settlement_note', models.TextField(blank=True, verbose_name='explication')),
            ],
            options={
                'verbose_name': 'écart de livraison',
                'verbose_name_plural': 'écarts de livraison',
                'ordering': ['serial'],
                'constraints': [models.UniqueConstraint(fields=('delivery', 'serial'), name='discrepancy_once_per_serial'), models.CheckConstraint(condition=models.Q(models.Q(('settled_on__isnull', True), ('settlement', '')), models.Q(models.Q(('settlement', ''), _negated=True), ('settled_on__isnull', False)), _connector='OR'), name='discrepancy_settled_on_a_day', violation_error_message='Un écart réglé porte sa date.')],
            },
        ),
        migrations.CreateModel(
            name='Restitution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='numéro du procès-verbal')),
                ('convention', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='restitutions', to='conventions.convention', verbose_name='convention')),
                ('reason', models.CharField(choices=[('resiliation', 'Résiliation de la convention (art. 12)'), ('fin', 'Fin de la convention'), ('excedent', 'Carnets en trop'), ('peremption', 'Carnets périmés')], max_length=20, verbose_name='motif')),
                ('state', models.CharField(choices=[('en_cours', 'En cours de restitution'), ('ecart', 'Reçue avec des écarts'), ('recue', 'Reçue par l’Eurométropole')], default='en_cours', max_length=20, verbose_name='état')),
                ('sent_on', models.DateField(verbose_name='remise le')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='remise par')),
                ('operation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='restitution', to='quotas.operation')),
                ('booklets', models.PositiveIntegerField(verbose_name='carnets rendus')),
                ('received_booklets', models.PositiveIntegerField(default=0, verbose_name='carnets reçus')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='reçue le')),
                ('received_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reçue par')),
                ('note', models.TextField(blank=True, verbose_name='précisions')),
            ],
            options={
                'verbose_name': 'restitution',
                'verbose_name_plural': 'restitutions',
                'ordering': ['-sent_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('booklets__gte', 1)), name='restitution_of_something', violation_error_message='Une restitution compte au moins un carnet.'), models.CheckConstraint(condition=models.Q(('received_booklets__lte', models.F('booklets'))), name='restitution_received_within_sent', violation_error_message='On ne reçoit pas plus de carnets qu’il n’en a été rendu.'), models.CheckConstraint(condition=models.Q(models.Q(('received_on__isnull', True), ('state', 'en_cours')), models.Q(models.Q(('state', 'en_cours'), _negated=True), ('received_on__isnull', False)), _connector='OR'), name='restitution_received_on_a_day', violation_error_message='Une restitution reçue porte sa date.'), models.CheckConstraint(condition=models.Q(('received_on__isnull', True), ('received_on__gte', models.F('sent_on')), _connector='OR'), name='restitution_received_after_sent', violation_error_message='La réception ne peut pas précéder la remise.')],
            },
        ),
        migrations.CreateModel(
            name='StockCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stock_counts', to='partners.distributionplace', verbose_name='lieu')),
                ('counted_on', models.DateField(verbose_name='compté le')),
                ('counted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='compté par')),
                ('expected_booklets', models.PositiveIntegerField(verbose_name='carnets au registre')),
                ('found_booklets', models.PositiveIntegerField(verbose_name='carnets comptés')),
                ('note', models.TextField(blank=True, verbose_name='précisions')),
            ],
            options={
                'verbose_name': 'inventaire',
                'verbose_name_plural': 'inventaires',
                'ordering': ['-counted_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='StockCountLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='quotas.stockcount')),
                ('serial', models.CharField(max_length=24, verbose_name='numéro')),
                ('finding', models.CharField(choices=[('present', 'Présent'), ('manquant', 'Au registre, absent du lieu'), ('ailleurs', 'Présent, mais inscrit ailleurs'), ('inconnu', 'Numéro inconnu du registre de la structure')], max_length=20, verbose_name='constat')),
                ('recorded_at_place', models.CharField(blank=True, max_length=260, verbose_name='inscrit à')),
            ],
            options={
                'verbose_name': 'écart d’inventaire',
                'verbose_name_plural': 'écarts d’inventaire',
                'ordering': ['serial'],
                'constraints': [models.UniqueConstraint(fields=('count', 'serial'), name='count_line_once_per_serial')],
            },
        ),
        migrations.CreateModel(
            name='CofinancingShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='quotas.programme')),
                ('financer', models.CharField(max_length=120, verbose_name='financeur')),
                ('percent', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='part (%)')),
            ],
            options={
                'verbose_name': 'part de cofinancement',
                'verbose_name_plural': 'parts de cofinancement',
                'ordering': ['-percent', 'financer'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'financer'), name='share_once_per_financer', violation_error_message='Ce financeur a déjà sa part.'), models.CheckConstraint(condition=models.Q(('percent__gte', 1), ('percent__lte', 100)), name='share_is_a_percentage', violation_error_message='Une part va de 1 à 100 %.')],
            },
        ),
        migrations.CreateModel(
            name='YearlyBudget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='yearly_budgets', to='quotas.programme')),
                ('year', models.PositiveSmallIntegerField(verbose_name='exercice')),
                ('euros', models.PositiveIntegerField(verbose_name='budget (en euros)')),
            ],
            options={
                'verbose_name': 'budget annuel',
                'verbose_name_plural': 'budgets annuels',
                'ordering': ['year'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'year'), name='budget_once_per_year', violation_error_message='Cet exercice a déjà son budget.')],
            },
        ),
        migrations.CreateModel(
            name='Quota',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('programme', models.ForeignKey(blank=True, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='quotas', to='quotas.programme', verbose_name='programme')),
                ('convention', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotas', to='conventions.convention', verbose_name='convention')),
                ('year', models.PositiveSmallIntegerField(verbose_name='exercice')),
                ('booklets', models.PositiveIntegerField(help_text='Un carnet = 10 Pass = 100 €.', verbose_name='carnets')),
                ('basis', models.CharField(choices=[('personnes', 'Nombre de personnes accueillies par an'), ('public', 'Type de public accueilli')], max_length=20, verbose_name='base du calcul')),
                ('basis_figure', models.PositiveIntegerField(help_text='Personnes accueillies par an, ou ce que compte le chiffre pour ce type de public.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='chiffre retenu')),
                ('basis_public', models.CharField(blank=True, help_text='Si la base est le type de public, et ce que compte le chiffre. Par exemple : demandeurs d’asile, places d’hébergement.', max_length=160, verbose_name='type de public accueilli')),
                ('basis_source', models.CharField(help_text='Par exemple : rapport d’activité 2022, réunion de lancement.', max_length=200, verbose_name='source du chiffre')),
                ('launch_meeting_on', models.DateField(blank=True, null=True, verbose_name='réunion de lancement')),
                ('launch_meeting_people', models.CharField(blank=True, max_length=400, verbose_name='présents à la réunion de lancement')),
                ('launch_meeting_file', models.FileField(blank=True, storage=passnum.core.storage.private_storage, upload_to=passnum.quotas.models.launch_meeting_path, verbose_name='relevé de la réunion')),
                ('launch_meeting_file_name', models.CharField(blank=True, max_length=200, verbose_name='nom du fichier')),
                ('launch_meeting_sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte du relevé')),
                ('received_booklets', models.PositiveIntegerField(default=0, verbose_name='carnets livrés')),
                ('shared_booklets', models.PositiveIntegerField(default=0, editable=False, verbose_name='carnets répartis entre les lieux')),
            ],
            options={
                'verbose_name': 'quota',
                'verbose_name_plural': 'quotas',
                'ordering': ['-year', 'convention'],
                'constraints': [models.UniqueConstraint(fields=('convention', 'year'), name='quota_unique_per_year', violation_error_message='Cette convention a déjà un quota pour cet exercice.'), models.CheckConstraint(condition=models.Q(('booklets__gte', 1), ('booklets__lte', 3000)), name='quota_within_programme', violation_error_message='Un quota va de 1 à 3000 carnets : c’est tout le programme (300 000 €).'), models.CheckConstraint(condition=models.Q(('received_booklets__lte', models.F('booklets'))), name='quota_received_within', violation_error_message='Les carnets livrés ne peuvent pas dépasser le quota.'), models.CheckConstraint(condition=models.Q(('shared_booklets__lte', models.F('booklets'))), name='quota_shared_within', violation_error_message='Les parts des lieux ne peuvent pas dépasser le quota.'), models.CheckConstraint(condition=models.Q(('basis_public', ''), ('basis', 'public'), _connector='OR'), name='quota_public_only_as_a_basis', violation_error_message='Le type de public ne se précise que s’il est la base du calcul.')],
            },
        ),
        migrations.CreateModel(
            name='QuotaRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('quota', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='quotas.quota')),
                ('from_booklets', models.PositiveIntegerField(blank=True, null=True, verbose_name='carnets avant')),
                ('to_booklets', models.PositiveIntegerField(verbose_name='carnets après')),
                ('reason', models.TextField(verbose_name='motif')),
                ('decision_public_id', models.UUIDField(blank=True, null=True, verbose_name='décision du comité')),
                ('decision_label', models.CharField(blank=True, max_length=300, verbose_name='décision')),
                ('decided_on', models.DateField(verbose_name='décidé le')),
                ('recorded_at', models.DateTimeField(default=passnum.core.clock.now, editable=False, verbose_name='enregistré le')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='enregistré par')),
            ],
            options={
                'verbose_name': 'révision du quota',
                'verbose_name_plural': 'révisions du quota',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('from_booklets__isnull', True), models.Q(('from_booklets', models.F('to_booklets')), _negated=True), _connector='OR'), name='revision_changes_something', violation_error_message='Une révision change le nombre de carnets.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='revision_says_why', violation_error_message='Une révision porte son motif.')],
            },
        ),
        migrations.CreateModel(
            name='PlaceQuota',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quota', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='place_quotas', to='quotas.quota')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='place_quotas', to='partners.distributionplace', verbose_name='lieu')),
                ('booklets', models.PositiveIntegerField(verbose_name='carnets')),
            ],
            options={
                'verbose_name': 'sous-quota',
                'verbose_name_plural': 'sous-quotas',
                'ordering': ['place__name'],
                'constraints': [models.UniqueConstraint(fields=('quota', 'place'), name='place_quota_once', violation_error_message='Ce lieu a déjà sa part du quota.'), models.CheckConstraint(condition=models.Q(('booklets__gte', 1)), name='place_quota_of_something', violation_error_message='Une part compte au moins un carnet.')],
            },
        ),
    ]

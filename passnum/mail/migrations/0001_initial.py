import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=255, unique=True, verbose_name='clé')),
                ('to', models.EmailField(max_length=254, verbose_name='destinataire')),
                ('subject', models.CharField(max_length=200, verbose_name='objet')),
                ('body_text', models.TextField(verbose_name='texte')),
                ('body_html', models.TextField(blank=True, verbose_name='version HTML')),
                ('state', models.CharField(choices=[('pending', 'En attente'), ('sent', 'Envoyé'), ('given_up', 'Abandonné')], default='pending', max_length=12, verbose_name='état')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='essais')),
                ('not_before', models.DateTimeField(blank=True, null=True, verbose_name='pas avant')),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.CharField(blank=True, max_length=300, verbose_name='dernière erreur')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='envoyé le')),
            ],
            options={
                'verbose_name': 'courriel',
                'verbose_name_plural': 'courriels',
                'ordering': ['-created_at'],
                'indexes': [models.Index(fields=['state', 'created_at'], name='outbox_waiting')],
            },
        ),
        migrations.CreateModel(
            name='OutboxAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='mail.outboxmessage')),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('media_type', models.CharField(help_text='Avec ses paramètres : text/calendar; method=…', max_length=120, verbose_name='type')),
                ('content', models.BinaryField(verbose_name='contenu')),
            ],
            options={
                'verbose_name': 'pièce jointe',
                'verbose_name_plural': 'pièces jointes',
                'ordering': ['message', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('message', 'name'), name='outbox_attachment_name_once', violation_error_message='Ce courriel porte déjà une pièce de ce nom.')],
            },
        ),
    ]

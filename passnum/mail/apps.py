from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "passnum.mail"
    label = "mail"
    verbose_name = "Courriels"

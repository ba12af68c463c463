from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "passnum.exchange"
    verbose_name = "Échanges de fichiers"

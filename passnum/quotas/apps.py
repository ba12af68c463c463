from django.apps import AppConfig


class QuotasConfig(AppConfig):
    name = "passnum.quotas"
    label = "quotas"
    verbose_name = "Quotas"

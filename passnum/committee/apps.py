from django.apps import AppConfig


class CommitteeConfig(AppConfig):
    name = "passnum.committee"
    label = "committee"
    verbose_name = "Comités de suivi"

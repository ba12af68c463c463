from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "passnum.oversight"
    label = "oversight"
    verbose_name = "Échéances"

from django.apps import AppConfig


class DeliverablesConfig(AppConfig):
    name = "passnum.deliverables"
    label = "deliverables"
    verbose_name = "Livrables"

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "passnum.demo"
    label = "demo"
    verbose_name = "Démonstration"

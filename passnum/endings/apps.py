from django.apps import AppConfig


class EndingsConfig(AppConfig):
    name = "passnum.endings"
    label = "endings"
    verbose_name = "Fins de convention"

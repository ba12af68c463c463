from django.apps import AppConfig


class ConventionsConfig(AppConfig):
    name = "passnum.conventions"
    label = "conventions"
    verbose_name = "Conventions"

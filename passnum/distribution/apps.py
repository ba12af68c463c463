from django.apps import AppConfig


class DistributionConfig(AppConfig):
    name = "passnum.distribution"
    label = "distribution"
    verbose_name = "Distribution"

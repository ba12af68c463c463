from django.apps import AppConfig


class KitsConfig(AppConfig):
    name = "cms.kits"
    label = "kits"
    verbose_name = "Communication"

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "passnum.network"
    label = "network"
    verbose_name = "Réseau"

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "passnum.partners"
    label = "partners"
    verbose_name = "Partenaires"

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "passnum.demo"
    label = "demo"
    verbose_name = "Démonstration"

    def ready(self) -> None:
        from passnum.demo import checks  # noqa: F401 - registers them

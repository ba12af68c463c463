from django.apps import AppConfig


class DistributionConfig(AppConfig):
    name = "passnum.distribution"
    label = "distribution"
    verbose_name = "Distribution"

    def ready(self) -> None:
        from passnum.distribution import checks  # noqa: F401 - registers them

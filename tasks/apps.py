from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "tasks"
    verbose_name = "Tâches de fond"

    def ready(self) -> None:
        from tasks import checks  # noqa: F401 - registers them

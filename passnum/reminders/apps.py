from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "passnum.reminders"
    label = "reminders"
    verbose_name = "Rappels"

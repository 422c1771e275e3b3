from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import safety
        from config.celery import app  # noqa: F401  (shared tasks bind to this application)
        from rfqs import guards

        # The signal is sent once per app that has models; one of them stands for the whole run.
        post_migrate.connect(_prepare_database, sender=apps.get_app_config("contenttypes"))
        if settings.PRODUCTION:
            # Read from the module itself: Django would stop at the first missing key, and tell only that.
            guards.register(safety.unsafe_database)
            safety.refuse(safety.unsafe_settings(import_module(settings.SETTINGS_MODULE)))


def _prepare_database(using: str, **kwargs: Any) -> None:
    from config.database import prepare

    prepare(using)

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import safety
        from config.celery import app  # noqa: F401  (shared tasks bind to this application)

        post_migrate.connect(_prepare_database, sender=self)
        if settings.PRODUCTION:
            safety.refuse(safety.unsafe_settings(settings))


def _prepare_database(using: str, **kwargs: Any) -> None:
    from config.database import prepare

    prepare(using)

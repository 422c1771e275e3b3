"""Deliver the outbox once, without queue and worker: for a day on which the broker is away."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from notifications.delivery import deliver_due


class Command(BaseCommand):
    help = "Send the messages whose time has come, once, and tell how many left."

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        while sent := deliver_due(now=timezone.now()):
            total += sent
        self.stdout.write(f"{total} sent")

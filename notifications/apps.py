from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from accounts import outgoing
        from notifications import actions

        outgoing.connect(queue=actions.queue, queue_text=actions.queue_text)

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from accounts import outgoing
        from audit import details
        from notifications import actions, labels

        details.use(("kind",), labels.KINDS.items())
        outgoing.connect(queue=actions.queue, queue_text=actions.queue_text)

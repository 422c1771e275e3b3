from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from accounts import outgoing
        from audit import chain, details
        from notifications import actions, anchors, labels

        details.use(("kind",), labels.KINDS.items())
        outgoing.connect(queue=actions.queue, queue_text=actions.queue_text)
        chain.tell_with(anchors.mail_auditors)

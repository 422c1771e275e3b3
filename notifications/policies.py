"""Who may look at the state of messages, and when one may be sent again."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.roles import Role, has_role
from notifications.models import OutboxMessage
from ui.errors import Refused


def require_reader(user: Any) -> None:
    """PermissionDenied unless the person is a buyer."""
    if not has_role(user, Role.BUYER):
        raise PermissionDenied


def check_can_send_again(message: OutboxMessage) -> None:
    """Refuse anything but a failed message whose content is still there."""
    if message.status != OutboxMessage.Status.FAILED or message.content is None:
        raise Refused(_("Only a message that could not be delivered is sent again."))

"""How django-allauth behaves here: nobody signs up by themselves, and its mail goes through the outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.db import transaction
from django.utils import timezone, translation

from accounts import outgoing
from accounts.access import user_by_email
from accounts.links import absolute


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations only."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """From the configured base: a request's Host header must not decide where a mailed link leads."""
        uid, _dash, token = key.partition("-")
        return absolute("account_reset_password_from_key", uid, token)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue instead of sending: a request that waits for the mail server tells who has an account."""
        user = context.get("user") or user_by_email(email)
        language = user.language if user else translation.get_language() or "en"
        words = {"request": allauth_context.request, "email": email, **context}
        with translation.override(language):
            message = self.render_mail(template_prefix, email, words)
        with transaction.atomic():
            outgoing.queue_text(
                template_prefix.rsplit("/", 1)[-1][:40],
                to=email,
                language=language,
                now=timezone.now(),
                subject=message.subject,
                body=str(message.body),
                user=user,
            )

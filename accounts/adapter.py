"""How django-allauth behaves here: nobody signs up by themselves, and its mail goes through the outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.db import transaction
from django.utils import timezone, translation

from accounts import known, outgoing
from accounts.access import user_by_email
from accounts.links import absolute


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations only."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """An address that cannot even be read ("//[") leads nowhere; allauth would fail on it."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """From the configured base: a request's Host header must not decide where a mailed link leads."""
        uid, _dash, token = key.partition("-")
        return absolute("account_reset_password_from_key", uid, token)

    def _get_login_attempts_cache_key(self, request: Any, **credentials: Any) -> str:
        """Wrong tries from elsewhere do not count against a browser in which the person has signed in before."""
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        browser = known.browser_of(request, credentials.get("email", ""))
        return f"{key}:{browser}" if browser else key

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

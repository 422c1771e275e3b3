"""People and the buying organisation."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import PANEL_ROLES, STAFF_ROLES, VENDOR_ROLES, Role
from ui.text import pick


class UserManager(BaseUserManager["User"]):
    """Looks people up by e-mail, whatever the case it was typed in."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in by e-mail; what they may do follows from `roles` and their duties per RFQ."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"),
            models.CheckConstraint(
                condition=~(
                    models.Q(roles__overlap=[r.value for r in STAFF_ROLES])
                    & models.Q(roles__overlap=[r.value for r in VENDOR_ROLES])
                ),
                name="user_is_staff_or_vendor_never_both",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def role_labels(self) -> list[str]:
        """The names of the roles, in the order roles are listed everywhere."""
        return [str(role.label) for role in Role if role.value in self.roles]

    @property
    def is_staff(self) -> bool:
        """May enter the review panel (Django's name for it)."""
        return self.is_active and bool(set(self.roles) & {role.value for role in PANEL_ROLES})

    @property
    def is_superuser(self) -> bool:
        """Nobody: rights follow from roles, in code."""
        return False

    def get_session_auth_hash(self) -> str:
        """Sessions carry this; they end when the password or the epoch changes."""
        return self._epoch_hash(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        yield from map(self._epoch_hash, super().get_session_auth_fallback_hash())

    def _epoch_hash(self, of_password: str) -> str:
        return f"{of_password}.{self.session_epoch}"

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Model permissions are not used; the panel decides by role in its own classes."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class Organisation(models.Model):
    """The one buying organisation of this installation."""

    class Profile(models.TextChoices):
        SMALL_TEAM = "SMALL_TEAM", _("Small team")
        STRICT = "STRICT", _("Strict")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(_("name"), max_length=160)
    name_i18n = models.JSONField(default=dict, blank=True)
    profile = models.CharField(_("profile"), max_length=12, choices=Profile, default=Profile.SMALL_TEAM)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="organisation_is_one_row")]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the active language."""
        return pick(self.name_i18n) or self.name


class StaffInvitation(models.Model):
    """A personal link by which an administrator lets a colleague in; only its hash is stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from django.conf import settings

        from accounts import signals, stepup
        from accounts.models import Organisation
        from accounts.roles import Role
        from audit import details

        details.use(("roles", "before", "after"), Role.choices)
        details.use(("profile",), Organisation.Profile.choices)
        details.use(("language",), settings.LANGUAGES)
        signals.connect()
        stepup.protect(
            "accounts:staff_member",
            "accounts:staff_active",
            "accounts:staff_invite",
            "accounts:staff_reissue",
            "audit:export",
        )

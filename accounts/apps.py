from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import stepup

        stepup.protect(
            "accounts:staff_member", "accounts:staff_active", "accounts:staff_invite", "audit:export"
        )

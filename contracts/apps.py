from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContractsConfig(AppConfig):
    name = "contracts"

    def ready(self) -> None:
        from accounts import home
        from audit import labels
        from contracts.waiting import waiting

        home.register(waiting)
        labels.register({"contract.broken_off": _("Contract negotiation broken off")})

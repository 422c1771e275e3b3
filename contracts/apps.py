from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContractsConfig(AppConfig):
    name = "contracts"
    required_triggers = ("settled_contract", "settled_term")

    def ready(self) -> None:
        from accounts import home
        from audit import details, labels
        from contracts.models import ContractTerm
        from contracts.waiting import waiting

        details.use(("status",), ContractTerm.Status.choices)
        home.register(waiting)
        labels.register({"contract.broken_off": _("Contract negotiation broken off")})

"""States of a contract, who moves it, and where it may go."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContractStatus(models.TextChoices):
    NEGOTIATION = "NEGOTIATION", _("Draft in negotiation")
    SIGNED = "SIGNED", _("Signed")
    BROKEN_OFF = "BROKEN_OFF", _("Broken off")


TRANSITIONS: dict[str, tuple[str, ...]] = {
    ContractStatus.NEGOTIATION: (ContractStatus.SIGNED, ContractStatus.BROKEN_OFF),
    ContractStatus.SIGNED: (),
    ContractStatus.BROKEN_OFF: (),
}
OWNERS: dict[str, str] = {
    ContractStatus.NEGOTIATION: "buyer and vendor",
    ContractStatus.SIGNED: "contract owner",
    ContractStatus.BROKEN_OFF: "nobody",
}

from django.apps import AppConfig

from audit.frozen import trigger_names


class QuotesConfig(AppConfig):
    name = "quotes"
    append_only = (
        "quotes_revision",
        "quotes_envelope",
        "quotes_receipt",
        "quotes_withdrawal",
        "quotes_lateattempt",
    )
    required_triggers = (
        *trigger_names(*append_only),
        "quotes_revision_gate",
        "quotes_withdrawal_gate",
    )

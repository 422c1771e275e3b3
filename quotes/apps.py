from django.apps import AppConfig

from audit.frozen import trigger_names

# Pages of one vendor's quote: whoever else asks for them gets 404, and that is put on record.
WATCHED = (
    *("answers", "prices", "line", "fees", "terms", "files", "file", "check", "sent", "revision_json"),
    *("receipt_json", "receipt_signature", "receipt_bundle", "revision_print", "workbook", "workbook_file"),
)


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

    def ready(self) -> None:
        from accounts import stepup
        from audit import middleware
        from rfqs.access import known_code

        middleware.watch(
            *(f"quotes:{name}" for name in WATCHED),
            rfq_of=lambda arguments: known_code(invitations__pk=arguments["invitation_id"]),
        )
        stepup.demand_more_than_mail(
            "quotes:send", "quotes:withdraw", "quotes:decline", "quotes:take_back", "quotes:colleague"
        )

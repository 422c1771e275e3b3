from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from audit.frozen import trigger_names


class RfqsConfig(AppConfig):
    name = "rfqs"
    verbose_name = _("RFQs")
    append_only = ("rfqs_publication", "rfqs_addendumconfirmation", "rfqs_conflict", "rfqs_declaration")
    required_triggers = (
        *trigger_names(*append_only),
        "rfqs_rfq_deadline",
        "rfqs_invitation_stays",
        "rfqs_vendorquestion_gate",
        "rfqs_vendorquestion_stays",
        "rfqs_clarification_gate",
        "rfqs_clarification_stays",
        "rfqs_addendum_gate",
        "rfqs_addendum_stays",
        "rfqs_addendumconfirmation_gate",
        "rfqs_publication_by_addendum",
    )

    def ready(self) -> None:
        from accounts import home
        from audit import details
        from audit.access import reveal_quotes_of
        from rfqs.catalogue import billing, codes
        from rfqs.disclosure import codes_with_open_prices
        from rfqs.models import InvitationToken, Part
        from rfqs.queries.waiting import running, waiting
        from rfqs.states import EndCode, RfqStatus
        from vendors.codes import use

        details.use(("from", "to"), RfqStatus.choices)
        details.use(("part",), Part.choices)
        details.use(("code",), EndCode.choices)
        details.use(("purpose",), InvitationToken.Purpose.choices)
        home.register(waiting)
        home.register_running(running)
        reveal_quotes_of(codes_with_open_prices)
        use(
            service_types=codes.SERVICE_TYPE_CHOICES,
            channels=codes.CHANNELS,
            languages=codes.LANGUAGES,
            industries=codes.INDUSTRIES,
            depths=codes.DEPTHS,
            billing_models=billing.BILLING_MODELS,
        )

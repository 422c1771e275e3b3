from django.apps import AppConfig


class RfqsConfig(AppConfig):
    name = "rfqs"

    def ready(self) -> None:
        from accounts import home
        from audit.access import reveal_quotes_of
        from rfqs.catalogue import billing, codes
        from rfqs.disclosure import codes_with_open_prices
        from rfqs.queries.waiting import running, waiting
        from vendors.codes import use

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

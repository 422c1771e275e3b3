from django.apps import AppConfig


class RfqsConfig(AppConfig):
    name = "rfqs"

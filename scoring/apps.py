from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"

    def ready(self) -> None:
        from accounts import home
        from scoring.queries.waiting import waiting

        home.register(waiting)

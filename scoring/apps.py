from django.apps import AppConfig

from audit.frozen import trigger_names


class ScoringConfig(AppConfig):
    name = "scoring"
    append_only = (
        "scoring_tcorun",
        "scoring_scorerun",
        "scoring_scorerevision",
        "scoring_openingapproval",
        "scoring_openingminutes",
        "scoring_debriefletter",
    )
    required_triggers = (
        *trigger_names(*append_only),
        "scoring_openingapproval_gate",
        "scoring_score_revision",
        "scoring_consensus_revision",
    )

    def ready(self) -> None:
        from accounts import home, stepup
        from audit import access, details, middleware
        from rfqs.access import known_code
        from scoring.access import scored_blindly_by
        from scoring.models import AwardShape, Sheet
        from scoring.queries.waiting import waiting

        details.use(("stage",), Sheet.Stage.choices)
        details.use(("given_as",), AwardShape.choices)
        home.register(waiting)
        access.hide_scores_of(scored_blindly_by)
        stepup.ask_again(
            "scoring:opening_approve",
            "scoring:award",
            "scoring:award_approve",
            "scoring:award_return",
            "scoring:award_close",
            "scoring:waiver_decide",
            "scoring:ranking_export",
            "scoring:prices_export",
            "scoring:answers_export",
            "scoring:memo_export",
            "scoring:debriefs_release",
        )
        middleware.watch(
            *(
                f"scoring:{name}"
                for name in (
                    "answers",
                    "evidence",
                    "panel",
                    "prices",
                    "file",
                    "ranking",
                    "uncertainty",
                    "minutes",
                    "minutes_pdf",
                    "waivers",
                    "contradictions",
                    *("memo", "debriefs", "debrief", "debrief_pdf"),
                )
            ),
            rfq_of=lambda arguments: known_code(code=arguments["code"]),
        )

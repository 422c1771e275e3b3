"""The rule book as a page."""

from typing import Any

from rfqs import catalogue
from scoring.rules.register import AWARD_GATES, GATES_IN_WORDS, RULES
from scoring.rules.sentences import GATES
from ui.text import pick


def register_page() -> dict[str, Any]:
    """Red flags by question, gates, award gates."""
    titles = {item["n"]: pick(item["title"]) for item in catalogue.question_set()["questions"]}
    flags = [
        {"number": number, "title": title, "rules": [rule for rule in RULES if rule.question == number]}
        for number, title in titles.items()
    ]
    gates = [
        {"code": code, "name": name, "why": GATES_IN_WORDS[code]} for code, (name, _why) in GATES.items()
    ]
    return {"flags": flags, "gates": gates, "award_gates": AWARD_GATES, "count": len(RULES)}

"""Reference pages made from the code: states, roles, data model. A test holds them equal to the files."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import translation

from accounts.roles import DESCRIPTIONS, Role
from config.doors import CLOSED, DOORS, EXEMPT, ONLY_IN, ROLE_COLUMNS, STATES
from config.posts import POSTS
from contracts import states as contract_states
from rfqs import states as rfq_states
from scoring import states as scoring_states

APPS = ("audit", "accounts", "notifications", "vendors", "rfqs", "quotes", "scoring", "contracts")
HEAD = "<!-- Made by `python manage.py reference`; do not edit. -->\n\n"

MACHINES = (
    ("RFQ", rfq_states.RfqStatus, rfq_states.TRANSITIONS, rfq_states.OWNERS),
    (
        "Invitation",
        rfq_states.InvitationStatus,
        rfq_states.INVITATION_TRANSITIONS,
        rfq_states.INVITATION_OWNERS,
    ),
    (
        "Question of a vendor",
        rfq_states.QuestionStatus,
        rfq_states.QUESTION_TRANSITIONS,
        rfq_states.QUESTION_OWNERS,
    ),
    (
        "Clarification",
        rfq_states.ClarificationStatus,
        rfq_states.CLARIFICATION_TRANSITIONS,
        rfq_states.CLARIFICATION_OWNERS,
    ),
    (
        "Addendum",
        rfq_states.AddendumStatus,
        rfq_states.ADDENDUM_TRANSITIONS,
        rfq_states.ADDENDUM_OWNERS,
    ),
    (
        "Score sheet",
        scoring_states.SheetStatus,
        scoring_states.SHEET_TRANSITIONS,
        scoring_states.SHEET_OWNERS,
    ),
    (
        "Evaluation",
        scoring_states.EvaluationStatus,
        scoring_states.EVALUATION_TRANSITIONS,
        scoring_states.EVALUATION_OWNERS,
    ),
    (
        "Waiver",
        scoring_states.WaiverStatus,
        scoring_states.WAIVER_TRANSITIONS,
        scoring_states.WAIVER_OWNERS,
    ),
    (
        "Simulation",
        scoring_states.SimulationStatus,
        scoring_states.SIMULATION_TRANSITIONS,
        scoring_states.SIMULATION_OWNERS,
    ),
    ("Contract", contract_states.ContractStatus, contract_states.TRANSITIONS, contract_states.OWNERS),
)


def pages() -> dict[str, str]:
    """Return every generated page by file name."""
    with translation.override("en"):
        return {"states.md": states_page(), "data-model.md": data_model_page(), "roles.md": roles_page()}


def stale(folder: Path) -> list[str]:
    """Return the names of the pages whose file differs from what the code says now."""
    return [
        name
        for name, text in pages().items()
        if not (folder / name).exists() or (folder / name).read_text() != text
    ]


def states_page() -> str:
    parts = [HEAD + "# States\n\nStored states only; what follows from the clock is derived when asked.\n"]
    for title, choices, transitions, owners in MACHINES:
        parts.append(
            f"\n## {title}\n\n```mermaid\nstateDiagram-v2\n    [*] --> {next(iter(choices)).value}\n"
        )
        for source, targets in transitions.items():
            parts.extend(f"    {source} --> {target}\n" for target in targets)
            if not targets:
                parts.append(f"    {source} --> [*]\n")
        parts.append("```\n\n| state | label | whose turn |\n|---|---|---|\n")
        parts.extend(f"| {state.value} | {state.label} | {owners[state]} |\n" for state in choices)
    return "".join(parts)


def roles_page() -> str:
    rows = [HEAD + "# Roles and doors\n\n## Roles\n\n| role | what it does |\n|---|---|\n"]
    rows.extend(f"| {role.label} | {DESCRIPTIONS[role]} |\n" for role in Role)
    rows.append(
        "\n## Doors\n\nWhat each page answers to a GET in a world where the role has everything to do with the object "
        "that it can have; `404` hides that the thing is there, `403` tells an insider, `405` wants a POST. In a draft "
        "nobody has a duty: a reviewer is answered like the spare one. Other methods are 405 everywhere.\n\n"
        f"| page | {' | '.join(ROLE_COLUMNS)} |\n|---|{'---|' * len(ROLE_COLUMNS)}\n"
    )
    rows.extend(
        f"| {name} | {' | '.join(str(answers[role]) for role in ROLE_COLUMNS)} |\n"
        for name, answers in sorted(DOORS.items())
    )
    rows.append(
        "\n## Only in some states\n\nIn other states these are 404 to those who would have them.\n\n"
        "| page | states of the RFQ |\n|---|---|\n"
    )
    rows.extend(f"| {name} | {', '.join(states)} |\n" for name, states in sorted(ONLY_IN.items()))
    rows.append(
        "\n## Who may send what\n\nEverybody else is refused and changes nothing, in every state; so are these in "
        "other states.\n\n| page | who | states of the RFQ |\n|---|---|---|\n"
    )
    for name, entry in sorted(POSTS.items()):
        states = "" if entry.states == STATES else ", ".join(entry.states)
        rows.append(f"| {name} | {_people(entry.people)} | {states} |\n")
    rows.append("\n## Without a row\n\n| page | answer | why |\n|---|---|---|\n")
    rows.extend(f"| {name} | served | {reason} |\n" for name, reason in sorted(EXEMPT.items()))
    rows.extend(f"| {name} | 404 | {reason} |\n" for name, reason in sorted(CLOSED.items()))
    return "".join(rows)


def _people(names: tuple[str, ...]) -> str:
    left_out = [name for name in ROLE_COLUMNS if name not in names]
    if not left_out:
        return "everybody"
    return "whoever is signed in" if left_out == ["anonymous", "removed"] else ", ".join(names)


def data_model_page() -> str:
    parts = [HEAD + "# Data model\n"]
    for label in APPS:
        found = list(apps.get_app_config(label).get_models())
        if not found:
            continue
        parts.append(f"\n## {label}\n\n```mermaid\nerDiagram\n")
        parts.extend(_relations(found))
        for model in found:
            parts.append(f"    {model.__name__} {{\n")
            parts.extend(_columns(model))
            parts.append("    }\n")
        parts.append("```\n")
    return "".join(parts)


def _relations(found: Iterable[type[models.Model]]) -> Iterable[str]:
    for model in found:
        for field in _own_fields(model):
            if field.remote_field is None:
                continue
            left = "|o" if field.null else "||"
            right = "||" if field.one_to_one else "o{"
            yield f"    {field.related_model.__name__} {left}--{right} {model.__name__} : {field.name}\n"


def _columns(model: type[models.Model]) -> Iterable[str]:
    for field in _own_fields(model):
        if field.remote_field is None:
            key = " PK" if field.primary_key else ""
            yield f"        {field.get_internal_type()} {field.name}{key}\n"


def _own_fields(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.get_fields() if not field.auto_created and field.concrete]

"""What a draft starts from: the shipped templates, in the writer's language."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext

from rfqs.catalogue import templates as shipped
from rfqs.handling import DEFAULTS, PEAKS
from rfqs.needs.values import language_of
from ui.text import pick

PRESET_OF_TEMPLATE: dict[str, str] = {}


def template_choices() -> list[dict[str, Any]]:
    """Templates in the reader's language."""
    templates: list[dict[str, Any]] = shipped.TEMPLATES
    return [
        {"code": t["code"], "name": pick(t["name"]), "description": pick(t["description"])} for t in templates
    ]


def template(code: str) -> dict[str, Any]:
    """One template; 404 for a code that is none."""
    try:
        return shipped.template(code)
    except KeyError as error:
        raise Http404 from error


def template_titles(chosen: Mapping[str, Any]) -> dict[str, str]:
    return dict(chosen["name"]) if chosen["code"] != "blank" else {}


def template_title(chosen: Mapping[str, Any]) -> str:
    return pick(chosen["name"]) if chosen["code"] != "blank" else gettext("New RFQ")


def template_preset(chosen: Mapping[str, Any]) -> str:
    return PRESET_OF_TEMPLATE.get(chosen["code"], "default")


def template_values(chosen: Mapping[str, Any], language: str | None = None) -> dict[str, Any]:
    """The whole need a draft starts with, its words in the language of the writer."""
    need = shipped.template_need(chosen["code"], language_of(language))
    start = {key: value for key, value in chosen["demand"].items() if key != "channel"}
    peak = [] if chosen["code"] == "blank" else PEAKS
    need["volumes"] = DEFAULTS | start | {"channel": chosen["demand"]["channel"], "peak_windows": peak}
    return need

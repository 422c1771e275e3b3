"""Service lines for the pages: what each says, and where its volumes are given."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rfqs import needs
from rfqs.catalogue.codes import COVERAGE
from rfqs.lines import codes_of, hours_of, label_of_line, lines_of, need_of_line
from rfqs.models import RFQ
from rfqs.queries.content import content_of, demand_rows, need_of
from ui.text import pick

Json = dict[str, Any]


def volumes_url(rfq: RFQ, line: str = "") -> str:
    """The page of the volumes, of one line where there are several."""
    return reverse("rfqs:demand", args=[rfq.code]) + (
        f"?line={line}" if label_of_line(rfq.need, line) else ""
    )


def first_name(rfq: RFQ) -> str:
    """What the one line there is so far may be called: its channel, or the name it had."""
    need = need_of(rfq)
    known = next((str(entry["label"]) for entry in need.get("lines") or []), "")
    return known or str(dict(needs.basic_choices()["channel"]).get(need["channel"], ""))


def last_month(rfq: RFQ) -> int | None:
    """Contacts of the last month of history, over all lines; None while no line has any."""
    rows = demand_rows(rfq)
    counts = [rows[code].history[-1] for code in codes_of(rfq.need) if code in rows and rows[code].history]
    return sum(counts) if counts else None


def line_tabs(rfq: RFQ, page: str, current: str, *more: str) -> list[Json]:
    """The lines as tabs of a page that shows one of them; none where there is one line."""
    codes = codes_of(rfq.need)
    if len(codes) < 2:
        return []
    url = reverse(page, args=[rfq.code, *more])
    return [
        {"label": label_of_line(rfq.need, code), "url": f"{url}?line={code}", "current": code == current}
        for code in codes
    ]


def line_rows(rfq: RFQ) -> list[Json]:
    """Every line of a draft or a publication in short; empty where there is one line."""
    need = content_of(rfq)["need"] if rfq.published_at else need_of(rfq)
    codes = codes_of(need)
    if len(codes) < 2:
        return []
    rows = demand_rows(rfq)
    shown = lines_in_words(need)
    for place, (code, line) in enumerate(zip(codes, shown, strict=True)):
        row = rows.get(code)
        line |= {
            "history": list(row.history) if row else [],
            "year": sum(row.forecast) if row and row.forecast else None,
            "volumes_url": volumes_url(rfq, code),
            "is_first": place == 0,
            "is_last": place == len(codes) - 1,
        }
    return shown


def lines_in_words(need: Json) -> list[Json]:
    """[{"code", "label", "channel", "services", "aht_s", "hours"}] of the lines of a need, in the reader's language."""
    choices = needs.basic_choices()
    channels, services = dict(choices["channel"]), dict(choices["service_types"])
    hours = {item["code"]: pick(item["label"]) for item in COVERAGE}
    found = []
    for code in codes_of(need):
        alone = need_of_line(need, code)
        types = dict.fromkeys(str(row.get("type")) for row in alone.get("service_lines") or [])
        windows = dict.fromkeys(
            f"{hours.get(str(row.get('kind')), '')} {row.get('start', '')}–{row.get('end', '')}"
            for row in hours_of(need, code)
        )
        found.append(
            {
                "code": code,
                "label": label_of_line(need, code),
                "channel": channels.get(needs.channel(alone), ""),
                "services": [services.get(one, one) for one in types],
                "aht_s": alone.get("volumes", {}).get("aht_s"),
                "hours": list(windows) or [_("as for the RFQ")],
            }
        )
    return found


def lines_read(content: Json) -> list[Json]:
    """The lines of a publication as vendors read them: in words, with months and forecast; empty for one line."""
    if len(lines_of(content)) < 2:
        return []
    history = (content.get("history") or {}).get("lines") or {}
    demand = {one["id"]: one for one in content["demand"].get("lines") or []}
    return [
        line
        | {
            "months": history.get(line["code"], {}).get("months") or [],
            "busiest": (history.get(line["code"], {}).get("peaks") or {}).get("hour"),
            "forecast": demand.get(line["code"], {}).get("forecast_profile") or [],
        }
        for line in lines_in_words(content["need"])
    ]

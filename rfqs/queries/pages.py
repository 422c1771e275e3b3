"""What single pages show, put together for their templates."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from calc.scorecard import PILLARS
from rfqs import needs, policies
from rfqs.lines import codes_of, label_of_line, need_of_line
from rfqs.models import RFQ, Attachment, Duty, WeightSet
from rfqs.queries.advice import recommendation_of
from rfqs.queries.content import demand_line, demand_rows, line_facts, volatility_of
from rfqs.queries.lists import invitation_rows, vendor_choices
from rfqs.states import InvitationStatus
from rfqs.volumes import Volumes
from ui.text import listed, pick
from vendors.models import Vendor

CLASSES = {
    "STABLE": gettext_lazy("stable"),
    "MODERATE": gettext_lazy("moderate swings"),
    "VOLATILE": gettext_lazy("volatile"),
}
WEEKDAYS = [
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
]
DIMENSIONS = {
    "D": gettext_lazy("Depth of service"),
    "R": gettext_lazy("Resources"),
    "B": gettext_lazy("Charging"),
    "O": gettext_lazy("On top"),
    "S": gettext_lazy("Extent"),
    "T": pgettext_lazy("duration", "Term"),
}
ADVICE = {
    "CHECK_INCENTIVES": gettext_lazy("Check the vendor's incentive system and sales management."),
    "SLA_FCR_CSAT": gettext_lazy(
        "The SLA must hold first contact resolution and satisfaction, with assessment."
    ),
    "CHECK_EXPERTISE": gettext_lazy("Check industry experience and the background of the staff."),
    "W-CORE": gettext_lazy("Service is the core of the business: consider keeping it in-house."),
    "ELASTIC_PLANS": gettext_lazy("Prefer elastic plans that cost nothing in the low season."),
    "OUTSOURCED": gettext_lazy(
        "Agents and a 24-hour line without a budget of your own speak for outsourcing."
    ),
    "HOSTED": gettext_lazy("Only the platform is missing: a hosted one is enough."),
    "SHORT_AT_HIGHER_PRICE": gettext_lazy(
        "Demand changes fast: a short or on-demand term is worth its higher price."
    ),
    "TRIAL": gettext_lazy("First contract with this vendor: agree a trial of three to six months."),
}
TONES = {
    InvitationStatus.INVITED: "",
    InvitationStatus.SEEN: "active",
    InvitationStatus.DECLINED: "quiet",
    InvitationStatus.SUBMITTED: "good",
}


def demand_view(rfq: RFQ, code: str = "") -> dict[str, Any]:
    """Months, class, peaks and seats of a service line, with their charts; empty without volumes."""
    need = need_of_line(needs.with_defaults(rfq.need), code or codes_of(rfq.need)[0])
    line = demand_line(rfq, code)
    facts = line_facts(rfq, need, line)
    if not facts or line is None:
        return {}
    evidence = line.evidence or {}
    view: dict[str, Any] = facts | {
        "class_label": CLASSES.get(facts["class"], ""),
        "volatility": volatility_of(need, line),
        "chart": _month_chart(facts),
        "rows": _month_rows(facts),
        "evidence": evidence,
        "older": [item for item in evidence.get("months") or [] if item[0] < facts["months"][0][0]],
        "closed": [WEEKDAYS[n - 1] for n in evidence.get("closed_weekdays") or []],
    }
    return view | _peak_charts(facts["peaks"])


def _month_chart(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": _("Contacts a month"),
        "unit": _("contacts"),
        "labels": [month for month, _count in facts["months"]],
        "series": [
            {"label": pgettext("volume", "Contacts"), "values": [count for _month, count in facts["months"]]}
        ],
    }


def _month_rows(facts: dict[str, Any]) -> list[dict[str, Any]]:
    seats = facts.get("seats") or [None] * len(facts["months"])
    return [
        {"month": month, "contacts": count, "seats": seat}
        for (month, count), seat in zip(facts["months"], seats, strict=True)
    ]


def _peak_charts(peak: dict[str, Any]) -> dict[str, Any]:
    charts: dict[str, Any] = {}
    if peak.get("hour_share"):
        charts["hours"] = {
            "title": _("Share of contacts by the hour"),
            "unit": "%",
            "places": 1,
            "labels": [f"{hour:02d}" for hour in range(24)],
            "series": [{"label": _("Share"), "values": [share * 100 for share in peak["hour_share"]]}],
        }
    if peak.get("weekday_share"):
        charts["weekdays"] = {
            "title": _("Share of contacts by weekday"),
            "unit": "%",
            "places": 1,
            "labels": [str(day) for day in WEEKDAYS],
            "series": [{"label": _("Share"), "values": [share * 100 for share in peak["weekday_share"]]}],
        }
    return charts


def advice_view(rfq: RFQ, line: str = "") -> dict[str, Any]:
    """The recommendation in words: per dimension the options with their points and the rules behind them."""
    found = recommendation_of(rfq, line)
    if found is None:
        return {}
    rows = [
        {
            "dimension": label,
            "options": [
                {
                    "label": needs.option_label(code, option.code),
                    "points": option.points,
                    "reasons": [f"{rule} {points:+d}" for rule, points in option.reasons],
                }
                for option in found.options[code]
            ],
        }
        for code, label in DIMENSIONS.items()
        if found.options.get(code)
    ]
    hybrid = found.hybrid and {
        "base": needs.option_label("B", found.hybrid.base),
        "overflow": needs.option_label("B", found.hybrid.overflow),
    }
    advice = [{"rule": item.rule, "text": ADVICE.get(item.code, item.text)} for item in found.advice]
    return {"rows": rows, "hybrid": hybrid, "advice": advice, "models": sorted(found.models)}


def preview_of(rfq: RFQ, values: Mapping[str, Any], volumes: Volumes | None = None) -> dict[str, Any]:
    """What vendors would read if the page of the nine were stored with these values."""
    need = needs.with_defaults(needs.changed(rfq.need, needs.basic_need(rfq.need, values)))
    rows = demand_rows(rfq)
    found = []
    for code in codes_of(need):
        line = rows.get(code)
        history, first = (line.history, line.history_from) if line else ([], None)
        if volumes is not None:
            history, first = volumes.history, volumes.history_from
        months = zip(needs.month_names(first, len(history)), history, strict=True)
        found.append({"label": label_of_line(need, code), "months": list(months)})
    return {
        "live": {
            "title": values.get("title") or rfq.label,
            "deadline_at": values.get("deadline_at"),
            "lines": found,
            "subjects": needs.shown_subjects(need),
        }
    }


def question_rows(rfq: RFQ) -> list[dict[str, Any]]:
    """The ten questions in the reader's language."""
    content = rfq.question_set.content if rfq.question_set else needs.shipped_questions()
    keys = ("title", "ask", "why", "good", "bad", "evidence")
    return [
        {key: pick(item.get(key)) for key in keys}
        | {
            "n": item["n"],
            "rubric": [(score, pick(words)) for score, words in item.get("rubric", {}).items()],
            "fields": [pick(field["label"]) for field in item["fields"]],
        }
        for item in content["questions"]
    ]


LEAF_NAMES = {
    "C1": gettext_lazy("Total cost over the horizon"),
    "C2": gettext_lazy("Predictability of the first year"),
    "C3": gettext_lazy("Disclosure of extra charges (question 2)"),
    "C4": gettext_lazy("Clear and fitting charging (question 1)"),
    "C5": gettext_lazy("How the cost follows the volume"),
    "K1": gettext_lazy("Staffing (question 3)"),
    "K2": gettext_lazy("Quality inspection (question 4)"),
    "K3": gettext_lazy("Training and focus (question 5)"),
    "K4": gettext_lazy("KPIs and compensation (question 6)"),
    "K5": gettext_lazy("Cases (question 10)"),
    "R1": gettext_lazy("Data security (question 7)"),
    "R2": gettext_lazy("Contract flexibility (question 8)"),
    "R3": gettext_lazy("Oversight (question 9)"),
    "R4": gettext_lazy("Continuity"),
    "R5": gettext_lazy("Red flags"),
}


def leaf_rows(weights: WeightSet | None) -> list[dict[str, Any]]:
    """Every criterion with the share of the total it decides under these weights."""
    return [] if weights is None else shares_of(weights.pillars, weights.leaves)


def shares_of(pillars: Mapping[str, Any], weights: Mapping[str, Any]) -> list[dict[str, Any]]:
    """As `leaf_rows`, from the weights a publication holds."""
    rows = []
    for pillar, leaves in PILLARS.items():
        own = {leaf: Decimal(weights[leaf]) for leaf in leaves}
        whole = sum(own.values()) or Decimal(1)
        for leaf in leaves:
            share = Decimal(pillars[pillar]) * own[leaf] / whole
            rows.append({"pillar": pillar, "code": leaf, "label": LEAF_NAMES[leaf], "share": share})
    return rows


def listed_and_offered(user: Any, rfq: RFQ) -> list[Vendor]:
    """Vendors on the list first, then others that may be put on it from the page of the nine."""
    listed = [row.vendor for row in invitation_rows(rfq)]
    there = {vendor.pk for vendor in listed}
    return listed + [vendor for vendor in vendor_choices(user) if vendor.pk not in there]


def vendors_to_add(user: Any, rfq: RFQ, search: str) -> list[Vendor]:
    """Active vendors that are not on the list yet."""
    there = set(rfq.invitations.values_list("vendor_id", flat=True))
    return [v for v in vendor_choices(user, search=search, limit=60) if v.pk not in there][:30]


def invitation_view(rfq: RFQ, now: datetime) -> list[dict[str, Any]]:
    """What may be known of each vendor: invited, seen, declined with its reason, submitted."""
    hidden = needs.with_defaults(rfq.need).get("hide_submissions") and not policies.is_closed(rfq, now)
    rows = []
    for row in invitation_rows(rfq):
        status = InvitationStatus(row.status)
        if hidden and status == InvitationStatus.SUBMITTED:
            status = InvitationStatus.SEEN
        row.rfq = rfq
        rows.append(
            {
                "invitation": row,
                "status": status.label if rfq.published_at else _("On the list"),
                "tone": TONES[status] if rfq.published_at else "quiet",
                "may_link": policies.can_link(row, now),
            }
        )
    return rows


def duties_of(rfq: RFQ) -> list[tuple[str, str]]:
    """(duty, names) in the order of the duties."""
    held: dict[str, list[str]] = {}
    for duty in Duty.objects.filter(rfq=rfq).select_related("user").order_by("user__name"):
        held.setdefault(duty.kind, []).append(duty.user.name)
    return [(str(kind.label), listed(held[kind])) for kind in Duty.Kind if kind in held]


def attachments_of(rfq: RFQ) -> list[Attachment]:
    """The buyer's files."""
    return list(rfq.attachments.all())

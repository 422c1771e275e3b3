"""The tabs of an RFQ's page, by URL name: pages of higher apps appear here without being imported."""

from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rfqs.models import RFQ
from rfqs.policies import is_closed
from rfqs.states import PRICES_ARE_OPEN, QUALITY_IS_OPEN, RfqStatus

# label, URL names of which the first that exists counts, from when on it is there
TABS = (
    (_("Overview"), ("rfqs:detail",), "always"),
    (_("Need"), ("rfqs:need",), "always"),
    (_("Volumes"), ("rfqs:demand",), "always"),
    (_("Questions"), ("rfqs:questions",), "always"),
    (_("Weights"), ("rfqs:weights",), "always"),
    (_("Vendors"), ("rfqs:vendors",), "always"),
    (_("Files"), ("rfqs:files",), "always"),
    (_("Clarifications"), ("rfqs:clarifications",), "always"),
    (_("Publish"), ("rfqs:publish",), "draft"),
    (_("Opening"), ("scoring:opening", "quotes:opening"), "published"),
    (_("Answers"), ("scoring:answers", "quotes:answers"), "quality"),
    (_("Prices"), ("scoring:prices", "quotes:prices"), "prices"),
    (_("Ranking"), ("scoring:ranking",), "prices"),
    (_("Award"), ("scoring:award",), "prices"),
)

# Pages that share a tab: label and URL name; the first is the tab's own page.
BESIDE = (
    (
        (_("Opening"), "scoring:opening"),
        (_("Panel"), "scoring:panel"),
        (_("Evidence"), "scoring:evidence"),
    ),
    (
        (_("Volumes"), "rfqs:demand"),
        (pgettext_lazy("page", "Staffing"), "scoring:staffing"),
        (_("Cost estimate"), "rfqs:estimate"),
    ),
    (
        (_("Side by side"), "scoring:prices"),
        (_("Decisions"), "scoring:decisions"),
        (_("Uncertainty"), "scoring:uncertainty"),
    ),
    (
        (_("Answers"), "scoring:answers"),
        (_("Contradictions"), "scoring:contradictions"),
    ),
    (
        (_("Ranking"), "scoring:ranking"),
        (_("How firm is it"), "scoring:firmness"),
        (_("Waivers"), "scoring:waivers"),
    ),
    (
        (_("Award"), "scoring:award"),
        (_("Decision memo"), "scoring:memo"),
        (_("Result letters"), "scoring:debriefs"),
    ),
)


def pages_beside(rfq: RFQ, current: str) -> list[dict[str, Any]]:
    """The pages that share the tab of the page called `current`; none where it has its tab for itself."""
    group = _group_of(current)
    found = [(label, name, _first((name,), rfq.code)) for label, name in group]
    return [
        {"label": label, "url": url, **({"current": True} if name == current else {})}
        for label, name, url in found
        if url
    ]


def _group_of(current: str) -> tuple[tuple[Any, str], ...]:
    return next((group for group in BESIDE if current in {name: label for label, name in group}), ())


def tabs(rfq: RFQ, current: str, now: datetime) -> list[dict[str, Any]]:
    """Tab items for the component; `current` is the URL name of the page."""
    items = []
    for label, names, since in TABS:
        url = _first(names, rfq.code)
        if url is None or not _is_there(since, rfq):
            continue
        item: dict[str, Any] = {"label": label, "url": url}
        if {current, *(name for _label, name in _group_of(current))} & set(names):
            item["current"] = True
        if why := _not_yet(since, rfq, now):
            item["off"] = why
        items.append(item)
    return items


# Stage or state -> the page where its next step is done.
NEXT_PAGES = {
    "draft": ("rfqs:publish",),
    "closed": ("scoring:opening",),
    RfqStatus.QUALITY_OPENED: ("scoring:opening",),
    RfqStatus.EVALUATION: ("scoring:opening",),
    RfqStatus.PRICES_OPENED: ("scoring:ranking",),
    RfqStatus.SCORED: ("scoring:ranking",),
    RfqStatus.AWARDED: ("contracts:draft",),
}


def next_page(rfq: RFQ, stage: str) -> str:
    """Where the next step is done, or ""."""
    names = NEXT_PAGES.get(stage) or NEXT_PAGES.get(RfqStatus(rfq.status)) or ()
    return _first(names, rfq.code) or ""


def _first(names: tuple[str, ...], code: str) -> str | None:
    for name in names:
        try:
            return reverse(name, args=[code])
        except NoReverseMatch:
            continue
    return None


def _is_there(since: str, rfq: RFQ) -> bool:
    if since == "draft":
        return rfq.status == RfqStatus.DRAFT
    return since == "always" or rfq.published_at is not None


def _not_yet(since: str, rfq: RFQ, now: datetime) -> object:
    if since == "published" and rfq.status == RfqStatus.PUBLISHED and not is_closed(rfq, now):
        return _("Quotes can be opened after the deadline.")
    if since == "quality" and rfq.status not in QUALITY_IS_OPEN:
        return _("The answers are sealed until they are opened.")
    if since == "prices" and rfq.status not in PRICES_ARE_OPEN:
        return _("The prices are sealed until the quality scores are locked.")
    return ""

"""What has moved between a stored ranking and the same computed again, in sentences; documents in, words out."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ui.text import listed

Json = Mapping[str, Any]
FIGURES = ("headline", "year1_payable", "loaded_uplift", "tco", "pillars", "leaves")


def what_moved(before: Json, after: Json) -> list[str]:
    """One sentence per vendor that stands differently in two results of a run; none where they are equal."""
    if before == after:
        return []
    then, now = _standing(before["ranking"]), _standing(after["ranking"])
    said = [_sentence(name, then.get(name), now.get(name)) for name in sorted({*then, *now})]
    found = [sentence for sentence in said if sentence]
    return found or [_("The weights or the order under other weights have changed.")]


def _standing(ranking: Json) -> dict[str, Json]:
    """Every quote by the name the run gives it; a ranked one has a rank."""
    return {row["vendor"]: row for row in [*ranking["rows"], *ranking["excluded"]]}


def _sentence(name: str, then: Json | None, now: Json | None) -> str:
    if then == now:
        return ""
    if then is None or now is None:
        return _("%(vendor)s was not in the ranking both times.") % {"vendor": name}
    if "rank" in then and "rank" not in now:
        gates = listed(now["gates_failed"])
        return _("%(vendor)s fails %(gates)s now.") % {"vendor": name, "gates": gates}
    if "rank" not in then and "rank" in now:
        return _("%(vendor)s passes every gate now.") % {"vendor": name}
    if "rank" not in now:
        return _("%(vendor)s is held back for other reasons now.") % {"vendor": name}
    params = {"vendor": name, "total": now["total"], "before": then["total"]}
    if then["total"] != now["total"]:
        return _("%(vendor)s has %(total)s now instead of %(before)s.") % params
    if then["rank"] != now["rank"]:
        params |= {"rank": now["rank"], "before": then["rank"]}
        return _("%(vendor)s is number %(rank)s now instead of %(before)s.") % params
    if any(then.get(key) != now.get(key) for key in FIGURES):
        return _("Scores or costs of %(vendor)s have changed.") % params
    return _("Red flags or waivers of %(vendor)s have changed.") % params

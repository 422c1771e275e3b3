"""Remarks beside a term (domain 9.1 to 9.12): worth a round of negotiation, but no red flag and no points."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ui.figures import as_decimal
from ui.specs import is_state
from ui.specs.values import is_empty

MOST_NOTICE_HOURS = 72
FAULTS_OF_VENDOR = {"SLA_FAILURE", "DATA_BREACH"}


def _positive(value: Any) -> bool:
    number = as_decimal(value)
    return number is not None and number > 0


def _late_notice(value: Any) -> bool:
    hours = as_decimal(value.get("notice_hours")) if isinstance(value, Mapping) else None
    return hours is not None and hours > MOST_NOTICE_HOURS


def _not_exempt(value: Any) -> bool:
    return isinstance(value, list) and not set(value) >= FAULTS_OF_VENDOR


_RULES: dict[str, tuple[Callable[[Any], bool], Promise]] = {
    "ct_scope_out": (is_empty, _("Nothing is named as out of scope: say it exactly to avoid disputes.")),
    "q6_repeat_failure_exit": (is_empty, _("There is no way out after repeated failure.")),
    "q8_trial_exit_penalty": (_positive, _("Leaving during the trial costs money.")),
    "q7_incident": (_late_notice, _("A data incident is reported later than within 72 hours.")),
    "q8_penalty_exempt_reasons": (
        _not_exempt,
        _("Missed service levels and data breaches do not both waive the penalty."),
    ),
    "q1_min_charge": (_positive, _("Ask for unused minimum to be carried forward.")),
    "ct_multi_vendor_allowed": (lambda value: value is False, _("Exclusive: no second vendor is allowed.")),
}


def remark_on(code: str, value: Any) -> str:
    """The remark on a term as it stands, or nothing."""
    rule = _RULES.get(code)
    if rule is None or is_state(value):
        return ""
    applies, sentence = rule
    return str(sentence) if applies(value) else ""

"""The need of an RFQ between its stored form and its pages.

Stored is what a template said and what the buyer changed. A field that was emptied on purpose is kept as
None, so that its default does not come back; `with_defaults` leaves those out.
"""

from rfqs.needs.basics import BASIC_FIELDS, basic_choices, basic_need, basic_values, preset_choices
from rfqs.needs.labels import (
    OPTION_LABELS,
    label_of,
    month_names,
    option_label,
    proposed_terms,
    shipped_questions,
)
from rfqs.needs.starts import (
    PRESET_OF_TEMPLATE,
    template,
    template_choices,
    template_preset,
    template_title,
    template_titles,
    template_values,
)
from rfqs.needs.subjects import (
    INTERNAL,
    PRIVATE,
    differing_counts,
    replaced_subject,
    reset_subject,
    shown_subjects,
    subject_context,
    subject_faults,
    subject_label,
    subject_of,
    subject_specs,
    subject_values,
    subjects,
)
from rfqs.needs.values import (
    VOLUMES,
    changed,
    channel,
    faults,
    language_of,
    missing,
    promo_days,
    promo_months,
    with_defaults,
)

__all__ = [
    "BASIC_FIELDS",
    "INTERNAL",
    "OPTION_LABELS",
    "PRESET_OF_TEMPLATE",
    "PRIVATE",
    "VOLUMES",
    "basic_choices",
    "basic_need",
    "basic_values",
    "changed",
    "channel",
    "differing_counts",
    "faults",
    "label_of",
    "language_of",
    "missing",
    "month_names",
    "option_label",
    "preset_choices",
    "promo_days",
    "promo_months",
    "proposed_terms",
    "replaced_subject",
    "reset_subject",
    "shipped_questions",
    "shown_subjects",
    "subject_context",
    "subject_faults",
    "subject_label",
    "subject_of",
    "subject_specs",
    "subject_values",
    "subjects",
    "template",
    "template_choices",
    "template_preset",
    "template_title",
    "template_titles",
    "template_values",
    "with_defaults",
]

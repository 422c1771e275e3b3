"""The business catalogue: what is asked of a buyer and of vendors, as plain data in three languages.

Publications freeze a copy of this data; nothing here reads the database or the clock.
"""

from rfqs.catalogue.billing import BILLING_MODELS, INVOICE_TYPES, UNITS
from rfqs.catalogue.codes import (
    CHANNELS,
    COVERAGE,
    INDUSTRIES,
    LANGUAGES,
    PRESETS,
    PROVISION,
    PROVISION_ITEMS,
    SERVICE_TYPES,
)
from rfqs.catalogue.fees import FEES
from rfqs.catalogue.kpis import KPIS, SUGGESTED
from rfqs.catalogue.lookups import fee, kpi, label_of
from rfqs.catalogue.need import (
    DATA_CLASSES,
    SUBJECTS,
    data_class,
    data_class_of,
    need_defaults,
    need_specs,
    service_line,
    service_type,
)
from rfqs.catalogue.need_checks import (
    NeedWarning,
    need_faults,
    need_missing,
    need_warnings,
    primary_business_type,
)
from rfqs.catalogue.questions import (
    FAMILY,
    FrozenQuestions,
    answer_context,
    answer_values,
    check_question_set,
    question,
    question_set,
    question_specs,
)
from rfqs.catalogue.templates import TEMPLATES, differing, template, template_need
from rfqs.catalogue.terms import (
    clean_offer,
    missing_terms,
    offered_value,
    proposed_value,
    term,
    term_set,
    term_spec,
)

__all__ = [
    "BILLING_MODELS",
    "CHANNELS",
    "COVERAGE",
    "DATA_CLASSES",
    "FAMILY",
    "FEES",
    "INDUSTRIES",
    "INVOICE_TYPES",
    "KPIS",
    "LANGUAGES",
    "PRESETS",
    "PROVISION",
    "PROVISION_ITEMS",
    "SERVICE_TYPES",
    "SUBJECTS",
    "SUGGESTED",
    "TEMPLATES",
    "UNITS",
    "FrozenQuestions",
    "NeedWarning",
    "answer_context",
    "answer_values",
    "check_question_set",
    "clean_offer",
    "data_class",
    "data_class_of",
    "differing",
    "fee",
    "kpi",
    "label_of",
    "missing_terms",
    "need_defaults",
    "need_faults",
    "need_missing",
    "need_specs",
    "need_warnings",
    "offered_value",
    "primary_business_type",
    "proposed_value",
    "question",
    "question_set",
    "question_specs",
    "service_line",
    "service_type",
    "template",
    "template_need",
    "term",
    "term_set",
    "term_spec",
]

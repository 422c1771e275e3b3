"""Demand and quote documents: JSON in, frozen values out, every fault named with its place and remedy."""

from calc.documents.codes import (
    DEMAND_SCHEMA,
    FEE_CODES,
    FEE_UNITS,
    HORIZONS,
    MODEL_NAMES,
    MODEL_UNITS,
    PERIODS,
    QUOTE_SCHEMA,
    WINDOWS,
)
from calc.documents.currencies import QUOTE_CURRENCIES, ExchangeRate
from calc.documents.demand import Demand, Duration, Sales, read_demand, write_demand
from calc.documents.faults import NOT_COMPUTABLE, DocumentError, Fault
from calc.documents.modifiers import (
    BuildUp,
    Commission,
    EventStaff,
    Metric,
    Performance,
    Stage,
    Surcharge,
    Trial,
)
from calc.documents.quote import FeeLine, Operations, Quote, Tax, read_quote, write_quote
from calc.documents.rate_lines import RateLine, Tier

__all__ = [
    "DEMAND_SCHEMA",
    "FEE_CODES",
    "FEE_UNITS",
    "HORIZONS",
    "MODEL_NAMES",
    "MODEL_UNITS",
    "NOT_COMPUTABLE",
    "PERIODS",
    "QUOTE_CURRENCIES",
    "QUOTE_SCHEMA",
    "WINDOWS",
    "BuildUp",
    "Commission",
    "Demand",
    "DocumentError",
    "Duration",
    "EventStaff",
    "ExchangeRate",
    "Fault",
    "FeeLine",
    "Metric",
    "Operations",
    "Performance",
    "Quote",
    "RateLine",
    "Sales",
    "Stage",
    "Surcharge",
    "Tax",
    "Tier",
    "Trial",
    "read_demand",
    "read_quote",
    "write_demand",
    "write_quote",
]

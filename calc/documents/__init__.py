"""Demand and quote documents: JSON in, frozen values out, every fault named with its place and remedy."""

from calc.documents.codes import DEMAND_SCHEMA, FEE_CODES, FEE_UNITS, HORIZONS, MODEL_UNITS, QUOTE_SCHEMA
from calc.documents.demand import Demand, Sales, read_demand, write_demand
from calc.documents.faults import NOT_COMPUTABLE, DocumentError, Fault
from calc.documents.quote import FeeLine, Operations, Quote, Tax, read_quote, write_quote
from calc.documents.rate_lines import Commission, RateLine, Tier

__all__ = [
    "DEMAND_SCHEMA",
    "FEE_CODES",
    "FEE_UNITS",
    "HORIZONS",
    "MODEL_UNITS",
    "NOT_COMPUTABLE",
    "QUOTE_SCHEMA",
    "Commission",
    "Demand",
    "DocumentError",
    "Fault",
    "FeeLine",
    "Operations",
    "Quote",
    "RateLine",
    "Sales",
    "Tax",
    "Tier",
    "read_demand",
    "read_quote",
    "write_demand",
    "write_quote",
]

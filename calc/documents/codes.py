"""Stable codes of the documents (domain 2.5, 4, 5) and which of them the engine prices."""

DEMAND_SCHEMA = "shortlist/demand/1"
QUOTE_SCHEMA = "shortlist/quote/1"
HORIZONS = (12, 24, 36, 48, 60)

MODEL_NAMES = {
    "B01": "fixed seat fee",
    "B02": "base plus commission",
    "B03": "tiered",
    "B04": "pay-as-you-go",
    "B05": "per talk duration",
    "B06": "per working hour",
    "B07": "per contact",
    "B08": "package plus overage",
    "B09": "pure commission",
    "B10": "fixed fee",
    "B11": "performance-linked",
    "B12": "project",
    "B13": "hybrid",
    "B14": "hosted rental",
    "B15": "cost build-up",
    "B16": "phased and trial",
}
# The units in which each model may be quoted; B13 is several lines.
MODEL_UNITS = {
    "B01": ("SEAT_MONTH",),
    "B02": ("SEAT_MONTH",),
    "B03": ("CONTACT", "MINUTE", "SEAT_MONTH"),
    "B04": ("CONTACT", "MINUTE", "HOUR", "DAY"),
    "B05": ("MINUTE",),
    "B06": ("HOUR",),
    "B07": ("CONTACT",),
    "B08": ("CONTACT",),
    "B09": ("ORDER",),
    "B10": ("MONTH", "QUARTER"),
    "B11": ("MONTH", "QUARTER"),
    "B12": ("SAMPLE",),
    "B14": ("SEAT_MONTH",),
    "B15": ("SEAT_MONTH",),
    "B16": ("MONTH", "ONCE"),
}
# Models whose price is not `unit_price`: bands, commission, open book.
PRICED_OTHERWISE = ("B03", "B09", "B15")
# What the bands of a tiered line count, and the unit that goes with it.
TIER_BASES = {
    "MONTHLY_VOLUME": "CONTACT",
    "DAILY_AVG_VOLUME": "CONTACT",
    "MINUTES": "MINUTE",
    "SEATS": "SEAT_MONTH",
}
TIER_METHODS = ("GRADUATED", "ALL_UNITS")
ROUNDINGS = ("PER_SECOND", "PER_6S", "PER_STARTED_MINUTE")
APPLIES_TO = ("ALL", "BASE", "OVERFLOW", "WINDOW", "EVENT")
WINDOWS = ("NIGHT", "WEEKEND", "HOLIDAY")
PERIODS = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}
# Which hours of work a B06 line bills: at the contact, paid (breaks and waiting too), logged in.
HOUR_BASES = ("PRODUCTIVE", "PAID", "LOGGED")
BETTER = ("HIGHER", "LOWER")
# The last contract month a line may name.
MAX_MONTH = 60
COMMISSION_BASES = ("REVENUE", "SURPLUS", "SUCCESS_COUNT", "CONVERSION_LIFT")

# The answer to the question about invoices that lets a buyer recover the tax.
SPECIAL_VAT = "SPECIAL_VAT"
STATUSES = ("CHARGED", "INCLUDED", "NOT_APPLICABLE", "NOT_DISCLOSED")
PAYERS = ("VENDOR", "BUYER", "PASS_THROUGH")
DIRECTIONS = ("BUYER_PAYS", "VENDOR_PAYS")
FEE_CODES = tuple(f"F{number:02d}" for number in range(1, 21))
# A quantity of these follows neither from the demand nor from the seats: the line says how many a month.
COUNTED_UNITS = ("HOUR", "DAY", "SAMPLE", "ORDER", "EVENT", "ITEM")
# Units with a quantity each month, of which some may be included in the price.
METERED_UNITS = ("SEAT_MONTH", "CONTACT", "MINUTE", *COUNTED_UNITS)
_RUNNING = ("MONTH", "QUARTER", "SEAT_MONTH", "CONTACT", "MINUTE", *COUNTED_UNITS)
FEE_UNITS = {
    "F01": ("SEAT_MONTH", "DAY", "HOUR"),
    "F02": ("HOUR", "DAY"),
    "F03": _RUNNING,
    "F04": ("HEAD", "ONCE"),
    "F05": ("HEAD", "MONTH"),
    "F06": ("SEAT_MONTH", "MONTH"),
    "F07": ("PERCENT",),
    "F08": ("ONCE",),
    "F09": ("ONCE",),
    "F10": ("ONCE",),
    "F11": ("MINUTE", "CONTACT", "MONTH"),
    "F12": ("PERCENT", *_RUNNING),
    "F13": _RUNNING,
    "F14": _RUNNING,
    "F15": _RUNNING,
    "F16": ("MONTH",),
    "F17": _RUNNING,
    "F18": ("MONTHS_OF_FEE", "ONCE", "PERCENT"),
    "F19": ("ONCE",),
    "F20": ("RATE_PER_YEAR",),
}
# Tax and minimum charge have their home in `tax` and in the rate line; these two only say "disclosed or not".
STATUS_ONLY = ("F07", "F16")

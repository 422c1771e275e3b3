"""Tax on an invoice (domain 5.4, M-TAX): on top, inside the price, and what the buyer gets back.

Comparisons stand on what is paid with tax. Where the buyer recovers input tax and the vendor issues special
invoices, the recovered tax is no cost to the buyer.
"""

from decimal import Decimal

from calc.documents import Demand, Quote
from calc.money import ONE, ZERO, round_cents
from calc.numbers import Number, cents


def inside(paid: Decimal, rate: Decimal) -> tuple[Decimal, Decimal]:
    """Net amount and tax of a price that includes it: both in cents, their sum the price in cents."""
    gross = round_cents(paid)
    net = round_cents(gross / (ONE + rate))
    return net, gross - net


def recovered(demand: Demand, quote: Quote, payable: Number) -> Number:
    """The tax in an invoice of `payable` that the buyer recovers, in cents; 0 where it recovers none."""
    if not demand.vat_recoverable or not quote.special_invoice or not quote.tax.rate:
        return ZERO
    return payable - cents(payable / (ONE + quote.tax.rate))

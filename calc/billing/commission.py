"""Commission of a month (domain 5.3, B02 and B09): base, claw-back, floor, cap, quality gate.

Written in the operations of `calc.numbers`. It counts on the forecast volume, not on repeated contacts, and no
price rise touches it. In the total cost the quality gate is taken as met: a budget must hold the commission.
"""

from decimal import Decimal

from calc.documents import Commission, Sales
from calc.money import ONE, ZERO
from calc.numbers import Condition, Number, choose, excess, maximum, minimum, whole


def commission_of(
    commission: Commission,
    volume: Number,
    conversion: Number,
    sales: Sales | None,
    *,
    exchange: Decimal = ONE,
    gate_met: Condition = True,
) -> Number:
    """The month's commission, exact: money, or whole successes x fee.

    In this order: refunded sales are taken off where the commission has a claw-back and the refund rate is
    known; floor; cap; and nothing at all where the quality gate is not met. Without `sales` only a
    commission with its own success rate can be counted; any other is 0. Sales are in the currency of the RFQ,
    of which the vendor's own is `exchange` times the unit; the commission is in the vendor's.
    """
    counted = _successes(commission, volume, conversion, sales)
    if commission.clawback and sales is not None and sales.refund_rate is not None:
        counted = counted * (ONE - sales.refund_rate)
    if commission.fee is not None:
        amount = whole(counted) * commission.fee
    elif sales is None:
        amount = ZERO
    else:
        margin = sales.gross_margin if commission.base == "SURPLUS" else ONE
        amount = counted * sales.average_order_value * margin * (commission.rate or ZERO)
        if exchange != ONE:
            amount = amount / exchange
    if commission.floor is not None:
        amount = maximum(amount, commission.floor)
    if commission.cap is not None:
        amount = minimum(amount, commission.cap)
    return choose(gate_met, amount, ZERO)


def _successes(commission: Commission, volume: Number, conversion: Number, sales: Sales | None) -> Number:
    """Orders or other successes of the month, not rounded; of CONVERSION_LIFT those beyond today's."""
    if commission.success_rate is not None:
        return volume * commission.success_rate
    if sales is None:
        return ZERO
    presale = volume * sales.presale_share
    if commission.base == "CONVERSION_LIFT":
        return excess(presale * conversion, presale * sales.conversion)
    return presale * conversion

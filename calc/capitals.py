"""Amounts in Chinese capital numerals, as they stand on cheques, invoices and contracts.

Rules: the regulation on payment settlement (支付结算办法, annex 1): 元 is followed by 整 where no 分 follows (so
is 角); a zero or a row of zeros inside is said once as 零; 角 of zero before 分 is said as 零.
Where the regulation leaves 零 to choice (a zero at 万 or 元 before a full 仟 or 角), it is left out.
"""

from decimal import Decimal

from calc.money import round_cents

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
TRADITIONAL = str.maketrans("贰陆万亿圆", "貳陸萬億圓")
LIMIT = Decimal(10) ** 16


def capitals(amount: Decimal, *, traditional: bool = False) -> str:
    """`amount` CNY in capital numerals, for example 壹仟贰佰叁拾元伍角整.

    Raises ValueError for amounts that cannot be said exactly: below zero, with more than two decimals, or
    from 10^16 on.
    """
    if not amount.is_finite() or not 0 <= amount < LIMIT or round_cents(amount) != amount:
        raise ValueError(f"{amount} cannot be written in capital numerals")
    fen = int(amount * 100)
    text = _whole(fen // 100) + _cents(fen // 100, fen % 100)
    return text.translate(TRADITIONAL) if traditional else text


def _whole(yuan: int) -> str:
    if not yuan:
        return ""
    groups = []
    while yuan:
        yuan, group = divmod(yuan, 10_000)
        groups.append(group)
    said = ""
    for place in range(len(groups) - 1, -1, -1):
        said = _joined(said, groups[place], place, groups)
    return said + "元"


def _joined(said: str, group: int, place: int, groups: list[int]) -> str:
    """What is said so far, and this group of four digits behind it."""
    if not group:
        # 万亿 without 亿 still says 亿: 壹万亿元.
        return said + "亿" if place == 2 and len(groups) > 3 else said
    above = groups[place + 1] if place + 1 < len(groups) else 0
    gap = bool(said) and (group < 1000 or (above == 0 and place + 1 < len(groups)))
    unit = GROUPS[place] if place < 3 else "万"
    return said + ("零" if gap else "") + _four(group) + unit


def _four(group: int) -> str:
    said, zero = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if not digit:
            zero = bool(said)
            continue
        said += ("零" if zero else "") + DIGITS[digit] + PLACES[place]
        zero = False
    return said


def _cents(yuan: int, cents: int) -> str:
    jiao, fen = divmod(cents, 10)
    if not cents:
        return "整" if yuan else "零元整"
    said = DIGITS[jiao] + "角" if jiao else ("零" if yuan else "")
    return said + (DIGITS[fen] + "分" if fen else "整")

"""F6: prices are shown again before sending, grouped, and for readers of Chinese in capital numerals."""

from django.utils import translation

from quotes.display import echoed

WHOLE = {
    "rate_lines": [
        {"model": "B01", "unit_price": "4800.50"},
        {"model": "B03", "tiers": [{"price": "1.9055"}, {"price": "1234567"}]},
    ],
    "fee_lines": [
        {"code": "F01", "status": "CHARGED", "unit": "ONCE", "price": "20000"},
        {"code": "F02", "status": "CHARGED", "unit": "PERCENT", "price": "0.05"},
        {"code": "F03", "status": "INCLUDED"},
    ],
}


def amounts(language: str, currency: str = "CNY") -> list[tuple[str, str]]:
    with translation.override(language):
        return [(row["text"], row["spelled"]) for row in echoed(WHOLE, currency)]


def test_every_price_is_grouped_and_spelled() -> None:
    assert amounts("zh-hans") == [
        ("4,800.50 CNY", "肆仟捌佰元伍角整"),
        ("1.9055 CNY", ""),
        ("1,234,567.00 CNY", "壹佰贰拾叁万肆仟伍佰陆拾柒元整"),
        ("20,000.00 CNY", "贰万元整"),
    ]
    assert amounts("zh-hant")[3] == ("20,000.00 CNY", "貳萬元整")


def test_other_readers_and_currencies_get_the_figures_alone() -> None:
    assert {words for _text, words in amounts("en") + amounts("zh-hans", "USD")} == {""}

"""Currencies that a quote may be in beside the RFQ's own, with their names."""

from rfqs.catalogue.words import C

OTHER_CURRENCIES = [
    C("HKD", "HKD Hong Kong dollar", "HKD 港元", "HKD 港元"),
    C("MOP", "MOP Macao pataca", "MOP 澳门元", "MOP 澳門元"),
    C("TWD", "TWD New Taiwan dollar", "TWD 新台币", "TWD 新臺幣"),
    C("USD", "USD US dollar", "USD 美元", "USD 美元"),
    C("EUR", "EUR Euro", "EUR 欧元", "EUR 歐元"),
    C("GBP", "GBP Pound sterling", "GBP 英镑", "GBP 英鎊"),
    C("SGD", "SGD Singapore dollar", "SGD 新加坡元", "SGD 新加坡元"),
    C("MYR", "MYR Malaysian ringgit", "MYR 马来西亚林吉特", "MYR 馬來西亞令吉"),
    C("PHP", "PHP Philippine peso", "PHP 菲律宾比索", "PHP 菲律賓披索"),
    C("THB", "THB Thai baht", "THB 泰铢", "THB 泰銖"),
    C("INR", "INR Indian rupee", "INR 印度卢比", "INR 印度盧比"),
    C("IDR", "IDR Indonesian rupiah", "IDR 印度尼西亚卢比", "IDR 印尼盾"),
    C("AUD", "AUD Australian dollar", "AUD 澳大利亚元", "AUD 澳元"),
    C("NZD", "NZD New Zealand dollar", "NZD 新西兰元", "NZD 紐西蘭元"),
    C("CAD", "CAD Canadian dollar", "CAD 加拿大元", "CAD 加元"),
    C("CHF", "CHF Swiss franc", "CHF 瑞士法郎", "CHF 瑞士法郎"),
    C("ZAR", "ZAR South African rand", "ZAR 南非兰特", "ZAR 南非蘭特"),
]

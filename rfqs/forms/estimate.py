"""The assumptions of the cost estimate: read from the address, never stored.

Every form is bound to its defaults overlaid with what the address says, so a page without parameters is computed
from the defaults, and a link carries the whole estimate.
"""

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from calc.decisions import levers
from calc.decisions.build_modes import Build
from calc.decisions.reference_prices import SOURCES, Prices
from calc.documents import Demand
from ui.amounts import CountField, DecimalAmountField

CNY = _("CNY")
SECONDS = _("s")
MINUTES = _("min")
DAYS = _("days")


class PercentField(DecimalAmountField):
    """A share typed as per cent; its value is the fraction."""

    def __init__(self, *, most: str = "100", **options: Any) -> None:
        super().__init__(most=most, unit="%", **options)

    def stored(self, text: str, number: Decimal) -> Decimal:
        return number / 100


def number(label: Any, unit: Any = "", *, most: str = "100000000", places: int = 2, **more: Any) -> Any:
    return DecimalAmountField(label=label, unit=unit, most=most, places=places, **more)


def money(label: Any, unit: Any = CNY, **more: Any) -> Any:
    return number(label, unit, **more)


class PriceField(DecimalAmountField):
    """A price above 0: at a price of nothing there is nothing to compare."""

    def __init__(self, *, unit: Any, most: str = "1000000", **options: Any) -> None:
        super().__init__(least="0.0001", most=most, places=4, unit=unit, **options)


def price_of(label: Any, unit: Any) -> Any:
    return PriceField(label=label, unit=unit)


def percent(label: Any, *, most: str = "100", **more: Any) -> Any:
    return PercentField(label=label, most=most, **more)


def count(label: Any, *, least: str = "0", most: str = "1000000", **more: Any) -> Any:
    return CountField(label=label, least=least, most=most, **more)


def typed(value: object, field: forms.Field) -> str:
    """A default as it would have been typed."""
    if isinstance(value, Decimal):
        shown = value * 100 if isinstance(field, PercentField) else value
        return f"{shown.normalize():f}"
    return str(value)


class AddressForm(forms.Form):
    """A form bound to its defaults and, where given, the address; a field left out keeps its default."""

    prefix_for_ids: ClassVar[str] = ""

    def __init__(self, address: Mapping[str, str], defaults: Mapping[str, object]) -> None:
        sent = any(name in address for name in self.base_fields)
        data: dict[str, str] = {}
        for name, field in self.base_fields.items():
            if name in address:
                data[name] = address[name]
            elif isinstance(field, forms.BooleanField):
                # A box that is not ticked is not in the address at all.
                data[name] = "on" if defaults.get(name) and not sent else ""
            elif defaults.get(name) is not None:
                data[name] = typed(defaults[name], field)
        super().__init__(data)


SEAT_MONTH = _("CNY per seat and month")
CONTACT = _("CNY per contact")
A_DAY = _("contacts a day")


class PricesForm(AddressForm):
    """Reference prices by model; the codes in the labels name the model."""

    seat = price_of(_("B01 Seat"), SEAT_MONTH)
    peak_uplift = percent(_("A seat for a peak month costs more by"), most="500")
    base_seat = price_of(_("B02 Base"), SEAT_MONTH)
    commission = percent(_("B02 Commission on sales"), most="50")
    tier_1 = price_of(_("B03 First band"), CONTACT)
    tier_1_daily = count(_("B03 First band up to"), unit=A_DAY, least="1")
    tier_2 = price_of(_("B03 Second band"), CONTACT)
    tier_2_daily = count(_("B03 Second band up to"), unit=A_DAY, least="1")
    tier_3 = price_of(_("B03 Above"), CONTACT)
    agent_day = price_of(_("B04 Agent"), _("CNY per day"))
    minute = price_of(_("B05 Talk"), _("CNY per minute"))
    hour = price_of(_("B06 Agent hour"), _("CNY per hour"))
    contact = price_of(_("B07 Contact"), CONTACT)
    package_share = percent(_("B08 Package holds, of an average month"), most="200")
    package_contact = price_of(_("B08 In the package"), CONTACT)
    overage = price_of(_("B08 Beyond it"), CONTACT)
    pure_commission = percent(_("B09 Commission on sales"), most="50")
    fixed_seat = price_of(_("B10, B11 Fixed fee, for each seat it replaces"), SEAT_MONTH)
    bonus = percent(_("B11 Expected bonus"))
    hybrid_seat = price_of(_("B13 Seat"), SEAT_MONTH)
    hybrid_contact = price_of(_("B13 Contact beyond the seats"), CONTACT)
    hosted_seat = price_of(_("B14 Rented platform"), SEAT_MONTH)
    call_minute = money(_("B14, in-house: calls"), _("CNY per minute"), places=4, most="1000")
    built_pay = money(_("B15 Pay"), SEAT_MONTH)
    built_management = money(_("B15 Management"), SEAT_MONTH)
    built_profit = percent(_("B15 Profit"), most="300")
    trial_discount = percent(_("B16 Discount of the trial"))
    trial_months = count(_("B16 Months of trial"), unit=_("months"), most="12")
    working_days = number(_("Working days a month"), DAYS, least="1", most="31")

    def __init__(self, address: Mapping[str, str], defaults: Mapping[str, object]) -> None:
        super().__init__(address, defaults)
        for name, source in SOURCES.items():
            self.fields[name].help_text = source

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("tier_1_daily") and data.get("tier_2_daily", 0) <= data["tier_1_daily"]:
            self.add_error("tier_2_daily", _("The second band must end above the first."))
        return data

    @property
    def prices(self) -> Prices:
        return Prices(**self.cleaned_data)

    @staticmethod
    def defaults() -> dict[str, object]:
        return {one.name: one.default for one in fields(Prices)}


class OwnForm(AddressForm):
    """What own agents and an own centre cost, and what a vendor's seat really costs."""

    wage = money(_("Average pay of one agent a month"), most="1000000")
    on_costs = percent(_("On-costs on the pay (social insurance, housing fund, dues)"), most="300")
    turnover = percent(_("Turnover a year"), most="1000")
    per_head = money(_("Recruiting and training one head"), most="1000000")
    person_day = money(_("Build service, a person-day"))
    days = number(_("Build service, days"), DAYS, most="10000")
    equipment = money(_("Equipment, a unit"))
    units = number(_("Units"), most="10000")
    usage_month = money(_("Use of the call centre a month"))
    management_month = money(_("Managing the staff a month"))
    uplift = percent(_("A vendor's seat in the end costs more than quoted by"), most="500")
    outsourced_fixed = money(_("Looking after a vendor, a month"))
    hosted_fixed = money(_("Managing a hosted centre, a month"))

    @staticmethod
    def defaults(hourly: Decimal = Decimal(80)) -> dict[str, object]:
        build = {one.name: one.default for one in fields(Build)}
        return build | {
            "wage": Decimal(6000),
            "on_costs": Decimal("0.15"),
            "turnover": Decimal("1.1832"),
            "per_head": Decimal(610),
            "uplift": Decimal("0.35"),
            "outsourced_fixed": 20 * hourly,
            "hosted_fixed": Decimal(5000),
        }

    @property
    def build(self) -> Build:
        names = {one.name for one in fields(Build)}
        return Build(**{name: value for name, value in self.cleaned_data.items() if name in names})


class LabourForm(AddressForm):
    """A year of an own team; with it, what an agent costs comes from here (domain 7)."""

    use_labour = forms.BooleanField(
        label=_("Take what an own agent costs from this calculation"), required=False
    )
    agents = number(_("Agents in post, on average"), least="1", most="100000")
    joiners = count(_("Joiners in the year"))
    leavers = count(_("Leavers in the year"))
    pay = money(_("Pay and on-costs of the year, without managers"), most="99999999999")
    recruit_fee = money(_("Recruiting fee a head"))
    training_days = number(_("Training days a head"), DAYS, most="365")
    training_allowance = money(_("Training allowance a day"))
    managers = count(_("Managers who are paid for here"), most="10000")
    manager_pay = money(_("Pay of a manager a month"))
    management_posts = count(_("Management posts in all"), most="10000", required=False)
    tax_rate = percent(_("Tax rate"))
    answers_1 = count(_("Traffic 1, answers in the year"), most="1000000000")
    seconds_1 = number(_("Traffic 1, mean talk in seconds"), SECONDS, most="7200")
    minutes_1 = number(_("Traffic 1, minutes measured"), MINUTES, most="99999999999", required=False)
    answers_2 = count(_("Traffic 2, answers in the year"), most="1000000000")
    seconds_2 = number(_("Traffic 2, mean talk in seconds"), SECONDS, most="7200")
    minutes_2 = number(_("Traffic 2, minutes measured"), MINUTES, most="99999999999", required=False)
    answers_3 = count(_("Traffic 3, answers in the year"), most="1000000000")
    seconds_3 = number(_("Traffic 3, mean talk in seconds"), SECONDS, most="7200")
    minutes_3 = number(_("Traffic 3, minutes measured"), MINUTES, most="99999999999", required=False)
    reference_s = number(_("Reference talk in seconds"), SECONDS, least="1", most="7200")
    unit_cost_basis = forms.ChoiceField(
        label=_("Unit costs count"),
        choices=[("TAXED_TOTAL", _("the total with tax")), ("TOTAL", _("the total"))],
    )

    @staticmethod
    def defaults(agents: int, aht_s: Decimal, contacts: int) -> dict[str, object]:
        """A team of the size the RFQ needs, at the pay and turnover of the own-team form."""
        return {
            "agents": agents,
            "joiners": agents,
            "leavers": agents,
            "pay": Decimal(6900 * 12 * agents),
            "recruit_fee": 400,
            "training_days": 7,
            "training_allowance": 30,
            "managers": 1,
            "manager_pay": 4500,
            "tax_rate": Decimal("0.06"),
            "answers_1": contacts,
            "seconds_1": aht_s,
            **{f"{name}_{number}": 0 for name in ("answers", "seconds") for number in (2, 3)},
            "reference_s": aht_s,
            "unit_cost_basis": "TAXED_TOTAL",
        }


LEVER_LABELS = {
    levers.SELF_SERVICE: _("Self-service: knowledge base, order look-up, bot"),
    levers.TECHNOLOGY: _("Technology: speech recognition, automatic dialling, live analytics"),
    levers.CHANNELS: _("More channels, cheaper ones first"),
    levers.TRAINING: _("Training and promotion, so that people stay and solve at the first contact"),
    levers.FEEDBACK: _("Customer feedback that leads to changes"),
    levers.OUTSOURCING: _("Outsourcing itself: what the comparison above is about"),
    levers.PLANNING: _("Long-term plan and forecast"),
}


class LeversForm(AddressForm):
    """The checklist; shares of contacts kept away, and the repeat rate that is aimed at."""

    SELF_SERVICE = forms.BooleanField(label=LEVER_LABELS[levers.SELF_SERVICE], required=False)
    self_service_share = percent(_("Keeps away, of all contacts"), most="95")
    TECHNOLOGY = forms.BooleanField(label=LEVER_LABELS[levers.TECHNOLOGY], required=False)
    technology_share = percent(_("Keeps away, of those left"), most="95")
    CHANNELS = forms.BooleanField(label=LEVER_LABELS[levers.CHANNELS], required=False)
    channels_share = percent(_("Keeps away, of those left"), most="95")
    TRAINING = forms.BooleanField(label=LEVER_LABELS[levers.TRAINING], required=False)
    FEEDBACK = forms.BooleanField(label=LEVER_LABELS[levers.FEEDBACK], required=False)
    repeat_then = percent(_("Repeat rate aimed at, with training or feedback"), most="90", required=False)
    OUTSOURCING = forms.BooleanField(label=LEVER_LABELS[levers.OUTSOURCING], required=False)
    PLANNING = forms.BooleanField(label=LEVER_LABELS[levers.PLANNING], required=False)

    def __init__(self, address: Mapping[str, str], repeat_now: Decimal | None) -> None:
        shares = ("self_service_share", "technology_share", "channels_share")
        self.repeat_now = repeat_now
        super().__init__(address, dict.fromkeys(shares, 0))

    def clean_repeat_then(self) -> Decimal | None:
        aimed: Decimal | None = self.cleaned_data["repeat_then"]
        if aimed is not None and self.repeat_now is None:
            raise forms.ValidationError(
                _("The repeat rate of today is not known: state it in the need first.")
            )
        if aimed is not None and self.repeat_now is not None and aimed > self.repeat_now:
            raise forms.ValidationError(_("Give at most today's rate, or leave it empty."))
        return aimed

    @property
    def deflections(self) -> dict[str, Decimal]:
        data = self.cleaned_data
        return {code: data[f"{code.lower()}_share"] for code in levers.DEFLECTING if data[code]}

    @property
    def repeat_aimed(self) -> Decimal | None:
        ticked = any(self.cleaned_data[code] for code in levers.LOWERING_REPEATS)
        return self.cleaned_data["repeat_then"] if ticked else None


# Every field of the four forms, as an address or a kept estimate names them.
FIELDS = tuple(name for form in (LeversForm, PricesForm, OwnForm, LabourForm) for name in form.base_fields)


def sent_for_the_estimate(data: Mapping[str, str]) -> dict[str, str]:
    """What was sent for the four forms, short enough to be one of their figures; a ticked box is "on"."""
    ticks = {
        name
        for form in (LeversForm, PricesForm, OwnForm, LabourForm)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.BooleanField)
    }
    given = {name: data[name][:40] for name in FIELDS if name in data}
    return {
        name: "on" if name in ticks else value for name, value in given.items() if value or name not in ticks
    }


def estimate_forms(address: Mapping[str, str], demand: Demand, team: tuple[int, int]) -> dict[str, Any]:
    """The four forms over what an address or a kept estimate says; `team` are agents and contacts of a year."""
    agents, contacts = team
    return {
        "levers_form": LeversForm(address, demand.repeat_rate_now),
        "prices_form": PricesForm(address, PricesForm.defaults()),
        "own_form": OwnForm(address, OwnForm.defaults(demand.buyer_hourly_cost)),
        "labour_form": LabourForm(address, LabourForm.defaults(agents, demand.aht_s, contacts)),
    }

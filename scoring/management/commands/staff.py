"""Staff a file of interval counts and price quotes on its volume; no database is touched."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from calc.demand import default_profile
from calc.documents import DocumentError, read_demand, read_quote
from calc.money import round_places
from calc.tco import price
from calc.workforce.erlang import StaffingError, Target
from calc.workforce.seats import DAYS, WEEKS, Interval, Plan, Profile, Rules, plan, read_profile
from rfqs.volumes import VolumeFaults, Volumes, read_file
from scoring.management.commands.price import BAD_FILE, read_case

HOUR = 60
NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Command(BaseCommand):
    help = "Staff the intervals of ROWS (CSV or XLSX), and with --case price its quotes on that volume."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rows", type=Path)
        parser.add_argument("--case", type=Path, help="a case file of quotes, as `price` reads it")
        parser.add_argument("--aht", type=Fraction, default=Fraction(240), help="handling time in seconds")
        parser.add_argument("--level", type=Fraction, default=Fraction("0.80"), help="share answered in time")
        parser.add_argument("--within", type=Fraction, default=Fraction(20), help="seconds")
        parser.add_argument("--occupancy", type=Fraction, default=Fraction("0.85"), help="the highest")
        parser.add_argument("--shrinkage", type=Fraction, default=Fraction("0.30"), help="paid time away")
        parser.add_argument("--patience", type=Fraction, help="seconds until people hang up, on average")
        parser.add_argument(
            "--hours", type=Fraction, default=Fraction(174), help="paid hours a month and seat"
        )
        parser.add_argument(
            "--seats", action="store_true", help="price seats and fixed fees for the seats that are needed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        volumes = _volumes(options["rows"])
        try:
            week, rules = read_profile(volumes.profile), _rules(options)
            month = Fraction(sum(volumes.history), len(volumes.history))
            staffed = plan(week, rules, month)
        except StaffingError as error:
            raise CommandError(str(error), returncode=BAD_FILE) from error
        self.stdout.write(_about(volumes, week, staffed))
        self.stdout.write(week_table(staffed))
        self.stdout.write(_summary(staffed))
        if options["case"]:
            self.stdout.write(_prices(options, volumes, staffed))


def _volumes(path: Path) -> Volumes:
    try:
        found = read_file(path.read_bytes(), today=date.max)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=BAD_FILE) from error
    except VolumeFaults as faults:
        raise CommandError("\n".join(faults.sentences), returncode=BAD_FILE) from faults
    if not found.profile:
        raise CommandError(f"{path}: holds no intervals; give rows of 5 to 60 minutes", returncode=BAD_FILE)
    return found


def _rules(options: dict[str, Any]) -> Rules:
    return Rules(
        aht_s=options["aht"],
        target=Target(options["within"], options["level"]),
        max_occupancy=options["occupancy"],
        shrinkage=options["shrinkage"],
        patience_s=options["patience"],
        paid_hours=options["hours"],
    )


def _about(volumes: Volumes, week: Profile, staffed: Plan) -> str:
    months = ", ".join(f"{month:%Y-%m} {count:,}" for month, count in volumes.months[-6:])
    return (
        f"Six whole months: {months}\n"
        f"Contacts a month: {float(staffed.month_contacts):,.1f}; by the average week of {week.step}-minute rows: "
        f"{float(week.week * WEEKS):,.1f} (scaled to the month)\n"
    )


def week_table(staffed: Plan) -> str:
    """Weekday and hour: mean load, most agents in an interval, occupancy, rostered with the time away."""
    heads = f"{'':5} {'':5} {'contacts':>9} {'Erlang':>8} {'agents':>7} {'occup.':>7} {'in time':>8} {'roster':>7}"
    lines = [heads]
    for day in DAYS:
        for hour in range(24):
            cell = [one for one in staffed.intervals if (one.weekday, one.minute // HOUR) == (day, hour)]
            if cell:
                lines.append(_line(NAMES[day - 1], hour, cell))
    return "\n".join(lines)


def _line(day: str, hour: int, cell: list[Interval]) -> str:
    contacts = float(sum(one.contacts for one in cell))
    load = float(sum(one.load for one in cell) / len(cell))
    people = sum(one.agents for one in cell)
    occupancy = sum(one.occupancy * one.agents for one in cell) / people if people else 0
    level = sum(one.level * float(one.contacts) for one in cell) / contacts if contacts else 1
    most, roster = max(one.agents for one in cell), max(one.rostered for one in cell)
    return f"{day:5} {hour:02d}:00 {contacts:9.1f} {load:8.2f} {most:7d} {occupancy:7.1%} {level:8.1%} {roster:7d}"


def _summary(staffed: Plan) -> str:
    return (
        f"\nAgent hours a month {float(staffed.hours_month):,.1f}, occupancy {staffed.occupancy:.1%}, in time "
        f"{staffed.level:.1%}\nSeats: {staffed.seats_by_hours} by hours at {float(staffed.rules.seat_hours):.1f} h, "
        f"{staffed.seats_by_peak} rostered in the busiest interval: {staffed.seats}\n"
    )


def _prices(options: dict[str, Any], volumes: Volumes, staffed: Plan) -> str:
    """Each quote on this volume: at its own seats, or with --seats at those that are needed."""
    case = read_case(options["case"])
    aht = _text(options["aht"])
    profile = list(default_profile(volumes.history))
    demand = case["demand"] | {
        "forecast_profile": profile,
        "aht_s": aht,
        "annual_growth": "0",
        "floor_seats": 0,
    }
    lines = [
        f"{'':26} {'seats':>6} {'headline/month':>15} {'year 1 payable':>16} {'TCO 12':>16} {'per contact':>12}"
    ]
    for name, document in case["quotes"].items():
        if options["seats"] and document.get("base_seats"):
            document = _at_seats(document, staffed.seats)
        try:
            found = price(read_demand(demand), read_quote(document))
        except DocumentError as error:
            faults = "\n".join(f"quotes.{name}.{fault}" for fault in error.faults)
            raise CommandError(faults, returncode=BAD_FILE) from error
        each = found.tco[12] / (12 * profile[0])
        lines.append(
            f"{name:26} {document.get('base_seats') or 0:6d} {found.headline:15,.2f} {found.year1_payable:16,.2f} "
            f"{found.tco[12]:16,.2f} {each:12.4f}"
        )
    return "\n".join(lines)


def _at_seats(document: dict[str, Any], seats: int) -> dict[str, Any]:
    """The quote for another number of seats; a fixed monthly fee grows with them."""
    times = Decimal(seats) / int(document["base_seats"])
    lines = [
        line | {"unit_price": str(round_places(Decimal(line["unit_price"]) * times, 4))}
        if line.get("model") == "B10"
        else line
        for line in document.get("rate_lines") or []
    ]
    return document | {"base_seats": seats, "rate_lines": lines}


def _text(value: Fraction) -> str:
    return f"{(Decimal(value.numerator) / value.denominator).normalize():f}"

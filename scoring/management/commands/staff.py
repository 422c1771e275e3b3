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
from calc.priced import Priced, by_line
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
        parser.add_argument("--line", help="the service line of ROWS, where the case has several")
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
    """Each quote on this volume: at its own seats, or with --seats at those that are needed.

    Of several service lines the volume is that of one; the others keep their forecasts and seats.
    """
    case = read_case(options["case"])
    line = _line_of(case["demand"], options["line"])
    counted = {
        "forecast_profile": list(default_profile(volumes.history)),
        "aht_s": _text(options["aht"]),
        "annual_growth": "0",
        "floor_seats": 0,
    }
    demand = _with_counted(case["demand"], line, counted)
    lines = [
        f"{'':26} {'seats':>6} {'headline/month':>15} {'year 1 payable':>16} {'TCO 12':>16} {'per contact':>12}"
    ]
    for name, document in case["quotes"].items():
        if options["seats"] and _seats_of(document, line):
            document = _at_seats(document, line, staffed.seats)
        try:
            found = price(read_demand(demand), read_quote(document))
        except DocumentError as error:
            faults = "\n".join(f"quotes.{name}.{fault}" for fault in error.faults)
            raise CommandError(faults, returncode=BAD_FILE) from error
        each = found.tco[12] / sum(month.volume for month in found.months[:12])
        lines.append(
            f"{name:26} {_seats_of(document, ''):6d} {found.headline:15,.2f} {found.year1_payable:16,.2f} "
            f"{found.tco[12]:16,.2f} {each:12.4f}"
        )
        lines += _by_line(document, found)
    return "\n".join(lines)


def _line_of(demand: dict[str, Any], named: str | None) -> str:
    """The service line whose contacts were counted; "" where the case names none."""
    entries = demand.get("lines") if isinstance(demand.get("lines"), list) else []
    codes = [str(one.get("id")) for one in entries or [] if isinstance(one, dict)]
    if named and named not in codes:
        known = f"give one of {', '.join(codes)}" if codes else "the case names none; leave it out"
        raise CommandError(f"--line: {named!r} is no service line of the case; {known}", returncode=BAD_FILE)
    if not named and len(codes) > 1:
        message = (
            f"--line: is missing: the case has the service lines {', '.join(codes)}; name that of the rows"
        )
        raise CommandError(message, returncode=BAD_FILE)
    return named or next(iter(codes), "")


def _with_counted(demand: dict[str, Any], line: str, counted: dict[str, Any]) -> dict[str, Any]:
    """The demand with what was counted, in its line where it has lines."""
    if not line:
        return demand | counted
    entries = [one | counted if one.get("id") == line else one for one in demand["lines"]]
    return demand | {"lines": entries}


def _by_line(document: dict[str, Any], found: Priced) -> list[str]:
    """A row for each of several service lines: its seats, those it needs, contacts and own rate lines of a year."""
    return [
        f"  {part.code:24} {_seats_of(document, part.code):6d} seats, {part.seats_needed} needed; "
        f"{part.contacts:,} contacts and {part.amount:,.2f} by its own rate lines in 12 months"
        for part in by_line(found.months[:12])
    ]


def _seats_of(document: dict[str, Any], line: str) -> int:
    """The base seats stated for a line, of the quote as a whole without one; 0 where none or no number is stated."""
    by_code = document.get("line_seats")
    if not isinstance(by_code, dict):
        by_code = {line: document.get("base_seats")}
    stated = [seats for code, seats in by_code.items() if not line or code == line]
    return sum(seats for seats in stated if isinstance(seats, int))


def _at_seats(document: dict[str, Any], line: str, seats: int) -> dict[str, Any]:
    """The quote for another number of seats, of one line where there are several; its fixed monthly fee grows too."""
    own: tuple[str | None, ...] = ("", None, line)
    times = Decimal(seats) / _seats_of(document, line)
    if by_code := document.get("line_seats"):
        own = (line,)  # a fee that names no line is for all of them
        document = {key: value for key, value in document.items() if key != "base_seats"}
        document |= {"line_seats": by_code | {line: seats}}
    else:
        document = document | {"base_seats": seats}
    lines = [
        one | {"unit_price": str(round_places(Decimal(one["unit_price"]) * times, 4))}
        if one.get("model") == "B10" and one.get("line") in own
        else one
        for one in document.get("rate_lines") or []
    ]
    return document | {"rate_lines": lines}


def _text(value: Fraction) -> str:
    return f"{(Decimal(value.numerator) / value.denominator).normalize():f}"

"""What a rate line carries from month to month, as columns: its minimum per period, unused units of a package."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from calc.documents import PERIODS
from scoring.workbook.figures import MONTHS
from scoring.workbook.layout import rounded

if TYPE_CHECKING:
    from scoring.workbook.line_columns import LineColumns, Where


class MinimumColumns:
    """K-16: the fees of a period are filled up to its minimum in its last month."""

    def __init__(self, line: "LineColumns") -> None:
        self.line, self.length = line, PERIODS[line.line.min_period]

    def put(self) -> None:
        """One column where the minimum is monthly; the running period beside it where it is not."""
        line = self.line
        carries = self.length > 1 or line.line.min_carry_forward
        if carries and line.known:
            line.column("due_month", _("last month of the period (1 yes)"), "count", self._settles)
            line.column("counted", _("months of the period so far"), "count", self._months)
            line.column("spent", _("fees of the period so far"), "money", self._spent)
            if line.line.min_carry_forward:
                line.column("credit", _("credit from top-ups"), "money", self._credit)
        top_up = self._periodic if carries else self._monthly
        line.column("top_up", _("top-up to the minimum (K-16)"), "money", top_up, lambda one: one.top_up)

    def _fee(self, where: "Where") -> str:
        """What counts against the minimum: the fee, and where commission is all there is, that too."""
        fee = where.here(self.line.key("fee"))
        return f"({fee}+{where.here(self.line.key('commission'))})" if self.line.line.model == "B09" else fee

    def _least(self, where: "Where") -> str:
        return where.of_year(self.line.named("minimums"))

    def _monthly(self, where: "Where") -> str:
        return self.line.while_valid(where, f"MAX(0,{self._least(where)}-{self._fee(where)})")

    def _valid(self, where: "Where") -> str:
        return self.line.while_valid(where, "1")

    def _settles(self, where: "Where") -> str:
        if where.average:
            return "0"
        month = where.here("month")
        ends = f"MOD({month},{self.length})=0"
        if self.line.line.valid_to < MONTHS:
            ends = f"OR({ends},{month}={self.line.named('to')})"
        return self.line.while_valid(where, f"IF({ends},1,0)")

    def _months(self, where: "Where") -> str:
        if where.average:
            return "0"
        own = where.table.next_letter
        settled = where.table.above(self.line.key("due_month"))
        return f"IF({where.here('month')}=1,0,IF({settled}=1,0,{own}{{p}}))+{self._valid(where)}"

    def _spent(self, where: "Where") -> str:
        if where.average:
            return "0"
        own = where.table.next_letter
        settled = where.table.above(self.line.key("due_month"))
        return f"IF({where.here('month')}=1,0,IF({settled}=1,0,{own}{{p}}))+{self._fee(where)}"

    def _due(self, where: "Where") -> str:
        return rounded(f"{self._least(where)}*{where.here(self.line.key('counted'))}/{self.length}")

    def _credit(self, where: "Where") -> str:
        """Credit after the month: what top-ups have paid and later periods have not used up."""
        if where.average:
            return "0"
        own = where.table.next_letter
        before = f"IF({where.here('month')}=1,0,{own}{{p}})"
        due, spent = self._due(where), where.here(self.line.key("spent"))
        moved = f"{before}+MAX(0,{due}-{spent})-MIN({before},MAX(0,{spent}-{due}))"
        return f"IF({where.here(self.line.key('due_month'))}=1,ROUND({moved},2),{before})"

    def _periodic(self, where: "Where") -> str:
        if where.average:
            least = rounded(f"{self._least(where)}/{self.length}")
            return self.line.while_valid(where, f"MAX(0,{least}-{self._fee(where)})")
        settles = where.here(self.line.key("due_month"))
        short = f"MAX(0,{self._due(where)}-{where.here(self.line.key('spent'))})"
        if not self.line.line.min_carry_forward:
            return f"IF({settles}=1,ROUND({short},2),0)"
        credit = self.line.key("credit")
        after, before = where.here(credit), f"IF({where.here('month')}=1,0,{where.table.above(credit)})"
        # What a top-up adds and what is used both show in the credit: its change is the top-up of the month.
        return f"IF({settles}=1,ROUND({after}-{before},2),0)"


class PackageColumns:
    """B08: units beyond the package, after the unused ones of earlier months, the oldest first."""

    def __init__(self, line: "LineColumns") -> None:
        self.line, self.kept = line, line.line.rollover_months

    def put(self) -> None:
        line, table = self.line, self.line.table
        keys = [line.key(f"kept{place}_") for place in range(self.kept)]
        labels = [_("unused units kept, %(place)s") % {"place": place + 1} for place in range(self.kept)]
        titles = [
            _("Line %(number)s: %(what)s") % {"number": line.index + 1, "what": label} for label in labels
        ]
        if keys:
            table.reserve(keys)
            table.group(keys, titles, "number", [self._kept(place) for place in range(self.kept)])
        line.column("beyond", _("units beyond the package"), "number", self._beyond)

    def _beyond(self, where: "Where") -> str:
        free = self._buckets()[-1:] if where.average else self._buckets()
        return f"MAX(0,{where.here(self.line.key('units'))}-{'-'.join(free)})"

    def _kept(self, place: int) -> str:
        """What is left of the next younger bucket when the older ones were used before it."""
        buckets, units = self._buckets(), self.line.table.here(self.line.key("units"))
        used_before = "".join(f"-{bucket}" for bucket in buckets[: place + 1])
        return f"MAX(0,{buckets[place + 1]}-MAX(0,{units}{used_before}))"

    def _buckets(self) -> list[str]:
        """Units free of charge in the month: those kept, oldest first, then the month's own."""
        table = self.line.table
        kept = [table.above(self.line.key(f"kept{place}_")) for place in range(self.kept)]
        own = self.line.named("included_qty") if self.line.line.included_qty else "0"
        return [*(f"IF({table.here('month')}=1,0,{cell})" for cell in kept), own]

"""From stored inputs to a simulated outcome and back; no rows and no clock, so a run can be repeated."""

from collections.abc import Callable, Mapping
from typing import Any

from calc.documents import read_demand, read_quote
from calc.simulation.scenarios import read_ranges
from calc.simulation.simulate import Outcome, simulate

Json = dict[str, Any]


def outcome_text(
    inputs: Mapping[str, Any],
    ranges: Mapping[str, Any],
    *,
    seed: int,
    count: int,
    on_chunk: Callable[[int, int], None] | None = None,
) -> str:
    """The outcome of `calc.simulation.simulate` as text; the same inputs, seed and engine give the same text.

    `on_chunk` is told (done, total) after each chunk and may raise.
    """
    demand = read_demand(dict(inputs["demand"]))
    quotes = {one["vendor"]: read_quote(one["document"]) for one in inputs["quotes"]}
    found = simulate(demand, quotes, read_ranges(dict(ranges)), seed=seed, count=count, on_chunk=on_chunk)
    return found.to_json().decode()


def outcome_of(text: str) -> Outcome:
    """The outcome that a run stored."""
    return Outcome.from_json(text.encode())

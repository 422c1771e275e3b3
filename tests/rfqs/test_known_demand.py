"""What a buyer knows beyond the averages reaches the engine's demand; what it does not know is left out."""

from calc.documents import read_demand, write_demand
from rfqs.queries.content import _known
from tests.calc.quotes import demand_document

EVENTS = [
    {"name": "618", "start": "2026-06-01", "end": "2026-06-18", "multiplier": "2"},
    {"name": "Double 11", "start": "2026-11-01", "end": "2026-11-11", "multiplier": "3"},
]


def test_known_figures_reach_the_demand():
    durations = [{"seconds": "20", "share": "0.2"}, {"seconds": "245", "share": "0.8"}]
    volumes = {"night_share": "0.1", "own_seat_cost": "6000", "durations": durations, "peak_events": EVENTS}
    known = _known({"volumes": volumes, "vat_recoverable": True})
    assert known == {
        "vat_recoverable": True,
        "promo_days": 18,
        "own_seat_cost": "6000",
        "window_shares": {"NIGHT": "0.1"},
        "durations": durations,
    }
    demand = read_demand(demand_document(**known))
    assert read_demand(write_demand(demand)) == demand
    assert _known({"volumes": {}, "vat_recoverable": False}) == {}

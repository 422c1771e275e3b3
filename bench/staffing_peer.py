"""A peer in an environment of its own: answers "name load count" lines with CPU seconds and the agents found.

Started by `bench.staffing`; load 0 is the task itself. Says which peers are installed first.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from staffing_task import INTERVAL_S, LEVEL, WITHIN_S, of_load, task

Peer = Callable[[float, float], int]


def installed() -> dict[str, Peer]:
    found: dict[str, Peer] = {}
    try:
        from pyworkforce.queuing import ErlangC

        def workforce(contacts: float, aht: float) -> int:
            asked = ErlangC(
                transactions=contacts, aht=aht / 60, asa=WITHIN_S / 60, interval=INTERVAL_S / 60
            ).required_positions(service_level=LEVEL)
            return int(asked["raw_positions"])

        found["pyworkforce"] = workforce
    except ImportError:
        pass
    try:
        from call_center_tools import calc_staffing

        def tools(contacts: float, aht: float) -> int:
            return int(
                calc_staffing(
                    calls_per_hour=contacts * 3600 / INTERVAL_S,
                    aht=aht,
                    max_occupancy=1.0,
                    target_answer_time=WITHIN_S,
                    target_service_level=LEVEL,
                    shrinkage=0.0,
                ).agents
            )

        found["call-center-tools"] = tools
    except ImportError:
        pass
    return found


def main() -> None:
    peers = installed()
    print(json.dumps(sorted(peers)), flush=True)
    for line in sys.stdin:
        name, load, count = line.split()
        contacts, aht = task(int(count)) if load == "0" else of_load(float(load), int(count))
        began = time.process_time()
        found = [peers[name](c, a) for c, a in zip(contacts, aht, strict=True)]
        print(json.dumps({"seconds": time.process_time() - began, "agents": found}), flush=True)


if __name__ == "__main__":
    main()

"""Which tests share a process, and which begin first, when the suite runs on several processes."""

import os
from typing import Any

from xdist.scheduler import LoadScopeScheduling

# These look at one world: one process builds it for all of them. The first ones share a walk through all of its
# pages, which takes half a minute; the others do without, and can do with a second world.
WALKED = (
    "doors",
    "headers",
    "mass_assignment",
    "nonsense",
    "secrecy",
    "swaps",
    "trail_walk",
    "two_worlds",
)
BUILT = ("frozen", "models", "origins", "readings", "same_times", "states_walk")
WORLD, SECOND_WORLD = (tuple(f"tests/house/test_{name}.py" for name in names) for names in (WALKED, BUILT))
# These speak to one running instance, which takes a quarter of a minute to start. The search of its disks comes
# first: there is nothing on them then but what that test wrote.
SEARCH, INSTANCE = "tests/bench/test_storage.py", "tests/bench/"
# These read the demo, which takes as long to build.
DEMO = ("tests/browser/test_pages.py", "tests/demo/")
# The longest begin first, or one process would still walk the journey when the others have nothing left.
FIRST = ("tests/browser/test_journey.py", "tests/house/", "tests/browser/", SEARCH, INSTANCE, *DEMO)


def workers() -> int:
    """One process more than there are cores: browsers, deadlines and the disk leave each idle for a while."""
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return here + 1


class Scheduling(LoadScopeScheduling):
    """A module is a unit of work; the modules that share something costly are one."""

    def _split_scope(self, nodeid: str) -> str:
        shared: dict[str, str | tuple[str, ...]] = {
            "world": WORLD,
            "second world": SECOND_WORLD,
            "demo": DEMO,
            "instance": INSTANCE,
        }
        found = (name for name, modules in shared.items() if nodeid.startswith(modules))
        return next(found, None) or super()._split_scope(nodeid)


def order(items: list[Any]) -> None:
    """Put the longest first; within a rank, and within a world, nothing moves apart.

    Of a world those come first that have it walked: what the walk has read, the others need not read again. They ask
    for the world too, as connections of their own must be there before the walk begins.
    """

    def rank(item: Any) -> tuple[int, ...]:
        found = (place for place, prefix in enumerate(FIRST) if item.nodeid.startswith(prefix))
        apart = (not item.nodeid.startswith(modules) for modules in (WORLD, SECOND_WORLD))
        return next(found, len(FIRST)), *apart, not {"world", "walked"} <= set(item.fixturenames)

    items.sort(key=rank)

"""Which tests share a process, and which begin first, when the suite runs on several processes."""

from typing import Any

from xdist.scheduler import LoadScopeScheduling

# These look at one world, which takes half a minute to build: one process builds it for all of them.
NAMES = (
    "doors",
    "frozen",
    "headers",
    "mass_assignment",
    "models",
    "nonsense",
    "origins",
    "readings",
    "same_times",
    "secrecy",
    "states_walk",
    "swaps",
    "trail_walk",
    "two_worlds",
)
WORLD = tuple(f"tests/house/test_{name}.py" for name in NAMES)
# These speak to one running instance, which takes a quarter of a minute to start.
INSTANCE = "tests/bench/"
# These read the demo, which takes as long to build.
DEMO = ("tests/browser/test_pages.py", "tests/demo/")
# The longest begin first, or one process would still walk the journey when the others have nothing left.
FIRST = ("tests/browser/test_journey.py", "tests/house/", "tests/browser/", INSTANCE, *DEMO)


class Scheduling(LoadScopeScheduling):
    """A module is a unit of work; the modules that share something costly are one."""

    def _split_scope(self, nodeid: str) -> str:
        shared = {"world": WORLD, "demo": DEMO, "instance": INSTANCE}
        found = (name for name, modules in shared.items() if nodeid.startswith(modules))
        return next(found, None) or super()._split_scope(nodeid)


def order(items: list[Any]) -> None:
    """Put the longest first; within a rank, and within the world, nothing moves apart."""

    def rank(item: Any) -> tuple[int, bool]:
        found = (place for place, prefix in enumerate(FIRST) if item.nodeid.startswith(prefix))
        return next(found, len(FIRST)), not item.nodeid.startswith(WORLD)

    items.sort(key=rank)

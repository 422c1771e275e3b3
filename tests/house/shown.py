"""The forms that pages show in the draft and in the open state: asked for once, sent by several tests."""

from dataclasses import dataclass, field

from tests.house.forms import Data, forms
from tests.house.stages import arguments, expected
from tests.house.walker import ask, routes
from tests.world import World

WHO = ("buyer", "vendor", "administrator", "reviewer", "approver")


@dataclass
class Shown:
    """`forms`: {(URL name, role): data}; `statuses`: {(state, URL name, role): answer} of whoever may read."""

    forms: dict[tuple[str, str], Data] = field(default_factory=dict)
    statuses: dict[tuple[str, str, str], int] = field(default_factory=dict)


def collect(world: World) -> Shown:
    """Every form that a page shows to somebody."""
    shown = Shown()
    for route in routes():
        for stage in ("draft", "open"):
            if stage == "draft" and "code" not in route.arguments:
                continue
            for role in (role for role in WHO if expected(route.name, role, stage) == 200):
                path = route.path(arguments(world, route.name, stage))
                answer = ask(world, route.name, role, path)
                shown.statuses[stage, route.name, role] = answer.status
                if answer.status == 200 and answer.is_page:
                    found = forms(path, answer.body)
                    shown.forms |= {(name, role): data for name, data in found.items()}
    return shown

"""D11: a form from another site is refused wherever something can be sent, with a right token too."""

import pytest
from django.test import Client
from django.urls import reverse

from config.posts import POSTS
from tests.house.stages import arguments
from tests.house.test_mass_assignment import stage_of
from tests.house.walker import contents, routes
from tests.world import World

ELSEWHERE = "https://elsewhere.example"
ORIGINS = ({"Origin": ELSEWHERE}, {"Origin": "null"})
# Signing in and what comes before it changes no row but these.
TRACES = {"django_session", "cache"}


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_a_form_from_another_site_is_refused_with_a_right_token_too(world: World, every: bool) -> None:
    """The short form takes the two origins by turns."""
    before, tried, wrong = contents(), 0, []
    for role in ("buyer", "vendor", "administrator"):
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = world.client(role).cookies
        token = strict.get(reverse("account_change_password")).context["csrf_token"]
        for route in routes():
            if route.name not in POSTS:
                continue
            path = route.path(arguments(world, route.name, stage_of(route)))
            for headers in ORIGINS if every else [ORIGINS[tried % 2]]:
                answer = strict.post(path, {"csrfmiddlewaretoken": str(token)}, headers=headers)
                tried += 1
                if answer.status_code != 403:
                    wrong.append(f"{route.name} as {role} from {headers}: {answer.status_code}")
    assert wrong == []
    assert tried > (300 if every else 150), tried
    assert {name for name, rows in contents().items() if rows != before[name]} <= TRACES


def test_the_token_alone_is_what_the_same_site_needs(world: World) -> None:
    """The control: the same request without another site's origin goes through."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = world.client("buyer").cookies
    token = str(strict.get(reverse("account_change_password")).context["csrf_token"])
    sent = {"csrfmiddlewaretoken": token, "language": "en", "name": "Lin"}
    assert strict.post(reverse("accounts:profile"), sent).status_code in (200, 302)
    assert strict.post(reverse("accounts:profile"), sent, headers={"Origin": ELSEWHERE}).status_code == 403

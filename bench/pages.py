"""What does a scoring page cost? Ratios to an empty page of the same process (`python -m bench.pages`).

D1  a page of scores, 20 quotes x 12 items, signed in, with its layout: at most 25 times an empty page behind
    Django's default middleware and 2.5 times an empty page behind this application's own; as many queries for 20
    quotes as for 2
D2  the same over HTTP, gunicorn as `make run` starts it, 8 clients: at least 1/8 of the rate of the empty page
and the answer to the weight sliders, 50 quotes, other weights each time: at most twice a page of scores

The page with 20 x 12 scores is a reviewer's sheet; the form for one answer and the board of everybody's scores
stand beside it. For D1 all pages run in this process through the WSGI handler, in turn, so that the machine may be
busy; the median of the rounds counts. It is processor time of Python. The rows are made by the tests' own builders
in a database of the tests.
"""

# ruff: noqa: E402  (models can be imported once Django is set up)

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import cycle
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"

import django

django.setup()

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases
from django.urls import include, path, reverse

from accounts.models import User
from bench.served import rate, served
from config import doors
from quotes.models import Quote
from rfqs.models import RFQ, Part
from scoring.models import Sheet
from tests import cast, deadlines
from tests.patience import lift_limits
from tests.scoring import build

PLAIN = [  # what `startproject` writes
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
Clock = Callable[[], float]


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


def hello_you(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"hello {request.user}")


urlpatterns = [
    path("hello/", hello, name="hello"),
    path("hello/you/", hello_you, name="hello_you"),
    path("", include("config.urls")),
]


class Page:
    """One address, asked for again and again by one person, in this process, with each query string in turn."""

    def __init__(
        self,
        handler: WSGIHandler,
        address: str,
        client: Client | None = None,
        queries: Sequence[str] = ("",),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.handler, self.client, self.in_turn = handler, client, cycle(queries)
        self.environ: dict[str, Any] = {
            **(headers or {}),
            "REQUEST_METHOD": "GET",
            "PATH_INFO": address,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.errors": sys.stderr,
        }
        if client is not None:
            self.environ["HTTP_COOKIE"] = "; ".join(
                f"{key}={one.value}" for key, one in client.cookies.items()
            )

    def get(self) -> bytes:
        """The whole page. Raises AssertionError for anything but 200."""
        said: list[str] = []
        environ = {**self.environ, "QUERY_STRING": next(self.in_turn), "wsgi.input": BytesIO()}
        answer = self.handler(environ, lambda status, _headers, *_more: said.append(status))
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        if not said[0].startswith("200"):
            raise AssertionError(f"{environ['PATH_INFO']}: {said[0]}")
        return body

    def queries(self) -> int:
        self.get()
        with CaptureQueriesContext(connection) as counted:
            self.get()
        return len(counted)

    def cost(self, clock: Clock, times: int) -> float:
        """Seconds of one request, by this clock."""
        begin = clock()
        for _ in range(times):
            self.get()
        return (clock() - begin) / times


def main() -> int:
    """Print the ratios beside the goals. They are figures, not a verdict: the return code is 0."""
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="of every page in turn")
    parser.add_argument("--quotes", type=int, default=20, help="to be scored")
    parser.add_argument("--seconds", type=float, default=2.0, help="of each measurement over HTTP")
    parser.add_argument("--ranked", type=int, default=50, help="on the ranking")
    given = parser.parse_args()
    doors.EXEMPT.update(hello="an empty page of the benchmark", hello_you="the same, signed in")
    with a_database(), override_settings(ROOT_URLCONF=__name__):
        with override_settings(MIDDLEWARE=PLAIN):
            plain = WSGIHandler()
        ours = WSGIHandler()
        with taken_back():
            few = {name: page.queries() for name, page in scoring_pages(ours, 2).items()}
        with taken_back():
            sliders = reweighing(ours, given.ranked)
            print(f"sliders: {sliders.queries()} queries with {given.ranked} quotes")
            moves = [sliders.cost(time.process_time, 10) for _ in range(given.rounds + 1)][1:]
        pages = scoring_pages(ours, given.quotes)
        empty = Page(plain, "/hello/")
        with left_open():
            for name, page in pages.items():
                print(f"{name}: {page.queries()} queries with {given.quotes} quotes, {few[name]} with 2")
                you = Page(ours, "/hello/you/", page.client)
                costs = compare(given.rounds, f"{name}, {given.quotes} quotes", page, empty, you)
                again = [move / statistics.median(costs) for move in moves]
                show(f"answer to the sliders, {given.ranked} quotes / {name}", again, "<= 2")
        over_http(given, plain, ours, pages)
    return 0


def over_http(
    given: argparse.Namespace, plain: WSGIHandler, ours: WSGIHandler, pages: dict[str, Page]
) -> None:
    """D2, each page in turn with the empty one."""
    connections.close_all()
    with served(plain) as bare, served(ours) as whole:
        for name, page in pages.items():
            ratios = []
            for _ in range(given.rounds):
                reached = rate(whole, page.environ["PATH_INFO"], page.environ["HTTP_COOKIE"], given.seconds)
                ratios.append(rate(bare, "/hello/", "", given.seconds) / reached)
            show(f"D2, {name}, rate of the empty page / its rate", ratios, "<= 8")


def scoring_pages(handler: WSGIHandler, quotes: int) -> dict[str, Page]:
    """A reviewer's form for one answer, their sheet of all of them, and the board of everybody's scores."""
    rfq = build.open_part(closed(quotes), Part.QUALITY)
    build.score_stage(rfq, Sheet.Stage.FIRST)
    sheet = Sheet.objects.filter(rfq=rfq).earliest("pk")
    quote = Quote.objects.filter(rfq=rfq).earliest("pk")
    reviewer, buyer = signed_in(sheet.reviewer), signed_in(cast.buyer())
    return {
        "one answer": Page(handler, reverse("admin:score", args=[sheet.pk, quote.pk, "Q7"]), reviewer),
        "a sheet": Page(handler, reverse("admin:sheet", args=[sheet.pk]), reviewer),
        "the board": Page(handler, reverse("scoring:panel", args=[rfq.code]), buyer),
    }


def compare(rounds: int, name: str, page: Page, bare: Page, you: Page) -> list[float]:
    """D1, each page in turn; returns the processor seconds of the page."""
    for one in (page, bare, you):
        one.get()
    costs, plain, ours = [], [], []
    for _ in range(rounds):
        costs.append(page.cost(time.process_time, 20))
        plain.append(costs[-1] / bare.cost(time.process_time, 200))
        ours.append(costs[-1] / you.cost(time.process_time, 50))
    show(f"D1, {name} / an empty page, default middleware", plain, "<= 25")
    show(f"D1, {name} / an empty page of ours, signed in", ours, "<= 2.5")
    return costs


def show(name: str, ratios: list[float], goal: str) -> None:
    middle = statistics.median(ratios)
    print(f"{name}: {middle:.3g} [{min(ratios):.3g}..{max(ratios):.3g}], goal {goal}", flush=True)


# -- rows ----------------------------------------------------------------------------------------------------


def reweighing(handler: WSGIHandler, quotes: int) -> Page:
    """The ranking of that many quotes, asked for by the sliders, each time under other weights."""
    rfq = build.open_part(closed(quotes), Part.QUALITY)
    build.score_stage(rfq, Sheet.Stage.FIRST)
    rfq = build.open_part(rfq, Part.COMMERCIAL)
    build.score_stage(rfq, Sheet.Stage.SECOND)
    build.run_scores(rfq=rfq, by=cast.buyer(), now=build.timezone.now())
    weights = [(cost, quality, 100 - cost - quality) for cost in range(10, 60) for quality in range(10, 40)]
    return Page(
        handler,
        reverse("scoring:firmness", args=[rfq.code]),
        signed_in(cast.buyer()),
        [f"cost={cost}&quality={quality}&risk={risk}" for cost, quality, risk in weights],
        {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "live"},
    )


def closed(quotes: int) -> RFQ:
    rfq = build.publish()
    for place in range(quotes):
        build.send(rfq, f"Vendor{place:02} Calls", build.document(str(4000 + 10 * place)))
    return build.close(rfq)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@contextmanager
def a_database() -> Iterator[None]:
    """A database of the tests, migrated by its owner, used as the web role."""
    from tests.conftest import connect_as

    made = setup_databases(verbosity=0, interactive=False)
    try:
        deadlines.install()
        connect_as("web")
        yield
    finally:
        connect_as("owner")
        teardown_databases(made, verbosity=0)


@contextmanager
def left_open() -> Iterator[None]:
    """The connection to the database outlives a request, as it does behind gunicorn and in the test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@contextmanager
def taken_back() -> Iterator[None]:
    """One transaction, as a test has; nothing of it stays."""
    whole = transaction.atomic()
    whole._from_testcase = True  # actions must not be inside any other; django-stubs do not know it
    with left_open(), whole:
        lift_limits()  # pricing may keep it waiting on a busy machine
        yield
        transaction.set_rollback(True)


if __name__ == "__main__":
    settings.DEBUG = False
    sys.exit(main())

"""/healthz: does the database answer, has the worker been alive lately, do the clocks agree. /clock: what time it is there."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit import clocks

HEARTBEAT_KEY = "worker-heartbeat"
LATE_AFTER_SECONDS = 60


def note_heartbeat() -> None:
    """Called in the worker at every heartbeat task: clock, queue and worker are all alive."""
    cache.set(HEARTBEAT_KEY, clocks.now().timestamp(), timeout=None)


@login_not_required
@never_cache
@require_safe
def clock(request: HttpRequest) -> JsonResponse:
    """The database's clock, which decides every deadline; for the countdown in the page."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return JsonResponse({"now": cursor.fetchone()[0].isoformat()})


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while pages can be served; the worker's state stands beside it, since pages work without it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        seen, alarm = cache.get(HEARTBEAT_KEY), clocks.alarm()
    except DatabaseError:
        return JsonResponse({"database": "down"}, status=503)
    worker = "ok" if seen and clocks.now().timestamp() - seen < LATE_AFTER_SECONDS else "late"
    return JsonResponse({"database": "ok", "worker": worker, "clocks": "differ" if alarm else "ok"})

"""The two roles, the queue, the copied test database, and the embedded server's life."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import ProgrammingError, connection, transaction

from config.postgres import DATABASE, WEB_ROLE, EmbeddedServer
from tests.house.source import ROOT


def one(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()[0] if cursor.description else None


@pytest.mark.django_db
def test_code_under_test_connects_as_the_web_role_and_owns_nothing():
    assert one(
        "SELECT current_user = %s OR NOT rolsuper FROM pg_roles WHERE rolname = current_user", WEB_ROLE
    )
    assert one("SELECT count(*) FROM pg_tables WHERE tableowner = current_user") == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE django_session",
        "TRUNCATE django_session",
        "ALTER TABLE django_session DISABLE TRIGGER ALL",
    ],
)
def test_the_web_role_cannot_change_tables(statement):
    with pytest.raises(ProgrammingError), transaction.atomic():
        one(statement)


@pytest.mark.django_db
def test_the_web_role_can_use_the_queue_and_the_cache():
    assert one("SELECT pgmq.send('celery', '{}'::jsonb)") == 1
    one("SELECT pgmq.create('celery')")
    cache.set("a", 1)
    assert cache.get("a") == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", [1, 2])
def test_a_test_on_real_transactions_leaves_no_row(run):
    count = one("SELECT count(*) FROM django_session")
    one("INSERT INTO django_session VALUES ('k', 'v', now())")
    assert (count, one("SELECT count(*) FROM django_session")) == (0, 1)
    assert one("SELECT count(*) FROM django_content_type") > 0, "rows that migrations made are still there"


@pytest.fixture
def server(tmp_path):
    embedded = EmbeddedServer(tmp_path / "pro ject", base=tmp_path / ("long" * 20) / "state dir")
    # The server's own account passes through; there is one folder more where tests run side by side.
    shared = Path(tempfile.gettempdir())
    for folder in (tmp_path, *tmp_path.parents):
        if shared in folder.parents:
            folder.chmod(0o711)
    (tmp_path / ("long" * 20)).mkdir(mode=0o711)
    return embedded


USE_IT = """
import sys, time, pathlib, psycopg
from config.postgres import EmbeddedServer
server = EmbeddedServer(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
server.ensure()
with psycopg.connect(**server.parameters(sys.argv[3]), dbname=sys.argv[4]) as connection:
    print(connection.execute("SELECT current_user").fetchone()[0], flush=True)
time.sleep(float(sys.argv[5]))
"""


def start_user(server, seconds):
    command = [sys.executable, "-c", USE_IT, server.project, server.base, WEB_ROLE, DATABASE, str(seconds)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def wait_until_down(server, seconds=20):
    deadline = time.monotonic() + seconds
    while server._answers() and time.monotonic() < deadline:
        time.sleep(0.1)
    return not server._answers()


def test_the_server_survives_kill_and_stops_after_its_last_user(server):
    """A long path with spaces; two users; the last one is killed, and so is the server's own process."""
    first = start_user(server, 0)
    assert first.communicate(timeout=60)[0] == f"{WEB_ROLE}\n"
    second = start_user(server, 60)
    assert second.stdout.readline() == f"{WEB_ROLE}\n"
    assert server.secrets.stat().st_mode & 0o777 == 0o600
    assert server.socket_dir.stat().st_mode & 0o777 == 0o700
    second.kill()
    second.wait()
    assert wait_until_down(server)

    # A crash leaves a lock file whose number now belongs to some other process: ours.
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n1\n5432\n")
    again = start_user(server, 0)
    assert again.communicate(timeout=60)[0] == f"{WEB_ROLE}\n"
    assert wait_until_down(server)

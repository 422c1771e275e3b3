"""What the database of a round holds, and whether each receipt verifies without the server."""

import io
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from bench.client import Person
from bench.oracle import Stored
from bench.stack import Stack
from sealing import verify_receipt

NONCE = re.compile(r"nonce-[0-9a-f]{16}")
THREADS = 4
ROWS = """
SELECT r.invitation_id, r.idempotency_key, r.number, r.received_at, w.at FROM quotes_revision r
JOIN rfqs_invitation i ON i.id = r.invitation_id JOIN rfqs_rfq q ON q.id = i.rfq_id
LEFT JOIN bench_witness w ON w.revision_id = r.id WHERE q.code = %s
"""


def read_stored(stack: Stack, code: str, people: Mapping[str, Person]) -> list[Stored]:
    """The rows the database holds, each with the text and the receipt that its vendor can read back.

    `people` are the vendors' persons by the address of their portal.
    """
    rows = defaultdict(list)
    for invitation, *row in stack.rows(ROWS, code):
        rows[f"/portal/{invitation}/"].append(row)
    keys = next(iter(people.values())).get("/receipts/keys.json").expect(200).body

    def read(portal: str) -> list[Stored]:
        return [_read(people[portal], portal, row, keys) for row in rows[portal]]

    with ThreadPoolExecutor(THREADS) as pool:  # one vendor's rows are read by one thread
        return [row for own in pool.map(read, list(rows)) for row in own]


def _read(person: Person, portal: str, row: list[Any], keys: bytes) -> Stored:
    key, number, received_at, witnessed_at = row
    nonce, fault = read_bundle(person.receipt(portal, number), keys, received_at)
    return Stored(portal, str(key), number, received_at, nonce, witnessed_at, fault)


def read_bundle(bundle: bytes, keys: bytes, received_at: datetime) -> tuple[str, str]:
    """Check a receipt as its vendor can, without the server; returns (nonce in the document, what is wrong)."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as files:
        nonce = ",".join(NONCE.findall(files.read("quality.json").decode()))
        try:
            verify_receipt.check(files.read, keys)
        except verify_receipt.Wrong as wrong:
            return nonce, str(wrong)
        stated = json.loads(files.read("receipt.json"))["received_at"]
    same = datetime.fromisoformat(stated) == received_at
    return nonce, "" if same else f"it says {stated}, the row says {received_at}"


WITNESS = """
CREATE TABLE IF NOT EXISTS bench_witness (revision_id uuid PRIMARY KEY, at timestamptz NOT NULL);
GRANT SELECT ON bench_witness TO PUBLIC;
CREATE OR REPLACE FUNCTION bench_witness() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO public.bench_witness VALUES (NEW.id, clock_timestamp());
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER aaa_bench_witness BEFORE INSERT ON quotes_revision
FOR EACH ROW EXECUTE FUNCTION bench_witness()
"""


def place_witness(stack: Stack) -> None:
    """Let the database of this scratch instance note when each quote comes to the gate; triggers run by name."""
    stack.rows(WITNESS)

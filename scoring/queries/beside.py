"""What the page of a stored run shows and the run does not hold: names, red flags, failed gates, remarks.

All of it as one short mark, so that what was made of a run serves until something beside it changes.
"""

from django.db import connection

from rfqs.models import RFQ
from ui.text import pick

BESIDE = """
    WITH quote AS (SELECT id, vendor_id FROM quotes_quote WHERE rfq_id = %(rfq)s)
    SELECT md5(concat_ws(E'\\n',
        (SELECT string_agg(concat_ws(' ', vendor.id, vendor.name, vendor.name_i18n), ',' ORDER BY vendor.id)
           FROM vendors_vendor vendor WHERE vendor.id IN (SELECT vendor_id FROM quote)),
        (SELECT string_agg(flag::text, ',' ORDER BY flag.id)
           FROM scoring_redflag flag WHERE flag.quote_id IN (SELECT id FROM quote)),
        (SELECT string_agg(gate::text, ',' ORDER BY gate.id)
           FROM scoring_gateresult gate WHERE gate.outcome = 'FAIL' AND gate.quote_id IN (SELECT id FROM quote)),
        (SELECT string_agg(concat_ws(' ', run.id, run.remarks), ',' ORDER BY run.created_at, run.id)
           FROM scoring_tcorun run WHERE run.quote_id IN (SELECT id FROM quote))))
"""


# One row of all names: a row of its own for each of fifty costs as much as the rest of the page's questions.
LABELS = """
    SELECT json_object_agg(quote.id, json_build_array(vendor.name, vendor.name_i18n))
    FROM quotes_quote quote JOIN vendors_vendor vendor ON vendor.id = quote.vendor_id WHERE quote.rfq_id = %(rfq)s
"""


def vendor_labels(rfq: RFQ) -> dict[str, str]:
    """The vendor of each quote in the active language, by the quote's id."""
    with connection.cursor() as cursor:
        cursor.execute(LABELS, {"rfq": rfq.pk})
        (found,) = cursor.fetchone()
    return {quote: pick(words) or name for quote, (name, words) in (found or {}).items()}


def beside_run(rfq: RFQ) -> str:
    """A mark of what stands beside the runs of this RFQ: the same while nothing of it changes."""
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, {"rfq": rfq.pk})
        (mark,) = cursor.fetchone()
    return str(mark)

"""The RFQ's key pairs: made at publication, one per part, private halves locked under the key ring."""

from datetime import datetime

from accounts.keys import key_ring
from rfqs.models import RFQ, Part, SealingKey
from sealing import generate_key_pair

RFQ_PRIVATE = "rfq-private"


def make_sealing_keys(rfq: RFQ, *, now: datetime) -> list[SealingKey]:
    """Create the key pairs under which this RFQ's quotes will be sealed."""
    return [_make(rfq, part, now) for part in Part.values]


def _make(rfq: RFQ, part: str, now: datetime) -> SealingKey:
    pair = generate_key_pair()
    locked = key_ring().lock(pair.private, purpose=RFQ_PRIVATE, context=f"{rfq.pk}|{part}")
    return SealingKey.objects.create(
        rfq=rfq, part=part, public=pair.public, private_locked=locked, created_at=now
    )


def private_half(sealing_key: SealingKey) -> bytes:
    """Return the private key of one part; only the opening calls this, after its checks."""
    return key_ring().unlock(
        bytes(sealing_key.private_locked),
        purpose=RFQ_PRIVATE,
        context=f"{sealing_key.rfq_id}|{sealing_key.part}",
    )

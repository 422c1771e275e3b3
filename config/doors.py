"""Who gets what at every URL: one row per URL name, one column per person of the cast.

The house tests walk all URLs as all these people and compare; a URL without a row fails. `docs/reference/roles.md`
is made from the same table. Numbers are answers to a GET. The rights themselves are decided in `access.py`
and `policies.py`; this table says what must come of them.
"""

ROLE_COLUMNS = (
    "anonymous",
    "buyer",
    "approver",
    "reviewer",
    "administrator",
    "auditor",
    "vendor",
    "rival",
)

Answers = dict[str, int]


def row(
    anonymous: int,
    buyer: int,
    approver: int,
    reviewer: int,
    administrator: int,
    auditor: int,
    vendor: int,
    rival: int,
) -> Answers:
    """Return one row; the columns are in the order of ROLE_COLUMNS."""
    return dict(
        zip(
            ROLE_COLUMNS,
            (anonymous, buyer, approver, reviewer, administrator, auditor, vendor, rival),
            strict=True,
        )
    )


DOORS: dict[str, Answers] = {}

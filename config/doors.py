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


# Only ever posted to; who may is decided after that.
POSTED = row(302, 405, 405, 405, 405, 405, 405, 405)
# An invitation's pages: for the people of its vendor; it is not there for anybody else.
OWN_INVITATION = row(302, 404, 404, 404, 404, 404, 200, 404)
# Who reads an RFQ: buyers, approvers, auditors, reviewers with a duty; an administrator sees no content.
RFQ_READERS = row(302, 200, 200, 200, 404, 200, 404, 404)
# A vendor's entry in the registry is written by buyers and by its own people.
VENDOR_WRITERS = row(302, 200, 403, 403, 403, 403, 200, 404)
# Open on purpose: what is there is in the link, or nobody's secret.
OPEN = row(200, 200, 200, 200, 200, 200, 200, 200)
# The administrator's own pages.
ADMINISTRATORS = row(302, 403, 403, 403, 200, 403, 404, 404)
# Contracts are read by buyers, approvers, auditors, and their owner.
CONTRACT_READERS = row(302, 200, 200, 404, 404, 200, 404, 404)
# and written by buyers and their owner.
CONTRACT_WRITERS = row(302, 200, 403, 404, 404, 403, 404, 404)

DOORS: dict[str, Answers] = {
    "accounts:home": row(302, 200, 200, 302, 302, 302, 302, 302),
    "accounts:join": OPEN,
    "accounts:organisation": ADMINISTRATORS,
    "accounts:profile": row(302, 200, 200, 200, 200, 200, 200, 200),
    "accounts:staff": row(302, 403, 403, 403, 200, 200, 404, 404),
    "accounts:staff_active": POSTED,
    "accounts:staff_invite": ADMINISTRATORS,
    "accounts:staff_member": row(302, 403, 403, 403, 200, 200, 404, 404),
    "accounts:staff_reissue": POSTED,
    "accounts:staff_revoke": POSTED,
    "admin:accounts_user_changelist": ADMINISTRATORS,
    "admin:app_list": row(302, 403, 403, 404, 200, 403, 404, 404),
    "admin:index": row(302, 403, 403, 200, 200, 403, 404, 404),
    "admin:jsi18n": row(302, 403, 403, 200, 200, 403, 404, 404),
    "admin:login": row(302, 403, 403, 302, 302, 403, 404, 404),
    "admin:logout": row(302, 403, 403, 405, 405, 403, 404, 404),
    "admin:rfqs_questionset_change": ADMINISTRATORS,
    "admin:rfqs_questionset_changelist": ADMINISTRATORS,
    "admin:score": row(302, 403, 403, 200, 404, 403, 404, 404),
    "admin:sheet": row(302, 403, 403, 200, 404, 403, 404, 404),
    "admin:sheet_done": row(302, 403, 403, 405, 405, 403, 404, 404),
    "audit:export": POSTED,
    "audit:list": row(302, 200, 200, 403, 403, 200, 404, 404),
    "clock": OPEN,
    "contracts:break_off": CONTRACT_WRITERS,
    "contracts:contract": CONTRACT_READERS,
    "contracts:draft": row(302, 200, 403, 403, 404, 403, 404, 404),
    "contracts:list": row(302, 200, 200, 403, 403, 200, 404, 404),
    "contracts:sign": CONTRACT_WRITERS,
    "contracts:term": CONTRACT_READERS,
    "dev:mail": OPEN,
    "enrol:invitation": OPEN,
    "enrol:renew": row(405, 405, 405, 405, 405, 405, 405, 405),
    "notifications:again": POSTED,
    "notifications:list": row(302, 200, 403, 403, 403, 403, 404, 404),
    "quotes:answers": OWN_INVITATION,
    "quotes:attachment": OWN_INVITATION,
    "quotes:check": OWN_INVITATION,
    "quotes:colleague": POSTED,
    "quotes:decline": POSTED,
    "quotes:fees": OWN_INVITATION,
    "quotes:file": OWN_INVITATION,
    "quotes:files": OWN_INVITATION,
    "quotes:invitation": OWN_INVITATION,
    "quotes:line": OWN_INVITATION,
    "quotes:new_line": OWN_INVITATION,
    "quotes:portal": row(302, 404, 404, 404, 404, 404, 200, 200),
    "quotes:prices": OWN_INVITATION,
    "quotes:read": OWN_INVITATION,
    "quotes:receipt_bundle": OWN_INVITATION,
    "quotes:receipt_json": OWN_INVITATION,
    "quotes:receipt_keys": OPEN,
    "quotes:receipt_keys_json": OPEN,
    "quotes:receipt_signature": OWN_INVITATION,
    "quotes:remove_file": POSTED,
    "quotes:remove_line": POSTED,
    "quotes:revision_json": OWN_INVITATION,
    "quotes:revision_print": OWN_INVITATION,
    "quotes:send": POSTED,
    "quotes:sent": OWN_INVITATION,
    "quotes:status": OWN_INVITATION,
    "quotes:take_back": POSTED,
    "quotes:terms": OWN_INVITATION,
    "quotes:withdraw": OWN_INVITATION,
    "rfqs:cancel": row(302, 200, 403, 403, 404, 403, 404, 404),
    "rfqs:copy": POSTED,
    "rfqs:demand": RFQ_READERS,
    "rfqs:demand_confirm": POSTED,
    "rfqs:detail": RFQ_READERS,
    "rfqs:extend": row(302, 200, 403, 403, 404, 403, 404, 404),
    "rfqs:file": RFQ_READERS,
    "rfqs:file_remove": POSTED,
    "rfqs:files": RFQ_READERS,
    "rfqs:forecast": POSTED,
    "rfqs:live_preview": POSTED,
    "rfqs:list": row(302, 200, 200, 200, 403, 200, 404, 404),
    "rfqs:need": RFQ_READERS,
    "rfqs:new": row(302, 200, 403, 403, 403, 403, 404, 404),
    "rfqs:preview": RFQ_READERS,
    "rfqs:print": RFQ_READERS,
    "rfqs:publish": RFQ_READERS,
    "rfqs:questions": RFQ_READERS,
    "rfqs:reset": POSTED,
    "rfqs:subject": RFQ_READERS,
    "rfqs:vendor_link": POSTED,
    "rfqs:vendor_mail": POSTED,
    "rfqs:vendor_remove": POSTED,
    "rfqs:vendors": RFQ_READERS,
    "rfqs:weights": RFQ_READERS,
    "scoring:answers": RFQ_READERS,
    "scoring:answers_export": POSTED,
    "scoring:award": RFQ_READERS,
    "scoring:award_approve": POSTED,
    "scoring:award_close": POSTED,
    "scoring:award_return": POSTED,
    "scoring:file": RFQ_READERS,
    "scoring:minutes": RFQ_READERS,
    "scoring:opening": RFQ_READERS,
    "scoring:opening_approve": POSTED,
    "scoring:opening_continue": POSTED,
    "scoring:prices": RFQ_READERS,
    "scoring:rank": POSTED,
    "scoring:ranking": RFQ_READERS,
    "scoring:ranking_export": POSTED,
    "scoring:reproduce": POSTED,
    "scoring:settle": POSTED,
    "ui_components": OPEN,
    "vendors:archive": POSTED,
    "vendors:contact_active": POSTED,
    "vendors:contact_add": VENDOR_WRITERS,
    "vendors:contact_edit": VENDOR_WRITERS,
    "vendors:create": row(302, 200, 403, 403, 403, 403, 404, 404),
    "vendors:detail": row(302, 200, 200, 403, 403, 200, 302, 404),
    "vendors:edit": VENDOR_WRITERS,
    "vendors:list": row(302, 200, 200, 403, 403, 200, 404, 404),
    "vendors:own": row(302, 404, 404, 404, 404, 404, 200, 200),
    "vendors:paper_add": VENDOR_WRITERS,
    "vendors:paper_edit": VENDOR_WRITERS,
    "vendors:paper_file": row(302, 200, 200, 403, 403, 200, 200, 404),
    "vendors:paper_remove": POSTED,
    "vendors:reference_add": VENDOR_WRITERS,
    "vendors:reference_edit": VENDOR_WRITERS,
    "vendors:reference_remove": POSTED,
}
